"""The two events that the workflow acts on, out of what EventBridge delivers.

Source: "Events that Amazon SageMaker AI sends to Amazon EventBridge" in the SageMaker developer guide. The same change
may be delivered more than once, late and out of order.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model_approval.domain.errors import InvalidRecord, UnusableEvent
from model_approval.domain.model_version import ModelPackageArn


@dataclass(frozen=True)
class ModelPackageChanged:
    """A version was registered or changed (`SageMaker Model Package State Change`). How it is now must be read from the
    registry: the event may be late, and carries neither the previous status nor CustomerMetadataProperties."""

    event_id: str
    package: ModelPackageArn


@dataclass(frozen=True)
class BatchTransformCompleted:
    """A batch inference ended well (`SageMaker Transform Job State Change`). ``output`` is an S3 URI."""

    event_id: str
    job_arn: str
    model_name: str
    output: str


def model_package_changed(body: str) -> ModelPackageChanged:
    """Raises UnusableEvent, with a sentence, if ``body`` is no such event or names no version of a group."""
    event = _event(body, "SageMaker Model Package State Change")
    try:
        package = ModelPackageArn.parse(_text(event["detail"], "ModelPackageArn"))
    except InvalidRecord as error:
        raise UnusableEvent(str(error)) from error
    group = _text(event["detail"], "ModelPackageGroupName")
    if group.lower() != package.id.group.lower():
        raise UnusableEvent(f"the event names the group {group!r}, but its model package is in {package.id.group!r}")
    return ModelPackageChanged(_text(event, "id"), package)


def batch_transform_completed(body: str) -> BatchTransformCompleted:
    """Raises UnusableEvent, with a sentence, if ``body`` is no such event or the job has not completed."""
    event = _event(body, "SageMaker Transform Job State Change")
    detail = event["detail"]
    if (status := _text(detail, "TransformJobStatus")) != "Completed":
        raise UnusableEvent(f"the transform job is {status!r}, not Completed")
    output = detail.get("TransformOutput")
    if not isinstance(output, Mapping):
        raise UnusableEvent("the event has no TransformOutput")
    return BatchTransformCompleted(
        _text(event, "id"), _text(detail, "TransformJobArn"), _text(detail, "ModelName"), _text(output, "S3OutputPath")
    )


def _event(body: str, detail_type: str) -> Mapping[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnusableEvent(f"the message is not JSON: {error}") from error
    if not isinstance(event, Mapping) or not isinstance(event.get("detail"), Mapping):
        raise UnusableEvent("the message is not an EventBridge event")
    if event.get("detail-type") != detail_type:
        raise UnusableEvent(f"the event is {event.get('detail-type')!r}, not {detail_type!r}")
    return event


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value:
        raise UnusableEvent(f"the event has no {name}")
    return value
