"""SageMaker behind the steps' ``Registry`` and ``Models``."""

from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.domain.errors import NotFound
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import Container, ModelPackageArn, ModelVersion
from model_approval.domain.status import ApprovalStatus, RegistryState


class ModelRegistry:
    def __init__(self, sagemaker: Any) -> None:
        self._sagemaker = sagemaker

    def describe(self, model_package_arn: str) -> ModelPackage:
        try:
            package = self._sagemaker.describe_model_package(ModelPackageName=model_package_arn)
        except ClientError as error:
            raise _not_found(error) from error
        return ModelPackage(
            model=ModelVersion(
                ModelPackageArn.parse(model_package_arn).id,
                model_package_arn,
                tuple(_container(c) for c in package.get("InferenceSpecification", {}).get("Containers", [])),
            ),
            status=ApprovalStatus(package["ModelApprovalStatus"]),
            metadata=package.get("CustomerMetadataProperties", {}),
            description=package.get("ApprovalDescription"),
            registered_by=_registered_by(package),
            report=package.get("ModelMetrics", {}).get("ModelQuality", {}).get("Statistics", {}).get("S3Uri"),
        )

    def update(self, model_package_arn: str, state: RegistryState) -> None:
        # The complete set of properties goes with every update: whether SageMaker merges or replaces is not documented.
        change: dict[str, Any] = {"CustomerMetadataProperties": dict(state.metadata)}
        if state.status is not None:
            change["ModelApprovalStatus"] = state.status.value
        if state.description is not None:
            change["ApprovalDescription"] = state.description
        try:
            self._sagemaker.update_model_package(ModelPackageArn=model_package_arn, **change)
        except ClientError as error:
            raise _not_found(error) from error


class ModelCatalogue:
    def __init__(self, sagemaker: Any) -> None:
        self._sagemaker = sagemaker

    def model_packages(self, model_name: str) -> list[str]:
        try:
            model = self._sagemaker.describe_model(ModelName=model_name)
        except ClientError as error:
            raise _not_found(error) from error
        containers = [c for c in [model.get("PrimaryContainer"), *model.get("Containers", [])] if c]
        # dict.fromkeys: each once, in order.
        return list(dict.fromkeys(c["ModelPackageName"] for c in containers if "ModelPackageName" in c))


def _container(container: dict[str, Any]) -> Container:
    # No field is required by the API; the model data stands in one of two.
    source = container.get("ModelDataSource", {}).get("S3DataSource", {})
    model_data = container.get("ModelDataUrl") or source.get("S3Uri")
    return Container(container.get("Image"), container.get("ImageDigest"), model_data)


def _registered_by(package: dict[str, Any]) -> str:
    """The pipeline execution that built the version, or else who registered it."""
    generated_by = package.get("MetadataProperties", {}).get("GeneratedBy")
    return str(generated_by or package.get("CreatedBy", {}).get("UserProfileName") or "unknown")


def _not_found(error: ClientError) -> Exception:
    """SageMaker says ResourceNotFound for some calls and a ValidationException with a sentence for others."""
    refusal: Exception = error
    message = str(error.response["Error"].get("Message", ""))
    missing = any(
        words in message.lower() for words in ("does not exist", "not found", "could not find", "cannot find")
    )
    if code(error) in ("ResourceNotFound", "ResourceNotFoundException") or (
        code(error) == "ValidationException" and missing
    ):
        return NotFound(message)
    return refusal
