"""A version is registered: one request, its fields in the registry, a mail; whatever EventBridge delivers again."""

from dataclasses import dataclass, field, replace

import pytest

from model_approval.domain.encoding import decode, encode
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.events import ModelPackageRegistered
from model_approval.domain.model_version import Container, ModelPackageArn
from model_approval.domain.records import Request
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.request_approval import RequestFirstApproval
from tests.unit.examples import NAMES, NOON, PATH, REPORT, arn, model, now, package, request
from tests.unit.fakes import FakeNotices, FakeParameters, FakeRegistry, FakeReports, Journal

NAME = "/ml-models/dev/abalone/versions/2/request"


@dataclass
class World:
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.store, self.notices = FakeParameters(self.journal), FakeNotices(self.journal)
        self.registry = FakeRegistry({arn(): package(metadata={"team": "shell"})}, self.journal)
        self.reports = FakeReports({REPORT: {"auc": 0.98}})
        self.step = RequestFirstApproval(
            path=PATH,
            names=NAMES,
            registry=self.registry,
            parameters=self.store,
            reports=self.reports,
            notices=self.notices,
            now=now,
        )

    def deliver(self, event_id: str = "event-1") -> str:
        return self.step(ModelPackageRegistered(event_id, ModelPackageArn.parse(arn())))

    def written(self) -> Request:
        (value,) = self.store.values[NAME]
        return decode(Request, value)


def test_a_registered_version_is_prepared_written_down_and_mailed_in_this_order() -> None:
    world = World()
    assert world.deliver() == "requested abalone version 2 for dev"
    assert world.journal.writes() == [f"update {arn()}", f"create {NAME}", "mail abalone version 2"]
    assert world.notices.asked == [world.written()] == [request()]


def test_the_users_own_metadata_stays_and_the_approval_status_is_not_touched() -> None:
    world = World()
    world.deliver()
    prepared = world.registry.packages[arn()]
    pending = dict.fromkeys(PATH.names, "PendingManualApproval")
    assert prepared == replace(package(), metadata={"team": "shell"} | pending)


def test_a_redelivered_event_mails_again_but_writes_nothing_new() -> None:
    world = World()
    world.deliver()
    world.reports.documents[REPORT] = {"auc": 0.5}
    world.deliver()
    assert world.notices.asked == [request(), request()]
    assert world.store.values == {NAME: [encode(request())]}


def test_another_event_about_the_version_does_nothing_more() -> None:
    world = World()
    world.deliver()
    before = world.journal.writes()
    assert world.deliver("event-of-our-own-update") == "nothing: abalone version 2 was requested for dev before"
    assert world.journal.writes() == [*before, f"create {NAME}"]
    assert len(world.store.values[NAME]) == len(world.notices.asked) == 1


def test_whatever_dies_the_redelivery_finishes() -> None:
    for call in ("update", "create", "mail"):
        world = World()
        world.journal.fail_at(call, ConnectionError())
        with pytest.raises(ConnectionError):
            world.deliver()
        world.journal.before = lambda _call: None
        world.deliver()
        assert world.notices.asked == [world.written()]


def test_a_deleted_version_is_unusable() -> None:
    world = World()
    world.registry.packages.clear()
    with pytest.raises(UnusableEvent, match="abalone version 2 is not in the model registry"):
        world.deliver()
    assert world.journal.writes() == []


def test_a_version_deleted_in_between_is_unusable() -> None:
    world = World()
    world.journal.before = lambda call: world.registry.packages.clear() if call.startswith("update") else None
    with pytest.raises(UnusableEvent):
        world.deliver()
    assert world.store.values == {}


@pytest.mark.parametrize("status", [ApprovalStatus.APPROVED, ApprovalStatus.REJECTED])
def test_a_late_event_about_a_decided_version_does_nothing(status: ApprovalStatus) -> None:
    world = World()
    world.registry.packages[arn()] = package(status=status)
    assert world.deliver() == f"nothing: abalone version 2 is {status.value} by now"
    assert world.journal.writes() == []


def test_a_missing_report_is_written_down_and_the_request_goes_out() -> None:
    world = World()
    world.reports.documents.clear()
    world.deliver()
    assert world.written().metrics == {}
    assert world.written().metrics_note == f"The report could not be read: {REPORT} does not exist"
    assert len(world.notices.asked) == 1


def test_what_can_never_be_written_down_is_unusable() -> None:
    world = World()
    containers = tuple(Container("image" * 200) for _ in range(15))
    world.registry.packages[arn()] = package(model=replace(model(), containers=containers))
    with pytest.raises(UnusableEvent, match=r"cannot be requested: the request needs \d+ bytes, over 4096"):
        world.deliver()


def test_the_time_and_the_asker_are_recorded() -> None:
    world = World()
    world.deliver("event-7")
    written = world.written()
    assert (written.requested_at, written.requested_by, written.event_id) == (NOON, "pipeline/1", "event-7")
