"""An inference ended: the next environment is asked about what was approved here, and about nothing else."""

import hashlib

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.errors import NoAccess, UnusableEvent
from model_approval.domain.events import PIPELINE_EXECUTION_TAG, PipelineExecutionSucceeded
from model_approval.domain.evidence import Source, Stage
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.records import Request
from model_approval.domain.reported import InferenceReported
from model_approval.domain.runs import Execution
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import NAMES, approved, arn, decision, model, revocation
from tests.unit.fakes import nothing
from tests.unit.interleaving import dies_after, pause
from tests.unit.steps.inference import EXECUTION, JOB, REPORT, Inference

NAME = "/ml-models/test/abalone/versions/2/request"
CALLS = 14
"""How many a run that is asked about takes: trace (3); read; list, read the report, keep; schedule, create, read;
enter, read; post, create."""


def test_what_ran_well_is_requested_for_the_next_environment_with_its_new_metrics() -> None:
    world = Inference()
    assert world.deliver() == "requested abalone version 2 for test"
    written = world.written()
    assert world.mailbox.posted == [Notice(Kind.REQUEST, written, NAME)]
    assert (written.environment, written.model, written.requested_by) == ("test", decision().model, JOB)
    assert written.metrics == {"auc": 0.97}
    assert Source("evaluation report", REPORT, 1) in written.sources
    assert len(world.journal.calls) == CALLS
    assert world.reminders.scheduled == {("test", model().id)}


@pytest.mark.parametrize("output", ["s3://b/out", "s3://b/out/", "s3://b/out//"])
def test_the_report_is_found_beside_the_output(output: str) -> None:
    world = Inference()
    world.deliver(output=output)
    assert world.written().metrics == {"auc": 0.97}


def test_a_pipelines_run_is_requested_once_it_is_complete_with_what_its_later_steps_reported() -> None:
    world = Inference()
    world.jobs.tagged = {JOB: {PIPELINE_EXECUTION_TAG: EXECUTION}}
    world.jobs.outputs = {"evaluate": ["s3://b/report/"]}
    world.jobs.executions = {EXECUTION: Execution(EXECUTION, ("nightly",), ("evaluate",))}
    world.reports.documents = {"s3://b/report/evaluation.json": {"auc": 0.96}}
    assert world.deliver().startswith(f"nothing: {JOB} is a step of {EXECUTION}")
    assert world.journal.writes() == []
    assert world.hear(PipelineExecutionSucceeded("event-10", EXECUTION)) == "requested abalone version 2 for test"
    written = world.written()
    assert (written.requested_by, written.event_id, written.metrics) == (EXECUTION, "event-10", {"auc": 0.96})
    assert written.run["seconds"] == 390


def test_what_somebody_reports_is_requested_under_the_name_that_it_was_given() -> None:
    world = Inference()
    event = InferenceReported("event-11", ModelPackageArn.parse(arn()), "nightly scoring", metrics={"auc": 0.95})
    assert world.hear(event) == "requested abalone version 2 for test"
    assert (world.written().requested_by, world.written().metrics) == ("nightly scoring", {"auc": 0.95})


def test_what_somebody_reports_of_a_version_that_is_not_approved_goes_no_further() -> None:
    world = Inference()
    with pytest.raises(UnusableEvent, match="abalone version 3 ran in dev, but is not approved there"):
        world.hear(InferenceReported("event-11", ModelPackageArn.parse(arn(3)), "nightly scoring"))
    assert world.journal.writes() == []


def test_all_evidence_is_kept_before_anybody_is_asked_and_the_request_says_where() -> None:
    world = Inference()
    world.deliver()
    first, *others = world.journal.writes()
    assert first.startswith("keep evidence/test/abalone/2/")
    assert not any(call.startswith("keep") for call in others)
    stored = world.written().stored
    assert stored
    assert hashlib.sha256(world.vault.kept[stored.uri]).hexdigest() == stored.sha256
    assert world.mailbox.posted[0].about == world.written()


def test_if_the_evidence_cannot_be_kept_the_request_says_so_and_goes_out() -> None:
    world = Inference()
    world.journal.fail_at("keep", NoAccess("no access to s3://evidence"))
    assert world.deliver() == "requested abalone version 2 for test"
    written = world.written()
    assert (written.stored, written.metrics) == (None, {"auc": 0.97})
    (lost,) = [source for source in written.sources if source.kind == "evidence document"]
    assert "no access to s3://evidence" in str(lost.note)


def test_what_the_gates_are_about_comes_first_in_the_request() -> None:
    world = Inference(gate_metrics=("coverage",))
    world.reports.documents[REPORT] = {f"metric_{n}": n for n in range(30)} | {"coverage": 0.9}
    world.deliver()
    assert next(iter(world.written().metrics)) == "coverage"


def test_the_request_says_what_the_same_numbers_were_in_training() -> None:
    world = Inference()
    world.record(decision(metrics={"auc": 0.987654321, "only in training": 1.0}))
    world.deliver()
    assert world.written().earlier == (Stage(None, {"auc": 0.987654}),)


def test_a_version_that_is_asked_about_already_is_not_read_about_again() -> None:
    world = Inference()
    world.deliver()
    world.journal.calls.clear()
    world.deliver()
    assert [call for call in world.journal.calls if "s3://" in call] == []


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
    assert world.written().metrics == {}
    (missing,) = [source for source in world.written().sources if source.uri == "s3://b/out/"]
    assert missing.note
