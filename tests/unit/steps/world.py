"""Everything that a decision touches, in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from model_approval.domain.encoding import decode, encode
from model_approval.domain.gates import Gates, judge
from model_approval.domain.intents import Remind as RemindIntent
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.records import Approved, Decision
from model_approval.domain.review import Review
from model_approval.domain.revocation import Revocation
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import Vote
from model_approval.domain.waiting import Waiting
from model_approval.steps.carry_on import CarryOn
from model_approval.steps.converge import Converge
from model_approval.steps.decide import Decide, Outcome
from model_approval.steps.read_review import ReadReview
from model_approval.steps.remind import Remind
from model_approval.steps.revoke import Revoke, Revoked
from model_approval.steps.verify import Verify
from tests.unit.examples import ANN, BEN, NAMES, NOON, PATH, arn, package, request
from tests.unit.fakes import (
    Clock,
    FakeAccounts,
    FakeAlarms,
    FakeIntents,
    FakeMailbox,
    FakeParameters,
    FakeRegistry,
    Journal,
)

QUEUE = Person("queue", "queue", "test")
VALID_DAYS = 90


@dataclass
class World:
    """Versions 1 to 9 are registered. ``store`` is every environment's, and so are ``gates``; ``required`` are the
    approvals each needs."""

    required: int = 1
    journal: Journal = field(default_factory=Journal)
    gates: Gates = field(default_factory=Gates)

    def __post_init__(self) -> None:
        self.clock = Clock()
        self.store, self.intents = FakeParameters(self.journal), FakeIntents(self.journal)
        self.mailbox, self.alarms = FakeMailbox(self.journal), FakeAlarms(self.journal)
        versions = {arn(v): package(v, metadata={"team": "shell"}) for v in range(1, 10)}
        self.registry = FakeRegistry(versions, self.journal, self.clock)
        self.accounts = FakeAccounts(self.store, self.registry, self.journal)
        verify = Verify(accounts=self.accounts, alarms=self.alarms)
        self.converge = Converge(path=PATH, names=NAMES, accounts=self.accounts, verify=verify)
        tries = count(1)
        self.attempt: Callable[[], str] = lambda: f"attempt-{next(tries)}"
        self.decide = Decide(
            names=NAMES,
            accounts=self.accounts,
            intents=self.intents,
            converge=self.converge,
            verify=verify,
            now=self.clock.now,
            attempt=self.attempt,
        )
        self.revoke = Revoke(
            names=NAMES,
            accounts=self.accounts,
            intents=self.intents,
            converge=self.converge,
            now=self.clock.now,
            attempt=self.attempt,
        )
        self.carry_on = CarryOn(
            names=NAMES,
            parameters=self.store,
            accounts=self.accounts,
            intents=self.intents,
            converge=self.converge,
            mailbox=self.mailbox,
            required=lambda _environment: self.required,
            alarms=self.alarms,
            system=QUEUE,
        )
        self.remind = Remind(
            names=NAMES,
            parameters=self.store,
            accounts=self.accounts,
            mailbox=self.mailbox,
            alarms=self.alarms,
            system=QUEUE,
            valid_days=VALID_DAYS,
            now=self.clock.now,
        )
        self.read_review = ReadReview(
            own="dev",
            names=NAMES,
            parameters=self.store,
            accounts=self.accounts,
            required=lambda _environment: self.required,
            gates=lambda _environment: self.gates,
        )

    def ask(self, version: int = 2, environment: str = "dev") -> None:
        """A request that stands in the index, of which nobody was told. Nothing happens if there is one."""
        asked, id = request(environment, version), VersionId("abalone", version)
        if NAMES.request(environment, id) not in self.store.values:
            self.store.values[NAMES.request(environment, id)] = [encode(asked)]
            self.index(version, environment)

    def index(self, version: int, environment: str = "dev", requested_at: str = NOON) -> None:
        """An entry in the index of what waits."""
        id = VersionId("abalone", version)
        self.store.values[NAMES.waiting_version(environment, id)] = [encode(Waiting(environment, id, requested_at))]

    def waiting(self, environment: str = "dev") -> set[int]:
        """The versions in the index of what waits."""
        path = f"{NAMES.waiting(environment)}/abalone/"
        return {int(name.removeprefix(path)) for name in self.store.values if name.startswith(path)}

    def answer(
        self,
        version: int = 2,
        status: ApprovalStatus = ApprovalStatus.APPROVED,
        *,
        environment: str = "dev",
        person: Person = ANN,
        comment: str = "good",
    ) -> Outcome:
        """An approver's answer, as the page makes it."""
        self.ask(version, environment)
        asked, approved = request(environment, version), self.approved(environment)
        verdicts, on_failure = judge(self.gates, asked, approved), self.gates.on_failure
        review = Review(
            asked,
            Standing(),
            approved,
            self.required,
            approved_number=self.number(environment),
            verdicts=verdicts,
            on_failure=on_failure,
        )
        return self.decide(review, status, comment, person)

    def carry_out(self, decision: Decision) -> None:
        """As whoever made the decision does, in view of what is approved."""
        environment = decision.environment
        self.converge.carry_out(decision, self.approved(environment), self.number(environment))

    def take_back(self, version: int = 2, *, environment: str = "dev", person: Person = BEN) -> Revoked:
        """An approver's revocation, as the page makes it."""
        return self.revoke(self.decisions(environment)[version], "drifts", person)

    def standing(self, version: int = 2, environment: str = "dev") -> Standing:
        """What the records say."""
        id = VersionId("abalone", version)
        decision = self.store.values.get(NAMES.decision(environment, id))
        revocation = self.store.values.get(NAMES.revocation(environment, id))
        return Standing(
            decode(Decision, decision[0]) if decision else None,
            decode(Revocation, revocation[0]) if revocation else None,
        )

    def votes(self, version: int = 2, environment: str = "dev") -> list[Vote]:
        path = NAMES.votes(environment, VersionId("abalone", version)) + "/"
        return [decode(Vote, values[0]) for name, values in self.store.values.items() if name.startswith(path)]

    def decisions(self, environment: str = "dev") -> dict[int, Decision]:
        """What is committed, by version."""
        standings = {v: self.standing(v, environment).decision for v in range(1, 10)}
        return {version: decision for version, decision in standings.items() if decision}

    def approved(self, environment: str = "dev") -> Approved | None:
        values = self.store.values.get(NAMES.approved(environment, "abalone"))
        return decode(Approved, values[-1]) if values else None

    def number(self, environment: str = "dev") -> int:
        """The number that Parameter Store gives to what is approved; 0 if nothing is."""
        return len(self.store.values.get(NAMES.approved(environment, "abalone"), []))

    def commit(self, *decisions: Decision) -> None:
        """Decision records that nothing has followed yet."""
        for decision in decisions:
            self.store.values[NAMES.decision(decision.environment, decision.model.id)] = [encode(decision)]

    def withdraw(self, *revocations: Revocation) -> None:
        """Revocation records that nothing has followed yet."""
        for revocation in revocations:
            self.store.values[NAMES.revocation(revocation.environment, revocation.id)] = [encode(revocation)]

    def finish(self) -> None:
        """The queue delivers every intent."""
        for intent in self.intents.sent:
            assert not isinstance(intent, RemindIntent)
            self.carry_on(intent)
