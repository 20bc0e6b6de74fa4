"""One run of a scenario, disturbed or not, and what is left when nothing moves any more."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

from tests.crashes import ledger
from tests.crashes.approver import Approver
from tests.crashes.cloud import ACCOUNTS
from tests.crashes.queues import Letter
from tests.crashes.scenarios import Scenario
from tests.crashes.wire import Attempt, fair
from tests.crashes.world import Job, Mail, World

State = dict[str, str]
"""All that is kept, by where it stands: parameters by account and name, model packages by ARN, schedules by name."""

Mails = Counter[tuple[str, str]]
"""How many by recipient and subject."""


@dataclass(frozen=True)
class Outcome:
    """``confirmed`` are the mails of which a function that lived on knows that SES took them. Of the ``unconfirmed``
    the answer, or the sender, was lost: nobody can know that they need not be sent again.

    ``repeated`` counts, by recipient, the mail jobs that no record holds back and that were lost in the same way once
    SQS had them; ``twice`` counts the intents that boto3 sent again since it got no answer, and those that were put
    aside and not taken out of their queue. ``answers`` are the pages' statuses, ``deaths`` the invocations that did not
    live to answer, ``bypasses`` and ``changes`` the metrics' sums. ``slowest`` are the seconds that the
    slowest page took.
    """

    attempts: list[Attempt]
    state: State
    confirmed: Mails
    unconfirmed: Mails
    repeated: Counter[str]
    twice: int
    letters: list[Letter]
    answers: list[int]
    slowest: float
    deaths: set[int]
    bypasses: int
    changes: int


def run(world: World, scenario: Scenario) -> list[Outcome]:
    """Attacks a world that is set up, under its wire's weather. It is used up afterwards.

    If something was put aside, a second outcome is what comes of it when the weather has changed and it was put back.
    """
    assert world.queues.letters == []
    wire, functions = world.wire, world.functions
    for kept in (wire.attempts, wire.unanswered, functions.died, world.mails, world.jobs, world.intents):
        kept.clear()
    with redirect_stdout(StringIO()) as metrics:
        visitors = scenario.attack(world)
        world.queues.work_off()
        outcomes = [_outcome(world, visitors, metrics)]
        if world.queues.letters:
            world.wire.weather = fair
            world.queues.redrive()
            world.queues.work_off()
            outcomes.append(_outcome(world, visitors, metrics))
    return outcomes


def _outcome(world: World, visitors: Sequence[Approver], metrics: StringIO) -> Outcome:
    lost, died = world.wire.unanswered, set(world.functions.died)

    def is_known(sent: Mail | Job) -> bool:
        assert sent.attempt
        return sent.attempt.number not in lost and sent.attempt.invocation not in died

    def is_doubled(intent: Attempt) -> bool:
        gone = intent.invocation in died
        # What was put aside by a function that died then is delivered again as well.
        return gone or intent.number in lost if _is_put_aside(intent) else intent.number in lost and not gone

    return Outcome(
        attempts=list(world.wire.attempts),
        state=state(),
        confirmed=Counter((mail.recipient, mail.subject) for mail in world.mails if is_known(mail)),
        unconfirmed=Counter((mail.recipient, mail.subject) for mail in world.mails if not is_known(mail)),
        repeated=Counter(job.recipient for job in world.jobs if job.record is None and not is_known(job)),
        twice=sum(is_doubled(intent) for intent in world.intents),
        letters=list(world.queues.letters),
        answers=[answer.status for visitor in visitors for answer in visitor.answers],
        slowest=max((answer.seconds for visitor in visitors for answer in visitor.answers), default=0),
        deaths=died,
        bypasses=metrics.getvalue().count('"Bypasses":'),
        changes=metrics.getvalue().count('"ArtefactChanges":'),
    )


def _is_put_aside(intent: Attempt) -> bool:
    return intent.call.about.endswith("-dead-letters")


def state() -> State:
    kept = {f"{e} {name}": _normal(value) for e in ACCOUNTS for name, value in ledger.parameters(e).items()}
    for schedule in ledger.schedules():
        kept[f"schedule {schedule.name}"] = _normal(f"{schedule.schedule_expression} {json.dumps(schedule.target)}")
    for package in ledger.packages():
        fields = ("ModelApprovalStatus", "CustomerMetadataProperties", "ApprovalDescription")
        kept[package["ModelPackageArn"]] = json.dumps({name: package.get(name) for name in fields}, sort_keys=True)
    return kept


def _normal(value: str) -> str:
    """Without what must differ from run to run: when something was done, which try at it went through, and which of
    several events about one version came first (a request names it)."""
    # The evidence document says when it was made, and its name is its digest.
    value = re.sub(r"[0-9a-f]{64}", "DIGEST", value)
    value = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?", "TIME", value)
    # A schedule's target is JSON within JSON. Its correlation id is that of the event that made it.
    value = re.sub(r'(\\"correlation_id\\": \\")[^"\\]*', r"\1ONE", value)
    return re.sub(r'"(event_id|attempt)":"[^"]*"', r'"\1":"ONE"', value)
