"""SageMaker's model registry, as the steps need it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.registry import ModelCatalogue, ModelRegistry
from model_approval.domain.errors import NotFound
from model_approval.domain.model_version import Container, VersionId
from model_approval.domain.runs import Named
from model_approval.domain.status import ApprovalStatus, RegistryState
from tests.unit.examples import arn

NOON = datetime(2026, 2, 24, 12, 0, 0, 999_000, tzinfo=UTC)
IMAGE = "257758044811.dkr.ecr.us-east-2.amazonaws.com/xgboost:1"
CONTAINER = {"Image": IMAGE, "ImageDigest": "sha256:4dc8", "ModelDataUrl": "s3://b/model.tar.gz"}
CONTENT = {"SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]}


def register(group: str = "abalone", **more: Any) -> str:
    sagemaker = client("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    created = sagemaker.create_model_package(
        ModelPackageGroupName=group,
        InferenceSpecification={"Containers": [CONTAINER], **CONTENT},
        ModelApprovalStatus="PendingManualApproval",
        **more,
    )
    return str(created["ModelPackageArn"])


@pytest.fixture
def registry() -> ModelRegistry:
    return ModelRegistry(client("sagemaker"))


def test_a_registered_version_is_described(registry: ModelRegistry) -> None:
    version = register(
        CustomerMetadataProperties={"team": "shell"},
        MetadataProperties={"GeneratedBy": "pipeline/1"},
        ModelMetrics={"ModelQuality": {"Statistics": {"ContentType": "application/json", "S3Uri": "s3://b/e.json"}}},
    )
    package = registry.describe(version)
    assert package.model.id == VersionId("abalone", 1)
    assert package.model.model_package_arn == version
    assert package.model.containers == (Container(IMAGE, "sha256:4dc8", "s3://b/model.tar.gz"),)
    assert (package.status, package.metadata) == (ApprovalStatus.PENDING, {"team": "shell"})
    assert package.registered_by == "pipeline/1"
    assert package.reports == (Named("model quality statistics", "s3://b/e.json"),)


def test_every_report_that_a_version_names_is_known() -> None:
    def file(name: str) -> dict[str, str]:
        return {"ContentType": "application/json", "S3Uri": f"s3://b/{name}.json"}

    package = described(
        {
            "ModelMetrics": {
                "ModelQuality": {"Statistics": file("quality"), "Constraints": file("quality-constraints")},
                "ModelDataQuality": {"Statistics": file("data"), "Constraints": file("data-constraints")},
                "Bias": {"Report": file("bias"), "PreTrainingReport": file("pre"), "PostTrainingReport": file("post")},
                "Explainability": {"Report": file("shap")},
            }
        }
    )
    assert package.reports == (
        Named("model quality statistics", "s3://b/quality.json"),
        Named("model quality constraints", "s3://b/quality-constraints.json"),
        Named("bias report", "s3://b/bias.json"),
        Named("bias report", "s3://b/pre.json"),
        Named("bias report", "s3://b/post.json"),
        Named("explainability report", "s3://b/shap.json"),
        Named("data quality statistics", "s3://b/data.json"),
        Named("data quality constraints", "s3://b/data-constraints.json"),
    )


def test_where_a_version_comes_from_is_described() -> None:
    origin = {"GeneratedBy": "pipeline/1", "CommitId": "4dc8", "Repository": "https://git.example.com/abalone"}
    package = described(
        {
            "ModelPackageDescription": "Rings of abalone",
            "CreatedBy": {"UserProfileName": "ann"},
            "LastModifiedTime": NOON + timedelta(days=1),
            "LastModifiedBy": {"UserProfileName": "ben"},
            "MetadataProperties": origin,
        }
    )
    assert (package.summary, package.created_by, package.created_at) == (
        "Rings of abalone",
        "ann",
        "2026-02-24T12:00:00Z",
    )
    assert (package.generated_by, package.commit, package.repository) == tuple(origin.values())
    assert (package.changed_by, package.changed_at) == ("ben", "2026-02-25T12:00:00Z")


def test_what_a_version_does_not_say_about_itself_is_none() -> None:
    package = described({})
    assert package.created_at == "2026-02-24T12:00:00Z"
    assert [package.summary, package.created_by, package.generated_by, package.commit, package.repository] == [None] * 5


@pytest.mark.parametrize(
    ("status", "ready"),
    [("Completed", True), ("Pending", False), ("InProgress", False), ("Failed", False), ("Deleting", False)],
)
def test_only_a_completed_version_is_ready(status: str, ready: bool) -> None:
    assert described({"ModelPackageStatus": status}).is_ready is ready


def test_a_version_with_nothing_but_a_status_is_described(registry: ModelRegistry) -> None:
    package = registry.describe(register())
    assert (package.metadata, package.description, package.reports) == ({}, None, ())


def described(answer: dict[str, Any]) -> Any:
    sagemaker = client("sagemaker")
    required = {
        "ModelPackageName": "abalone/2",
        "ModelPackageArn": arn(),
        "CreationTime": NOON,
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": []},
        "ModelApprovalStatus": "PendingManualApproval",
    }
    with Stubber(sagemaker) as stub:
        stub.add_response("describe_model_package", required | answer)
        return ModelRegistry(sagemaker).describe(arn())


def test_who_registered_it_is_the_pipeline_or_the_person_or_unknown() -> None:
    assert described({}).registered_by == "unknown"
    assert described({"CreatedBy": {"UserProfileName": "ann"}}).registered_by == "ann"
    both = {"CreatedBy": {"UserProfileName": "ann"}, "MetadataProperties": {"GeneratedBy": "pipeline/1"}}
    assert described(both).registered_by == "pipeline/1"


def test_containers_without_an_image_or_with_uncompressed_model_data_are_described() -> None:
    source = {"S3DataSource": {"S3Uri": "s3://b/model/", "S3DataType": "S3Prefix", "CompressionType": "None"}}
    containers = [{"Image": IMAGE, "ModelDataSource": source}, {"ModelDataUrl": "s3://b/m"}]
    package = described({"InferenceSpecification": {"Containers": containers}})
    assert package.model.containers == (Container(IMAGE, None, "s3://b/model/"), Container(None, None, "s3://b/m"))


def test_a_decision_is_written_with_the_complete_metadata(registry: ModelRegistry) -> None:
    version = register(CustomerMetadataProperties={"team": "shell"})
    state = RegistryState({"team": "shell", "dev": "Approved"}, ApprovalStatus.APPROVED, "Approved by ann")
    registry.update(version, state)
    package = registry.describe(version)
    assert (package.metadata, package.status) == (state.metadata, ApprovalStatus.APPROVED)
    assert package.description == "Approved by ann"


def test_where_the_caller_has_no_say_in_it_the_status_is_not_even_named() -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        expected = {"ModelPackageArn": arn(), "CustomerMetadataProperties": {"test": "Approved"}}
        stub.add_response("update_model_package", {"ModelPackageArn": arn()}, expected)
        ModelRegistry(sagemaker).update(arn(), RegistryState({"test": "Approved"}))
        stub.assert_no_pending_responses()


def test_what_is_not_in_the_registry_is_not_found(registry: ModelRegistry) -> None:
    with pytest.raises(NotFound):
        registry.describe(arn(7))
    with pytest.raises(NotFound):
        registry.update(arn(7), RegistryState({}))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ResourceNotFound", "gone"),
        ("ResourceNotFoundException", "gone"),
        ("ValidationException", f"ModelPackage {arn()} does not exist."),
        ("ValidationException", "Could not find model package."),
        ("ValidationException", "Cannot find ModelPackage"),
        ("ValidationException", "Model package not found"),
    ],
)
def test_every_way_in_which_sagemaker_says_so_is_not_found(code: str, message: str) -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        for operation in ("describe_model_package", "update_model_package", "describe_model"):
            stub.add_client_error(operation, code, message)
        with pytest.raises(NotFound, match=message):
            ModelRegistry(sagemaker).describe(arn())
        with pytest.raises(NotFound, match=message):
            ModelRegistry(sagemaker).update(arn(), RegistryState({}))
        with pytest.raises(NotFound, match=message):
            ModelCatalogue(sagemaker).model_packages("abalone-2")


@pytest.mark.parametrize(
    "code", ["ValidationException", "AccessDeniedException", "ThrottlingException", "ConflictException"]
)
def test_other_refusals_are_worth_another_try(code: str) -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        stub.add_client_error("describe_model_package", code, "1 validation error detected")
        with pytest.raises(ClientError, match=code):
            ModelRegistry(sagemaker).describe(arn())
