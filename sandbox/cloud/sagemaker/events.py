"""Events as SageMaker sends them to EventBridge, in the shape its developer guide documents.

Source: "Events that Amazon SageMaker AI sends to Amazon EventBridge". The guide shows no event for a deleted model
package, so none is sent.
"""

from datetime import datetime
from typing import Any

from ..bus import publish

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
    publish("aws.sagemaker", "SageMaker Model Package State Change", [detail["ModelPackageArn"]], detail)


def transform_job_changed(description: dict[str, Any]) -> None:
    """Tell what DescribeTransformJob says now."""
    detail = {name: description[name] for name in _TRANSFORM_JOB if description.get(name) not in (None, "")}
    detail["Tags"] = {tag["Key"]: tag["Value"] for tag in description.get("Tags") or []}
    publish("aws.sagemaker", "SageMaker Transform Job State Change", [detail["TransformJobArn"]], detail)


def pipeline_execution_changed(execution: Any, before: str | None, ended: datetime | None = None) -> None:
    """Tell what status the execution of a pipeline has now, and had before."""
    pipeline, _, _ = execution.arn.partition("/execution/")
    detail = {
        "pipelineExecutionDisplayName": execution.pipeline_execution_display_name,
        "pipelineExecutionDescription": execution.pipeline_execution_description,
        "currentPipelineExecutionStatus": execution.pipeline_execution_status,
        "previousPipelineExecutionStatus": before,
        "executionStartTime": execution.start_time,
        "executionEndTime": ended,
        "pipelineArn": pipeline,
        "pipelineExecutionArn": execution.arn,
    }
    told = {name: value for name, value in detail.items() if value is not None}
    publish(
        "aws.sagemaker", "SageMaker Model Building Pipeline Execution Status Change", [pipeline, execution.arn], told
    )
