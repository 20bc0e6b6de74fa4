"""A batch inference ended: the next environment is asked about what was approved here, and about nothing else."""

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.records import Request
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import NAMES, approved, arn, decision, model, revocation
from tests.unit.fakes import nothing
from tests.unit.interleaving import dies_after, pause
from tests.unit.steps.inference import JOB, REPORT, Inference

NAME = "/ml-models/test/abalone/versions/2/request"
CALLS = 8
"""How many a run that is asked about takes: read; schedule, create, read; enter, read; post, create."""


def test_what_ran_well_is_requested_for_the_next_environment_with_its_new_metrics() -> None:
    world = Inference()
    assert world.deliver() == "requested abalone version 2 for test"
    written = world.written()
    assert world.mailbox.posted == [Notice(Kind.REQUEST, written, NAME)]
    assert (written.environment, written.model, written.requested_by) == ("test", decision().model, JOB)
    assert (written.metrics, written.metrics_source) == ({"auc": 0.97}, REPORT)
    assert world.reminders.scheduled == {("test", model().id)}


@pytest.mark.parametrize("output", ["s3://b/out", "s3://b/out/", "s3://b/out//"])
def test_the_report_is_found_beside_the_output(output: str) -> None:
    world = Inference()
    world.deliver(output=output)
    assert world.written().metrics == {"auc": 0.97}


def test_the_next_account_need_not_let_anybody_in() -> None:
    world = Inference("test")
    world.accounts.closed.add("prod")
    assert world.deliver() == "requested abalone version 2 for prod"


def test_nightly_runs_of_one_version_ask_once() -> None:
    world = Inference()
    world.deliver()
    done = world.journal.writes()
    for event_id in ("event-9", "event-of-the-next-night"):
        assert world.deliver(event_id) == "nothing: abalone version 2 was requested for test before"
    assert world.journal.writes() == done
    assert world.post() == ["ann@example.com", "ben@example.com"]


@pytest.mark.parametrize("steps", range(CALLS + 1))
def test_whatever_dies_between_calls_exactly_one_attempts_mails_are_sent(steps: int) -> None:
    world = Inference()
    world.journal.before = pause
    dies_after(steps, world.deliver)
    world.journal.before = nothing
    world.deliver()
    assert world.post() == ["ann@example.com", "ben@example.com"]
    assert world.written().environment == "test"


def test_the_last_environments_run_is_reported_with_nothing_to_request() -> None:
    world = Inference("prod")
    before = dict(world.store.values)
    assert world.deliver() == "reported abalone version 2, which has reached the end of its path"
    assert (world.store.values, world.reminders.scheduled) == (before, set())
    (reported,) = world.mailbox.posted
    assert (reported.kind, reported.record) == (Kind.REPORT, None)
    assert isinstance(reported.about, Request)
    assert (reported.about.environment, reported.about.metrics) == ("prod", {"auc": 0.97})


def test_the_report_shows_what_the_last_environment_runs_and_needs_no_other_account() -> None:
    world = Inference("prod")
    world.accounts.closed |= {"dev", "test"}
    world.store.values[NAMES.approved("prod", "abalone")] = [encode(approved("prod", 1))]
    world.deliver()
    assert world.mailbox.posted[0].approved == approved("prod", 1)


def test_a_model_that_no_model_package_made_is_not_our_business() -> None:
    world = Inference()
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
    world = Inference()
    world.models.made_from = {} if packages is None else {"abalone-2": packages}
    with pytest.raises(UnusableEvent, match=sentence):
        world.deliver()
    assert world.journal.writes() == []


def test_a_rejected_version_that_ran_all_the_same_goes_no_further() -> None:
    world = Inference()
    world.decided(ApprovalStatus.REJECTED)
    with pytest.raises(UnusableEvent, match="is not approved there"):
        world.deliver()
    assert world.journal.writes() == []


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_a_run_of_a_revoked_version_is_unusable(environment: str) -> None:
    world = Inference(environment)
    world.store.values[NAMES.revocation(environment, model().id)] = [encode(revocation(environment))]
    with pytest.raises(UnusableEvent, match=f"abalone version 2 ran in {environment}, but is revoked there"):
        world.deliver()
    assert world.journal.writes() == []


def test_a_revocation_elsewhere_does_not_matter_here() -> None:
    world = Inference()
    world.store.values[NAMES.revocation("prod", model().id)] = [encode(revocation("prod"))]
    assert world.deliver() == "requested abalone version 2 for test"


def test_a_run_without_a_report_is_requested_with_a_note() -> None:
    world = Inference()
    world.reports.documents.clear()
    world.deliver()
    assert world.written().metrics_note == f"The report could not be read: {REPORT} does not exist"
