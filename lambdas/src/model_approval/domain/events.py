"""The events that the workflow acts on, out of what EventBridge delivers: a version changed, or an inference ended.

Source of those that SageMaker sends: "Events that Amazon SageMaker AI sends to Amazon EventBridge" in the SageMaker
developer guide. The same change may be delivered more than once, late and out of order.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model_approval.domain.errors import InvalidRecord, UnusableEvent
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.neighbours import Neighbours
from model_approval.domain.reported import ENVIRONMENT_FIELD, REPORTED, InferenceReported, inference_reported
from model_approval.domain.text import one_line

PIPELINE_EXECUTION_TAG = "sagemaker:pipeline-execution-arn"
"""What SageMaker Pipelines tags the jobs of its steps with. Source: the SageMaker Python SDK reads it, too
(``sagemaker.lineage.artifact.ModelArtifact.pipeline_execution_arn``)."""

_STEPS_JOB = re.compile(r"pipelines-([a-z0-9]{12})-.+")
"""How SageMaker Pipelines names a step's job, after the execution: ``pipelines-EXECUTION-STEP-…``; not documented. A
pipeline may be told to keep the prefix that its author chose (``use_custom_job_prefix``): so the tags count."""
_TRANSFORM = "SageMaker Transform Job State Change"
_PIPELINE = "SageMaker Model Building Pipeline Execution Status Change"
_EXECUTION = re.compile(r"arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:pipeline/[^/\s]+/execution/[^/\s]+", re.ASCII)


@dataclass(frozen=True)
class ModelPackageChanged:
    """A version was registered or changed (`SageMaker Model Package State Change`). How it is now must be read from the
    registry: the event may be late, and carries neither the previous status nor CustomerMetadataProperties."""

    event_id: str
    package: ModelPackageArn


@dataclass(frozen=True)
class BatchTransformCompleted:
    """A batch inference ended well (`SageMaker Transform Job State Change`). ``output`` is an S3 URI; ``execution`` is
    the ARN of the pipeline execution that the job is a step of, if the event's tags tell."""

    event_id: str
    job_arn: str
    model_name: str
    output: str
    execution: str | None = None


@dataclass(frozen=True)
class PipelineExecutionSucceeded:
    """All steps of a pipeline ended well (`SageMaker Model Building Pipeline Execution Status Change`)."""

    event_id: str
    execution_arn: str

    @property
    def pipeline_arn(self) -> str:
        return self.execution_arn.partition("/execution/")[0]


@dataclass(frozen=True)
class Elsewhere:
    """Another stack of this account has to act; ``outcome`` says which, and why, for the log."""

    outcome: str


InferenceEvent = BatchTransformCompleted | PipelineExecutionSucceeded | InferenceReported


def model_package_changed(body: str) -> ModelPackageChanged:
    """Raises UnusableEvent, with a sentence, if ``body`` is no such event or names no version of a group."""
    event = _event(body)
    if event.get("detail-type") != "SageMaker Model Package State Change":
        raise UnusableEvent(f"the event is {event.get('detail-type')!r}, not 'SageMaker Model Package State Change'")
    try:
        package = ModelPackageArn.parse(_text(event["detail"], "ModelPackageArn"))
    except InvalidRecord as error:
        raise UnusableEvent(str(error)) from error
    group = _text(event["detail"], "ModelPackageGroupName")
    if group.lower() != package.id.group.lower():
        raise UnusableEvent(f"the event names the group {group!r}, but its model package is in {package.id.group!r}")
    return ModelPackageChanged(_text(event, "id"), package)


def execution_in_name(job_name: str) -> str | None:
    """The id of the pipeline execution that a job is a step of, as far as its name tells: for want of its tags."""
    named = _STEPS_JOB.fullmatch(job_name)
    return named[1] if named else None


def inference_event(body: str, neighbours: Neighbours) -> InferenceEvent | Elsewhere:
    """Raises UnusableEvent, with a sentence, if ``body`` tells of no inference that ended well.

    Somebody's own event says itself for which environment it is; what SageMaker tells of must be asked for its tags.
    """
    event = _event(body)
    match event.get("detail-type"):
        case kind if kind == _TRANSFORM:
            return _batch_transform_completed(event)
        case kind if kind == _PIPELINE:
            return _pipeline_execution_succeeded(event)
        case kind if kind == REPORTED:
            return _reported(event, neighbours)
        case other:
            raise UnusableEvent(f"the event is {other!r}, none of {_TRANSFORM!r}, {_PIPELINE!r} and {REPORTED!r}")


def _batch_transform_completed(event: Mapping[str, Any]) -> BatchTransformCompleted:
    detail = event["detail"]
    if (status := _text(detail, "TransformJobStatus")) != "Completed":
        raise UnusableEvent(f"the transform job is {status!r}, not Completed")
    output = detail.get("TransformOutput")
    if not isinstance(output, Mapping):
        raise UnusableEvent("the event has no TransformOutput")
    return BatchTransformCompleted(
        _text(event, "id"),
        _text(detail, "TransformJobArn"),
        _text(detail, "ModelName"),
        _text(output, "S3OutputPath"),
        _execution(detail.get("Tags")),
    )


def _execution(tags: object) -> str | None:
    """The documented example shows no tag, but an object to hold them."""
    arn = tags.get(PIPELINE_EXECUTION_TAG) if isinstance(tags, Mapping) else None
    return arn if isinstance(arn, str) and arn else None


def _pipeline_execution_succeeded(event: Mapping[str, Any]) -> PipelineExecutionSucceeded:
    detail = event["detail"]
    if (status := _text(detail, "currentPipelineExecutionStatus")) != "Succeeded":
        raise UnusableEvent(f"the pipeline execution is {status!r}, not Succeeded")
    arn = _text(detail, "pipelineExecutionArn")
    if not _EXECUTION.fullmatch(arn):
        raise UnusableEvent(f"{arn!r} is not the ARN of a pipeline execution")
    return PipelineExecutionSucceeded(_text(event, "id"), arn)


def _reported(event: Mapping[str, Any], neighbours: Neighbours) -> InferenceReported | Elsewhere:
    """Whose it is comes first: of what else is wrong with it, one stack tells."""
    id, source, detail = _text(event, "id"), _text(event, "source"), event["detail"]
    named = detail.get(ENVIRONMENT_FIELD)
    if outcome := neighbours.elsewhere(named, f"what {one_line(source)} tells of"):
        return Elsewhere(outcome)
    neighbours.check_field(named)
    return inference_reported(id, source, detail)


def _event(body: str) -> Mapping[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnusableEvent(f"the message is not JSON: {error}") from error
    if not isinstance(event, Mapping) or not isinstance(event.get("detail"), Mapping):
        raise UnusableEvent("the message is not an EventBridge event")
    return event


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value:
        raise UnusableEvent(f"the event has no {name}")
    return value
