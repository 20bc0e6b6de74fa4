"""Events from EventBridge: the documented ones are understood, of all others it is said why not."""

import copy
import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.events import (
    BatchTransformCompleted,
    PipelineExecutionSucceeded,
    execution_in_name,
    inference_event,
    model_package_changed,
)
from model_approval.domain.model_version import VersionId
from model_approval.domain.neighbours import Neighbours
from tests.unit.examples import EVENTS, arn

ALONE = Neighbours("dev")
heard = partial(inference_event, neighbours=ALONE)
PARSERS: list[Any] = [model_package_changed, heard]
PENDING = json.loads((EVENTS / "model-package-pending.json").read_text())
COMPLETED = json.loads((EVENTS / "transform-job-completed.json").read_text())
SUCCEEDED = json.loads((EVENTS / "pipeline-execution-succeeded.json").read_text())
REPORTED = json.loads((EVENTS / "model-inference-completed.json").read_text())
EXECUTION = "arn:aws:sagemaker:us-east-2:123456789012:pipeline/abalone-inference/execution/p4jn9xou8a8s"
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just(arn())),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)


def with_detail(event: dict[str, Any], **detail: object) -> str:
    return json.dumps(event | {"detail": event["detail"] | detail})


def test_the_documented_change_of_a_version_is_understood() -> None:
    event = model_package_changed(json.dumps(PENDING))
    assert event.event_id == PENDING["id"]
    assert event.package.id == VersionId("abalone", 2)


def test_the_documented_example_with_source_as_a_list_is_understood() -> None:
    assert model_package_changed(json.dumps(PENDING | {"source": ["aws.sagemaker"]})).package.arn == arn()


def test_the_documented_transform_job_is_understood() -> None:
    assert heard(json.dumps(COMPLETED)) == BatchTransformCompleted(
        COMPLETED["id"],
        "arn:aws:sagemaker:us-east-2:123456789012:transform-job/abalone-batch-1",
        "abalone-2",
        "s3://example-bucket/abalone/out/",
    )


def test_the_documented_pipeline_execution_is_understood() -> None:
    assert heard(json.dumps(SUCCEEDED)) == PipelineExecutionSucceeded(SUCCEEDED["id"], EXECUTION)


@pytest.mark.parametrize(
    ("tags", "execution"),
    [
        ({"sagemaker:pipeline-execution-arn": EXECUTION, "team": "shell"}, EXECUTION),
        ({"team": "shell"}, None),
        ({"sagemaker:pipeline-execution-arn": ""}, None),
        ({"sagemaker:pipeline-execution-arn": 1}, None),
        (None, None),
        (["sagemaker:pipeline-execution-arn"], None),
    ],
)
def test_a_transform_jobs_tags_tell_the_pipeline_execution_that_it_is_a_step_of(tags: Any, execution: Any) -> None:
    event = heard(with_detail(COMPLETED, Tags=tags))
    assert isinstance(event, BatchTransformCompleted)
    assert event.execution == execution


@pytest.mark.parametrize(
    ("name", "execution"),
    [
        # The first is out of the abalone example's notebook.
        ("pipelines-cfvy1tjuxdq8-abalonetransform-ptyjoef3jy", "cfvy1tjuxdq8"),
        ("pipelines-7s1cdjmwshwl-apply-best-model-7uo0cjtngi", "7s1cdjmwshwl"),
        ("pipelines-are-great", None),
        ("nightly-pipelines-cfvy1tjuxdq8-x", None),
        ("nightly", None),
    ],
)
def test_the_name_of_a_pipelines_job_tells_the_execution(name: str, execution: str | None) -> None:
    assert execution_in_name(name) == execution


def test_an_execution_is_of_the_pipeline_that_can_be_tagged() -> None:
    assert PipelineExecutionSucceeded("event-9", EXECUTION).pipeline_arn == EXECUTION.partition("/execution/")[0]


@pytest.mark.parametrize("status", ["Approved", "Rejected", "PendingManualApproval"])
def test_a_change_to_any_status_is_understood(status: str) -> None:
    assert model_package_changed(with_detail(PENDING, ModelApprovalStatus=status)).package.arn == arn()


@pytest.mark.parametrize("name", ["transform-job-completed", "pipeline-execution-succeeded"])
def test_other_events_are_no_change_of_a_version(name: str) -> None:
    with pytest.raises(UnusableEvent, match="not 'SageMaker Model Package State Change'"):
        model_package_changed((EVENTS / f"{name}.json").read_text())


def test_a_failed_job_is_nothing_to_report() -> None:
    with pytest.raises(UnusableEvent, match="the transform job is 'Failed', not Completed"):
        heard((EVENTS / "transform-job-failed.json").read_text())


@pytest.mark.parametrize("status", ["Executing", "Stopping", "Stopped", "Failed", None, 1])
def test_a_pipeline_execution_that_has_not_succeeded_is_nothing_to_report(status: object) -> None:
    with pytest.raises(UnusableEvent, match=r"not Succeeded|has no currentPipelineExecutionStatus"):
        heard(with_detail(SUCCEEDED, currentPipelineExecutionStatus=status))


@pytest.mark.parametrize("arn", ["", "arn:aws:sagemaker:us-east-2:123456789012:pipeline/abalone", f"{EXECUTION}\n", 1])
def test_a_pipeline_execution_without_its_arn_is_unusable(arn: object) -> None:
    with pytest.raises(UnusableEvent, match=r"is not the ARN of a pipeline execution|has no pipelineExecutionArn"):
        heard(with_detail(SUCCEEDED, pipelineExecutionArn=arn))


@pytest.mark.parametrize("kind", ["SageMaker Model Package State Change", "model inference completed", None, 1])
def test_what_is_no_inference_says_which_events_are(kind: object) -> None:
    with pytest.raises(UnusableEvent, match=r"Transform Job.*Pipeline Execution.*'Model Inference Completed'"):
        heard(json.dumps(COMPLETED | {"detail-type": kind}))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ModelPackageArn": arn().rpartition("/")[0]}, "is not the ARN of a version"),
        ({"ModelPackageArn": None}, "the event has no ModelPackageArn"),
        ({"ModelPackageGroupName": "oyster"}, "names the group 'oyster', but its model package is in 'abalone'"),
    ],
)
def test_a_version_outside_a_group_is_unusable(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnusableEvent, match=sentence):
        model_package_changed(with_detail(PENDING, **change))


def test_a_groups_name_may_differ_in_case_from_the_arn_as_sagemaker_writes_it() -> None:
    event = model_package_changed(with_detail(PENDING, ModelPackageGroupName="Abalone"))
    assert event.package.id.group == "abalone"


@pytest.mark.parametrize("output", [None, [], "s3://b/out", {}, {"S3OutputPath": ""}])
def test_a_job_without_an_output_is_unusable(output: object) -> None:
    with pytest.raises(UnusableEvent, match="the event has no"):
        heard(with_detail(COMPLETED, TransformOutput=output))


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", '"text"', "{}", '{"detail": 1}', "{", "[" * 100_000, '{"a":' * 100_000, "9" * 5000, "\x00"],
)
def test_what_is_no_event_is_unusable(parse: Any, body: str) -> None:
    with pytest.raises(UnusableEvent):
        parse(body)


@given(st.sampled_from(PARSERS), st.one_of(st.text(), values.map(json.dumps)))
def test_garbage_is_unusable_and_nothing_worse(parse: Any, body: str) -> None:
    with pytest.raises(UnusableEvent):
        parse(body)


@given(
    st.sampled_from(
        [
            (model_package_changed, PENDING),
            *((heard, event) for event in (COMPLETED, SUCCEEDED, REPORTED)),
        ]
    ),
    st.data(),
)
def test_a_damaged_event_is_understood_or_unusable_and_nothing_worse(pair: Any, data: st.DataObject) -> None:
    parse, event = pair[0], copy.deepcopy(pair[1])
    place = event["detail"] if data.draw(st.booleans()) else event
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(values)
    try:
        assert parse(json.dumps(event)) is not None
    except UnusableEvent as error:
        assert str(error)  # noqa: PT017 - damage may also be where nobody looks
