"""An inference is traced to the version that ran and to what it left behind, with nothing configured."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from model_approval.domain.errors import NoAccess, NotFound, UnusableEvent
from model_approval.domain.events import PIPELINE_EXECUTION_TAG, BatchTransformCompleted, PipelineExecutionSucceeded
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.neighbours import Neighbours
from model_approval.domain.reported import InferenceReported
from model_approval.domain.runs import Execution, Named, Run, TransformJob
from model_approval.steps.trace_inference import TraceInference
from tests.unit.examples import arn
from tests.unit.fakes import FakeJobs, FakeModels, Journal
from tests.unit.steps.inference import ALL, EXECUTION, JOB

PACKAGE = ModelPackageArn.parse(arn())
OUTPUT = "s3://b/out/"
TRANSFORM = TransformJob(
    JOB, "abalone-2", OUTPUT, "2026-02-25T08:03:00Z", "2026-02-25T08:09:30Z", "ml.m5.large", 2, is_lines=True
)
COMPLETED = BatchTransformCompleted("event-9", JOB, "abalone-2", OUTPUT)
SUCCEEDED = PipelineExecutionSucceeded("event-9", EXECUTION)


@dataclass
class Trace:
    asked_after: frozenset[str] = ALL
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.models = FakeModels({"abalone-2": [arn()]}, self.journal)
        self.jobs = FakeJobs({"nightly": TRANSFORM}, journal=self.journal)

    def __call__(self, event: Any) -> Run | str:
        trace = TraceInference(
            neighbours=Neighbours("dev"), models=self.models, jobs=self.jobs, asked_after=self.asked_after
        )
        return trace(event)

    def of(self, **steps: Any) -> Run | str:
        """A pipeline's execution with such ``steps``."""
        self.jobs.executions[EXECUTION] = Execution(EXECUTION, **steps)
        return self(SUCCEEDED)


def test_a_batch_transform_is_traced_by_its_model_and_its_job_tells_the_facts() -> None:
    assert Trace()(COMPLETED) == Run(PACKAGE, JOB, "event-9", (OUTPUT,), transform_jobs=(TRANSFORM,))


def test_of_a_job_that_is_gone_the_event_tells_enough() -> None:
    trace = Trace()
    trace.jobs.transforms.clear()
    fewer = TransformJob(JOB, "abalone-2", OUTPUT)
    assert trace(COMPLETED) == Run(PACKAGE, JOB, "event-9", (OUTPUT,), transform_jobs=(fewer,))


def test_a_model_that_no_model_package_made_is_not_our_business() -> None:
    trace = Trace()
    trace.models.made_from["abalone-2"] = []
    assert trace(COMPLETED) == "nothing: the model 'abalone-2' was not made from a model package"


@pytest.mark.parametrize(
    ("packages", "sentence"),
    [
        (None, "the model 'abalone-2' of .* is unknown"),
        ([arn(), arn(3)], "the model 'abalone-2' mixes 2 model packages"),
        ([arn().rpartition("/")[0]], "is not the ARN of a version"),
    ],
)
def test_a_job_whose_version_cannot_be_known_is_unusable(packages: list[str] | None, sentence: str) -> None:
    trace = Trace()
    trace.models.made_from = {} if packages is None else {"abalone-2": packages}
    with pytest.raises(UnusableEvent, match=sentence):
        trace(COMPLETED)


@pytest.mark.parametrize("by_the_event", [True, False])
def test_a_pipelines_transform_job_waits_until_the_pipeline_is_complete(by_the_event: bool) -> None:
    trace = Trace()
    trace.jobs.tagged = {} if by_the_event else {JOB: {PIPELINE_EXECUTION_TAG: EXECUTION}}
    event = replace(COMPLETED, execution=EXECUTION if by_the_event else None)
    assert trace(event) == f"nothing: {JOB} is a step of {EXECUTION}, which tells when it is complete"
    assert trace.journal.calls == ([] if by_the_event else [f"trace tags of {JOB}"])


@pytest.mark.parametrize("refusal", [NoAccess("AWS refuses ListTags"), NotFound("gone")])
def test_where_a_jobs_tags_cannot_be_had_its_name_tells(refusal: Exception) -> None:
    trace = Trace()
    steps = f"{JOB.rpartition('/')[0]}/pipelines-p4jn9xou8a8s-Transform-ptyjoef3jy"
    trace.jobs.tagged = {JOB: refusal, steps: refusal}
    said = f"nothing: {steps} is a step of p4jn9xou8a8s, which tells when it is complete"
    assert trace(replace(COMPLETED, job_arn=steps)) == said
    assert isinstance(trace(COMPLETED), Run)


def test_where_tags_are_had_a_jobs_name_tells_nothing() -> None:
    steps = f"{JOB.rpartition('/')[0]}/pipelines-p4jn9xou8a8s-Transform-ptyjoef3jy"
    assert isinstance(Trace()(replace(COMPLETED, job_arn=steps)), Run)


def test_where_pipelines_are_not_asked_after_their_transform_jobs_count_at_once() -> None:
    trace = Trace(frozenset({"batch_transform"}))
    trace.jobs.tagged = {JOB: {PIPELINE_EXECUTION_TAG: EXECUTION}}
    assert isinstance(trace(replace(COMPLETED, execution=EXECUTION)), Run)
    assert f"trace tags of {JOB}" not in trace.journal.calls


def test_a_pipelines_run_has_what_all_its_steps_left() -> None:
    trace = Trace()
    second = replace(TRANSFORM, arn=f"{JOB}-2", output="s3://b/second/")
    trace.jobs.transforms["nightly-2"] = second
    trace.jobs.outputs = {"evaluate": ["s3://b/report/", OUTPUT], "check": ["s3://b/check/"]}
    reports = (Named("constraint violations", "s3://b/check/constraint_violations.json"),)
    run = trace.of(
        transform_jobs=("nightly", "nightly-2", "gone"), processing_jobs=("evaluate", "gone", "check"), reports=reports
    )
    outputs = (OUTPUT, "s3://b/second/", "s3://b/report/", "s3://b/check/")
    assert run == Run(PACKAGE, EXECUTION, "event-9", outputs, reports, transform_jobs=(TRANSFORM, second))


@pytest.mark.parametrize(
    "steps",
    [
        {"transform_jobs": ("nightly",)},
        {"transform_jobs": ("nightly",), "models": ("pipelines-model",), "parameters": {"Baseline": arn(1)}},
        {"transform_jobs": ("gone",), "models": ("abalone-2",)},
        {"models": ("abalone-2", "abalone-2")},
        {"models": ("unknown", "abalone-2", "abalone-2-again")},
        {"models": ("plain",), "parameters": {"ModelPackageArn": arn(), "Instances": "2"}},
        {"models": ("unknown",), "parameters": {"ModelPackageArn": arn()}},
        {"processing_jobs": ("evaluate",), "parameters": {"Model": arn(), "Same": arn()}},
    ],
)
def test_a_pipelines_version_is_that_of_its_transform_jobs_or_its_models_or_its_parameters(steps: Any) -> None:
    trace = Trace()
    trace.models.made_from |= {"pipelines-model": [arn(3)], "plain": [], "abalone-2-again": [arn()]}
    run = trace.of(**steps)
    assert isinstance(run, Run)
    assert run.package == PACKAGE


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ({"transform_jobs": ("nightly", "other")}, f"{EXECUTION} mixes 2 model packages"),
        ({"models": ("abalone-2", "abalone-3")}, "mixes 2 model packages"),
        ({"parameters": {"a": arn(), "b": arn(3)}}, "mixes 2 model packages"),
        ({"models": ("unversioned",)}, "is not the ARN of a version"),
        ({"models": ("unknown", "unknown-2", "unknown")}, r"the models of \S+ are unknown: unknown, unknown-2$"),
    ],
)
def test_a_pipeline_whose_version_cannot_be_known_is_unusable(steps: Any, sentence: str) -> None:
    trace = Trace()
    trace.models.made_from |= {"abalone-3": [arn(3)], "unversioned": [arn().rpartition("/")[0]]}
    trace.jobs.transforms["other"] = replace(TRANSFORM, model_name="abalone-3")
    with pytest.raises(UnusableEvent, match=sentence):
        trace.of(**steps)


@pytest.mark.parametrize("steps", [{}, {"transform_jobs": ("trained",), "parameters": {"Group": "abalone"}}])
def test_a_pipeline_that_runs_no_model_package_is_not_our_business(steps: Any) -> None:
    trace = Trace()
    trace.models.made_from["pipelines-trained"] = []
    trace.jobs.transforms["trained"] = replace(TRANSFORM, model_name="pipelines-trained")
    assert trace.of(**steps) == f"nothing: no model package was found in the steps and the parameters of {EXECUTION}"


def test_a_training_that_tries_the_approved_version_to_compare_is_no_inference() -> None:
    trace = Trace()
    said = trace.of(transform_jobs=("nightly",), registered=(arn(3),))
    assert said == f"nothing: {EXECUTION} registers model packages, so it is a training"


def test_a_pipeline_execution_that_is_unknown_is_unusable() -> None:
    with pytest.raises(UnusableEvent, match=f"the pipeline execution {EXECUTION} is unknown"):
        Trace()(SUCCEEDED)


def test_what_somebody_reports_is_taken_as_it_is_and_nothing_is_looked_up() -> None:
    trace = Trace()
    event = InferenceReported(
        "event-9", PACKAGE, "nightly scoring", (OUTPUT,), ("s3://b/report.json",), {"auc": 0.98}, {"auc": 0.1}, "1 NaN"
    )
    reports = (Named("evaluation report", "s3://b/report.json"),)
    assert trace(event) == Run(
        PACKAGE,
        "nightly scoring",
        "event-9",
        (OUTPUT,),
        reports,
        {"auc": 0.98},
        deviations={"auc": 0.1},
        note="1 NaN",
    )
    assert trace.journal.calls == []
