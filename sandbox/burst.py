"""`python -m sandbox burst`: many registrations at once, while Parameter Store and SES take few calls a second.

None may be lost and none mailed twice, however long it takes. It works in the sandbox that `make sandbox` left running,
or else in one of its own.
"""

import json
import re
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .environments import DEV, PARAMETER_PREFIX, REGION
from .errors import SandboxError
from .ledger import records
from .local_aws import LocalAws, root
from .people import ALEX, approvers
from .queues import Queues
from .up import running
from .world import run_folder, sandbox

_THREADS = 16
_LOOK_SECONDS = 2
_TELL_SECONDS = 15
_PATIENCE_SECONDS = 900
"""A message that was given up is delivered again after its visibility timeout, which is six minutes."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Rates:
    """What the accounts take, in calls a second."""

    writes: float
    mails: float

    def limits(self) -> dict[str, float]:
        """As `LocalAws.limit` takes them."""
        return {"ssm:PutParameter": self.writes, "ses:SendEmail": self.mails}


@dataclass(frozen=True)
class Outcome:
    """What came of a number of versions."""

    versions: frozenset[int]
    requested: frozenset[int]
    mails: Counter[tuple[int, str]]
    """How many mails about a version an address got."""
    recipients: tuple[str, ...]
    """The addresses, each of which is to get one mail a version."""
    dead_letters: int
    seconds: float
    """From the first registration until nothing was left to do."""

    def mails_each(self) -> tuple[int, int]:
        """The fewest and the most mails that an address got about a version."""
        counts = [self.mails[version, address] for version in self.versions for address in self.recipients]
        return min(counts), max(counts)

    def problems(self) -> list[str]:
        """What is missing or doubled, in words."""
        pairs = [(version, address) for version in self.versions for address in self.recipients]
        found: dict[str, AbstractSet[int]] = {
            "without a request": self.versions - self.requested,
            "without a mail": {version for version, address in pairs if self.mails[version, address] == 0},
            "mailed twice": {version for version, address in pairs if self.mails[version, address] > 1},
        }
        told = [f"{len(versions)} {what} ({_some(versions)})" for what, versions in found.items() if versions]
        return told + ([f"{self.dead_letters} dead letters"] if self.dead_letters else [])


def run(registrations: int, rates: Rates) -> None:
    """Register so many versions at once. Raises SandboxError if a request or a mail is missing or doubled."""
    if registrations < 1 or rates.writes <= 0 or rates.mails <= 0:
        raise SandboxError("Registrations, writes and mails must be positive numbers.")
    started = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {line}", flush=True)

    with _aws(tell) as aws:
        try:
            outcome = burst(aws, registrations, rates, tell)
            calls = aws.limited_calls()
        finally:
            aws.limit({})
    fewest, most = outcome.mails_each()
    tell(
        f"{len(outcome.requested)} requests in {outcome.seconds:.0f} s, "
        f"{fewest} to {most} mails a version, {outcome.dead_letters} dead letters"
    )
    for call in calls:
        tell(f"{call['operation']}: {call['let_through']} let through, {call['refused']} refused")
    if problems := outcome.problems():
        raise SandboxError(f"Of {registrations} versions: {', '.join(problems)}.")


def burst(aws: LocalAws, registrations: int, rates: Rates, tell: Tell = lambda line: None) -> Outcome:
    """Register so many versions of a new group at once, and wait until the functions have nothing left to do.

    The limits stay, with what they counted. Raises SandboxError if nothing moves any more.
    """
    group, queues = f"burst-{uuid.uuid4().hex[:8]}", Queues(aws, DEV)
    dead = queues.dead_letters()
    aws.limit(rates.limits())
    started = time.monotonic()
    versions = _register(aws, group, registrations)
    tell(f"registered {len(versions)} versions of {group}: at {rates.writes:g} writes, {rates.mails:g} mails a second")
    _wait(aws, queues, tell)
    seconds = time.monotonic() - started
    return Outcome(
        versions=versions,
        requested=_requested(aws, group),
        mails=_mails(aws, group),
        recipients=tuple(person.email for person in approvers(DEV.name)),
        dead_letters=queues.dead_letters() - dead,
        seconds=seconds,
    )


@contextmanager
def _aws(tell: Tell) -> Iterator[LocalAws]:
    if found := running():
        yield found
        return
    with run_folder() as folder, sandbox(folder, progress=tell) as world:
        yield world.aws


def _register(aws: LocalAws, group: str, count: int) -> frozenset[int]:
    """Register versions without artefacts, which nobody runs. Returns their numbers."""
    sagemaker = aws.client("sagemaker", root(DEV.account_id))
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    image = f"{DEV.account_id}.dkr.ecr.{REGION}.amazonaws.com/{group}:1"
    request: dict[str, Any] = {
        "ModelPackageGroupName": group,
        "ModelApprovalStatus": "PendingManualApproval",
        "CustomerMetadataProperties": {"requested_by": ALEX.email},
        "InferenceSpecification": {
            "Containers": [{"Image": image, "ModelDataUrl": f"s3://{group}/model.tar.gz"}],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
    }
    with ThreadPoolExecutor(_THREADS) as pool:
        answers = list(pool.map(lambda _: sagemaker.create_model_package(**request), range(count)))
    return frozenset(int(answer["ModelPackageArn"].rpartition("/")[2]) for answer in answers)


def _wait(aws: LocalAws, queues: Queues, tell: Tell) -> None:
    """Until the queues are empty, twice in a row: what comes of a message is queued before that message is deleted."""
    moved = told = time.monotonic()
    before: Any = None
    quiet = 0
    while quiet < 2:
        waiting = queues.waiting()
        through = {call["operation"]: call["let_through"] for call in aws.limited_calls()}
        quiet, now = 0 if waiting else quiet + 1, time.monotonic()
        if (waiting, through) != before:
            moved, before = now, (waiting, through)
        if now - moved > _PATIENCE_SECONDS:
            raise SandboxError(f"{waiting} messages wait, and nothing has moved for {_PATIENCE_SECONDS} seconds.")
        if now - told > _TELL_SECONDS:
            told = now
            tell(f"{waiting} messages to go; calls so far: {json.dumps(through)}")
        time.sleep(_LOOK_SECONDS)


def _requested(aws: LocalAws, group: str) -> frozenset[int]:
    name = re.compile(rf"{PARAMETER_PREFIX}/{DEV.name}/{group}/versions/(\d+)/request")
    return frozenset(int(found[1]) for found in map(name.fullmatch, records(aws, DEV)) if found)


def _mails(aws: LocalAws, group: str) -> Counter[tuple[int, str]]:
    """Mails that ask about a version, by the version and by recipient; not those that follow in the same thread."""
    asking = re.compile(rf"Approve {group} version (\d+) for {DEV.name}\?")
    found = ((asking.fullmatch(mail["subject"]), mail["recipients"]) for mail in aws.mails())
    return Counter((int(version[1]), address) for version, address in found if version)


def _some(versions: AbstractSet[int]) -> str:
    shown = ", ".join(map(str, sorted(versions)[:5]))
    return shown if len(versions) <= 5 else f"{shown}, …"
