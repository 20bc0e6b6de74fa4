"""A batch inference ended: the next environment is asked about what was approved here, and about nothing else."""

from dataclasses import dataclass, field

import pytest

from model_approval.domain.encoding import decode, encode
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.events import BatchTransformCompleted
from model_approval.domain.records import Request
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.report_inference import ReportInference
from tests.unit.examples import NAMES, PATH, arn, decision, model, now
from tests.unit.fakes import FakeModels, FakeNotices, FakeParameters, FakeReports, Journal

NAME = "/ml-models/test/abalone/versions/2/request"
REPORT = "s3://b/out/evaluation.json"
JOB = "arn:aws:sagemaker:us-east-2:123456789012:transform-job/nightly"


@dataclass
class World:
    environment: str = "dev"
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.store, self.notices = FakeParameters(self.journal), FakeNotices(self.journal)
        self.models = FakeModels({"abalone-2": [arn()]})
        self.reports = FakeReports({REPORT: {"auc": 0.97}})
        self.decided(ApprovalStatus.APPROVED)

    def decided(self, status: ApprovalStatus) -> None:
        name = NAMES.decision(self.environment, model().id)
        self.store.values[name] = [encode(decision(self.environment, status=status))]

    def deliver(self, event_id: str = "event-9", output: str = "s3://b/out/") -> str:
        step = ReportInference(
            environment=self.environment,
            path=PATH,
            names=NAMES,
            models=self.models,
            parameters=self.store,
            reports=self.reports,
            notices=self.notices,
            now=now,
        )
        return step(BatchTransformCompleted(event_id, JOB, "abalone-2", output))


def test_what_ran_well_is_requested_for_the_next_environment_with_its_new_metrics() -> None:
    world = World()
    assert world.deliver() == "requested abalone version 2 for test"
    written = decode(Request, world.store.values[NAME][0])
    assert world.notices.asked == [written]
    assert (written.environment, written.model, written.requested_by) == ("test", decision().model, JOB)
    assert (written.metrics, written.metrics_source) == ({"auc": 0.97}, REPORT)


@pytest.mark.parametrize("output", ["s3://b/out", "s3://b/out/", "s3://b/out//"])
def test_the_report_is_found_beside_the_output(output: str) -> None:
    world = World()
    world.deliver(output=output)
    assert world.notices.asked[0].metrics == {"auc": 0.97}


def test_nightly_runs_of_one_version_ask_once_and_a_redelivery_only_mails_again() -> None:
    world = World()
    world.deliver()
    world.deliver("event-of-the-next-night")
    assert len(world.notices.asked) == 1
    world.deliver()
    assert len(world.notices.asked) == 2
    assert len(world.store.values[NAME]) == 1


def test_the_last_environments_run_is_reported_with_nothing_to_request() -> None:
    world = World("prod")
    before = dict(world.store.values)
    assert world.deliver() == "reported abalone version 2, which has reached the end of its path"
    assert world.store.values == before
    assert world.notices.asked == []
    (reported,) = world.notices.reported
    assert (reported.environment, reported.metrics) == ("prod", {"auc": 0.97})


def test_a_model_that_no_model_package_made_is_not_our_business() -> None:
    world = World()
    world.models.made_from["abalone-2"] = []
    assert world.deliver() == "nothing: the model 'abalone-2' was not made from a model package"
    assert world.journal.writes() == []


@pytest.mark.parametrize(
    ("packages", "sentence"),
    [
        (None, "the model 'abalone-2' of .* is unknown"),
        ([arn(), arn(3)], "mixes 2 model packages"),
        ([arn().rpartition("/")[0]], "is not the ARN of a version"),
        ([arn(3)], "abalone version 3 ran in dev, but is not approved there"),
        ([arn().replace("us-east-2", "eu-west-1")], "eu-west-1.* ran, but .*us-east-2.* is what was approved"),
    ],
)
def test_what_was_not_approved_here_goes_no_further(packages: list[str] | None, sentence: str) -> None:
    world = World()
    world.models.made_from = {} if packages is None else {"abalone-2": packages}
    with pytest.raises(UnusableEvent, match=sentence):
        world.deliver()
    assert world.journal.writes() == []


def test_a_rejected_version_that_ran_all_the_same_goes_no_further() -> None:
    world = World()
    world.decided(ApprovalStatus.REJECTED)
    with pytest.raises(UnusableEvent, match="is not approved there"):
        world.deliver()
    assert world.journal.writes() == []


def test_a_run_without_a_report_is_requested_with_a_note() -> None:
    world = World()
    world.reports.documents.clear()
    world.deliver()
    assert world.notices.asked[0].metrics_note == f"The report could not be read: {REPORT} does not exist"
