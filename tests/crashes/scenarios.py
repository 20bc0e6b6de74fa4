"""What is attacked: for each kind of event and page, the world before it, and the event or the visit itself."""

from collections.abc import Callable
from dataclasses import dataclass

from botocore.awsrequest import AWSResponse

from model_approval.domain.person import Person
from tests.crashes import ledger, pipelines
from tests.crashes.approver import Approver
from tests.crashes.events import transform_completed
from tests.crashes.failures import Died
from tests.crashes.wire import Attempt, Send, fair
from tests.crashes.world import World
from tests.unit.examples import ANN, BEN, CAM

CLEO = Person("00u4", "cleo@example.com", "https://id.example.com")


@dataclass(frozen=True)
class Scenario:
    """``set_up`` runs undisturbed; in ``attack`` and in all that the queues make of it, calls are counted and fail.

    ``attack`` returns the people who visited pages. ``changes`` is all that it changes if nothing fails. ``votes`` is
    every environment's ``required_approvals``.
    """

    name: str
    set_up: Callable[[World], None]
    attack: Callable[[World], list[Approver]]
    changes: tuple[str, ...]
    votes: int = 1
    on_bypass: str = "warn"


def _wait(_world: World) -> list[Approver]:
    """What is to be done is in a queue already."""
    return []


_Visit = Callable[[World], list[Approver]]


def _answers(person: object, environment: str, version: int, decision: str, *, gives_in: bool = False) -> _Visit:
    def visit(world: World) -> list[Approver]:
        approver = Approver(world, person, environment)
        approver.decide(version, decision, gives_in=gives_in)
        return [approver]

    return visit


def _until_mended(version: int, visit: _Visit = _wait) -> _Visit:
    """After the visit, the version's model data are found changed; somebody restores them, and redrives."""

    def visit_and_mend(world: World) -> list[Approver]:
        visitors = visit(world)
        world.queues.work_off()
        pipelines.change_model_data(world.cloud, version, "trained")
        world.queues.redrive()
        return visitors

    return visit_and_mend


def _revokes(person: object, environment: str, version: int) -> _Visit:
    def visit(world: World) -> list[Approver]:
        approver = Approver(world, person, environment)
        approver.revoke(version)
        return [approver]

    return visit


_Step = Callable[[World], object]


def _after(*steps: _Step) -> Callable[[World], None]:
    """Each step, and all that comes of it; what the last one puts into a queue waits there."""

    def set_up(world: World) -> None:
        for step in steps:
            world.queues.work_off()
            step(world)

    return set_up


def _register(world: World) -> None:
    pipelines.register(world.cloud)


def _settle(_world: World) -> None:
    """After it, no queue holds anything."""


def _run_in(environment: str) -> _Step:
    """Version 1 runs in an environment."""

    def run(world: World) -> None:
        job = pipelines.transform(world.cloud, environment, _version_1())
        event = transform_completed(job, f"s3://{environment}-data/", "run")
        world.queues.put(f"{environment}/inference_notifier", event)

    return run


def _change(version: int) -> _Step:
    """Somebody overwrites this version's model data."""
    return lambda world: pipelines.change_model_data(world.cloud, version, "changed")


def _register_and_ask(world: World) -> None:
    """The request is written; its mails are on their way."""
    pipelines.register(world.cloud)
    world.queues.work_off(until=world.clock.seconds + 1)


def _die_after_the_record(world: World) -> None:
    """The function dies right after it wrote the decision on version 2, and its approver does not look again."""

    def weather(attempt: Attempt, _request: object, send: Send) -> AWSResponse:
        answer = send()
        if attempt.call.operation == "PutParameter" and attempt.call.about.endswith("/versions/2/decision"):
            raise Died
        return answer

    world.wire.weather = weather
    Approver(world, ANN, "dev").decide(2, "Approved", looks=1)
    world.wire.weather = fair


def _die_before_a_change(world: World) -> None:
    """The same, and the model data are overwritten before the intent is delivered."""
    _die_after_the_record(world)
    pipelines.change_model_data(world.cloud, 2, "changed")


def _three_days_pass(world: World) -> None:
    """EventBridge Scheduler puts the reminder of version 1 into the queue."""
    schedule = ledger.schedules()[0]
    world.clock.seconds += 3 * 24 * 3600
    world.queues.put("dev/approval", schedule.target["Input"])


def _bypass(world: World) -> None:
    pipelines.change_status(world.cloud, _version_1(), "Approved")


def _version_1() -> str:
    return str(ledger.packages()[0]["ModelPackageArn"])


_ann_approves_1, _ann_approves_2 = _answers(ANN, "dev", 1, "Approved"), _answers(ANN, "dev", 2, "Approved")
_ben_approves_1_for_test = _answers(BEN, "test", 1, "Approved")
_cam_approves_1_for_prod = _answers(CAM, "prod", 1, "Approved")

_one = (_register, _ann_approves_1)
_two = (*_one, _register, _ann_approves_2)
_asked_for_test = (*_one, _run_in("dev"))
_promoted = (*_asked_for_test, _ben_approves_1_for_test)
_asked_for_prod = (*_promoted, _run_in("test"))

_DECIDED = ("dev versions/1/decision", "dev approved", "dev waiting/1", "model package 1", "1 mails")
_DECIDED_2 = ("dev versions/2/decision", "dev approved", "dev waiting/2", "model package 2", "1 mails")
_BYPASSED = ("dev versions/1/bypasses/20260224T120005Z", "2 mails")

SCENARIOS = [
    Scenario(
        "register",
        _after(_register),
        _wait,
        ("dev versions/1/request", "dev waiting/1", "model package 1", "schedule", "2 mails"),
    ),
    Scenario(
        "register, while another one waits",
        _after(_register, _register),
        _wait,
        ("dev versions/2/request", "dev waiting/2", "model package 2", "schedule", "4 mails"),
    ),
    Scenario("deliver mails", _after(_register_and_ask), _wait, ("2 mails",)),
    Scenario("approve", _after(*_one, _register, _settle), _ann_approves_2, _DECIDED_2),
    Scenario(
        "reject",
        _after(*_one, _register, _settle),
        _answers(ANN, "dev", 2, "Rejected"),
        ("dev versions/2/decision", "dev waiting/2", "model package 2", "1 mails"),
    ),
    Scenario(
        "converge",
        _after(*_one, _register, _settle, _die_after_the_record),
        _wait,
        ("dev approved", "dev waiting/2", "model package 2", "1 mails"),
    ),
    Scenario(
        "approve what has changed",
        _after(_register, _settle, _change(1)),
        _answers(ANN, "dev", 1, "Approved", gives_in=True),
        (),
    ),
    Scenario(
        "converge what has changed, until mended",
        _after(*_one, _register, _settle, _die_before_a_change),
        _until_mended(2),
        ("dev approved", "dev waiting/2", "model package 2", "1 mails"),
    ),
    Scenario(
        "complete an inference",
        _after(*_one, _run_in("dev")),
        _wait,
        ("dev test versions/1/request", "dev test waiting/1", "schedule", "2 mails"),
    ),
    Scenario(
        "promote across accounts",
        _after(*_asked_for_test, _settle),
        _ben_approves_1_for_test,
        ("test versions/1/decision", "test approved", "dev test waiting/1", "model package 1", "1 mails"),
    ),
    Scenario(
        "complete an inference on the way",
        _after(*_asked_for_prod),
        _wait,
        ("test prod versions/1/request", "test prod waiting/1", "schedule", "2 mails"),
    ),
    Scenario(
        "promote from the second account",
        _after(*_asked_for_prod, _settle),
        _cam_approves_1_for_prod,
        ("prod versions/1/decision", "prod approved", "test prod waiting/1", "model package 1", "1 mails"),
    ),
    Scenario(
        "complete the last inference",
        _after(*_asked_for_prod, _cam_approves_1_for_prod, _run_in("prod")),
        _wait,
        ("2 mails",),
    ),
    Scenario("cast the first of two votes", _after(_register, _settle), _ann_approves_1, ("vote",), votes=2),
    Scenario(
        "cast the vote that decides",
        _after(*_one, _settle),
        _answers(CLEO, "dev", 1, "Approved"),
        (*_DECIDED, "vote"),
        votes=2,
    ),
    Scenario(
        "revoke, back to the one before",
        _after(*_two, _settle),
        _revokes(ANN, "dev", 2),
        ("dev versions/2/revocation", "dev approved", "model package 2", "1 mails"),
    ),
    Scenario(
        "revoke the only one, across accounts",
        _after(*_promoted, _settle),
        _revokes(BEN, "test", 1),
        ("test versions/1/revocation", "test approved", "model package 1", "1 mails"),
    ),
    Scenario(
        "revoke, back to what has changed, until mended",
        _after(*_two, _settle, _change(1)),
        _until_mended(1, _revokes(ANN, "dev", 2)),
        ("dev versions/2/revocation", "dev approved", "model package 2", "1 mails"),
    ),
    Scenario("remind", _after(_register, _settle, _three_days_pass), _wait, ("2 mails",)),
    Scenario(
        "remind of what is superseded",
        _after(_register, _register, _settle, _three_days_pass),
        _wait,
        ("dev waiting/1",),
    ),
    Scenario("bypass", _after(_register, _settle, _bypass), _wait, _BYPASSED),
    Scenario(
        "bypass, put back",
        _after(_register, _settle, _bypass),
        _wait,
        (*_BYPASSED, "model package 1"),
        on_bypass="revert",
    ),
]
