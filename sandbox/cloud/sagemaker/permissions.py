"""What a SageMaker request touches and says, in the terms of IAM.

Source: "Actions, resources, and condition keys for Amazon SageMaker AI" in the service authorization reference.
"""

from typing import Any

from ..iam import Facts
from ..resources import Several

_GROUP = ("model-package-group", "ModelPackageGroupName")
_PACKAGE = ("model-package", "ModelPackageName")
_MODEL = ("model", "ModelName")
_TRANSFORM_JOB = ("transform-job", "TransformJobName")
_PROCESSING_JOB = ("processing-job", "ProcessingJobName")
_PIPELINE = ("pipeline", "PipelineName")
_EXECUTION = ("pipeline", "PipelineExecutionArn")

# operation: (resource type, the request's member that names it)
_RESOURCES = {
    "CreateModelPackageGroup": _GROUP,
    "DescribeModelPackageGroup": _GROUP,
    "DeleteModelPackageGroup": _GROUP,
    "PutModelPackageGroupPolicy": _GROUP,
    "GetModelPackageGroupPolicy": _GROUP,
    "DeleteModelPackageGroupPolicy": _GROUP,
    "DescribeModelPackage": _PACKAGE,
    "DeleteModelPackage": _PACKAGE,
    "UpdateModelPackage": ("model-package", "ModelPackageArn"),
    "CreateModel": _MODEL,
    "DescribeModel": _MODEL,
    "DeleteModel": _MODEL,
    "CreateTransformJob": _TRANSFORM_JOB,
    "DescribeTransformJob": _TRANSFORM_JOB,
    "CreateProcessingJob": _PROCESSING_JOB,
    "DescribeProcessingJob": _PROCESSING_JOB,
    "CreatePipeline": _PIPELINE,
    "DescribePipeline": _PIPELINE,
    "UpdatePipeline": _PIPELINE,
    "DeletePipeline": _PIPELINE,
    "ListPipelineExecutions": _PIPELINE,
    "StartPipelineExecution": _PIPELINE,
    "DescribePipelineExecution": _EXECUTION,
    "ListPipelineExecutionSteps": _EXECUTION,
    "ListPipelineParametersForExecution": _EXECUTION,
    "DescribePipelineDefinitionForExecution": _EXECUTION,
    "ListTags": ("", "ResourceArn"),
    "AddTags": ("", "ResourceArn"),
}
PASSED_ROLES = {
    "CreateModel": "ExecutionRoleArn",
    "CreateProcessingJob": "RoleArn",
    "CreatePipeline": "RoleArn",
}
"""Operations by which a caller hands a role to SageMaker, and the request's member that names it."""
# These are about the versions of a group, present and future.
_VERSIONS = frozenset({"CreateModelPackage", "ListModelPackages"})


def resource(operation: str, request: dict[str, Any], region: str, account: str) -> str:
    """The ARN that policies must allow; CreateModel also names model packages of other accounts."""
    prefix = f"arn:aws:sagemaker:{region}:{account}:"
    if operation in _VERSIONS and (group := request.get("ModelPackageGroupName")):
        owner, _, name = group.rpartition("model-package-group/")
        return f"{owner or prefix}model-package/{name.lower()}/*"
    kind, member = _RESOURCES.get(operation, ("", ""))
    name = request.get(member, "")
    if not name:
        return "*"
    arn = name if name.startswith("arn:") else f"{prefix}{kind}/{name}"
    if operation != "CreateModel":
        return arn
    return Several(arn, *(package for package in model_packages(request) if not package.startswith(prefix)))


def model_packages(model: dict[str, Any]) -> list[str]:
    """The model packages that a model's containers come from."""
    containers = [model.get("PrimaryContainer") or {}, *(model.get("Containers") or [])]
    return [container["ModelPackageName"] for container in containers if container.get("ModelPackageName")]


def facts(operation: str, request: dict[str, Any]) -> Facts:
    """Condition keys of UpdateModelPackage; a key is absent where the request does not set the member."""
    if operation != "UpdateModelPackage":
        return {}
    life_cycle = request.get("ModelLifeCycle") or {}
    found: Facts = {
        "sagemaker:ModelApprovalStatus": request.get("ModelApprovalStatus", ""),
        "sagemaker:CustomerMetadataPropertiesToRemove": request.get("CustomerMetadataPropertiesToRemove", []),
        "sagemaker:ModelLifeCycle:Stage": life_cycle.get("Stage", ""),
        "sagemaker:ModelLifeCycle:StageStatus": life_cycle.get("StageStatus", ""),
    }
    for key, value in (request.get("CustomerMetadataProperties") or {}).items():
        found[f"sagemaker:CustomerMetadataProperties/{key}"] = value
    return {key: value for key, value in found.items() if value}


def owner(request: dict[str, Any], account: str) -> str:
    """The account that keeps what a request is about: the one in a model package's or group's ARN, or the caller's."""
    named = [request.get(member, "") for member in ("ModelPackageName", "ModelPackageArn", "ModelPackageGroupName")]
    return next((name.split(":")[4] for name in named if name.startswith("arn:")), account)
