"""The two events that the workflow acts on, out of what EventBridge delivers.

Source: "Events that Amazon SageMaker AI sends to Amazon EventBridge" in the SageMaker developer guide. The same change
may be delivered more than once, late and out of order.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model_approval.domain.errors import InvalidRecord, UnusableEvent
from model_approval.domain.model_version import ModelPackageArn, VersionId


@dataclass(frozen=True)
class ModelPackageRegistered:
    """A version waits for approval (`SageMaker Model Package State Change`). What it is must be read from the registry:
    the event carries neither the previous status nor CustomerMetadataProperties."""

    event_id: str
    package: ModelPackageArn


@dataclass(frozen=True)
class BatchTransformCompleted:
    """A batch inference ended well (`SageMaker Transform Job State Change`). ``output`` is an S3 URI."""

    event_id: str
    job_arn: str
    model_name: str
    output: str


def model_package_registered(body: str) -> ModelPackageRegistered:
    """Raises UnusableEvent, with a sentence, if ``body`` is no such event or names no version of a group."""
    event = _event(body, "SageMaker Model Package State Change")
    try:
        package = ModelPackageArn.parse(_text(event["detail"], "ModelPackageArn"))
    except InvalidRecord as error:
        raise UnusableEvent(str(error)) from error
    group = _text(event["detail"], "ModelPackageGroupName")
    if group.lower() != package.id.group.lower():
        raise UnusableEvent(f"the event names the group {group!r}, but its model package is in {package.id.group!r}")
    return ModelPackageRegistered(_text(event, "id"), package)


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


@dataclass(frozen=True)
class Intent:
    """A decision is about to be recorded: whoever reads this makes sure that it is carried through."""

    environment: str
    id: VersionId


def intent(body: str) -> Intent:
    """Raises UnusableEvent, with a sentence, if ``body`` is no intent."""
    try:
        value = json.loads(body)
        found = Intent(str(value["environment"]), VersionId(str(value["group"]), int(value["version"])))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise UnusableEvent(f"the message is not an intent: {error!r}") from error
    if found.id.version < 1:
        raise UnusableEvent(f"the message is not an intent: there is no version {found.id.version}")
    return found
