"""Events as SageMaker sends them to EventBridge, in the shape its developer guide documents.

Source: "Events that Amazon SageMaker AI sends to Amazon EventBridge". The guide shows no event for a deleted model
package, so none is sent.
"""

import json
from datetime import UTC, datetime
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import eventbridge

_MODEL_PACKAGE = (
    "ModelPackageGroupName",
    "ModelPackageVersion",
    "ModelPackageArn",
    "ModelPackageDescription",
    "CreationTime",
    "InferenceSpecification",
    "ModelPackageStatus",
    "CertifyForMarketplace",
    "ModelApprovalStatus",
    "MetadataProperties",
    "ModelMetrics",
    "LastModifiedTime",
)
_TRANSFORM_JOB = (
    "TransformJobName",
    "TransformJobArn",
    "TransformJobStatus",
    "FailureReason",
    "ModelName",
    "MaxConcurrentTransforms",
    "MaxPayloadInMB",
    "BatchStrategy",
    "Environment",
    "TransformInput",
    "TransformOutput",
    "TransformResources",
    "CreationTime",
    "TransformStartTime",
    "TransformEndTime",
)


def model_package_changed(description: dict[str, Any]) -> None:
    """Tell what DescribeModelPackage says now; CustomerMetadataProperties are not part of the event."""
    detail = {name: description[name] for name in _MODEL_PACKAGE if description.get(name) is not None}
    detail["ModelPackageStatusDetails"] = {"ValidationStatuses": [], "ImageScanStatuses": []}
    detail.setdefault("LastModifiedTime", detail["CreationTime"])
    _publish("SageMaker Model Package State Change", detail["ModelPackageArn"], detail)


def transform_job_changed(description: dict[str, Any]) -> None:
    """Tell what DescribeTransformJob says now."""
    detail = {name: description[name] for name in _TRANSFORM_JOB if description.get(name) not in (None, "")}
    detail["Tags"] = {tag["Key"]: tag["Value"] for tag in description.get("Tags") or []}
    _publish("SageMaker Transform Job State Change", detail["TransformJobArn"], detail)


def _publish(detail_type: str, arn: str, detail: dict[str, Any]) -> None:
    """Put an event on the default bus of the account and region of the thing it is about."""
    _, _, _, region, account, _ = arn.split(":", 5)
    entry = {
        "Source": "aws.sagemaker",
        "DetailType": detail_type,
        "Resources": [arn],
        "Detail": json.dumps(detail, default=_iso_time),
    }
    with request_scope(account, region):
        eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)


def _iso_time(moment: datetime) -> str:
    """moto's times are naive and in UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
