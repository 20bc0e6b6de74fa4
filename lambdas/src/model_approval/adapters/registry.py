"""SageMaker behind the steps' ``Registry`` and ``Models``."""

import re
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.adapters.refusals import not_found
from model_approval.domain.errors import NotFound
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import Container, ModelPackageArn, ModelVersion
from model_approval.domain.runs import Named
from model_approval.domain.status import ApprovalStatus, RegistryState

_UNKNOWN = "unknown"
_REPORTS = {
    ("ModelQuality", "Statistics"): "model quality statistics",
    ("ModelQuality", "Constraints"): "model quality constraints",
    ("Bias", "Report"): "bias report",
    ("Bias", "PreTrainingReport"): "bias report",
    ("Bias", "PostTrainingReport"): "bias report",
    ("Explainability", "Report"): "explainability report",
    ("ModelDataQuality", "Statistics"): "data quality statistics",
    ("ModelDataQuality", "Constraints"): "data quality constraints",
}
"""Where ModelMetrics name reports, and what they are. The first to name a metric has it: what the model is worth comes
first."""
_NEWEST = 10
"""Versions among which the highest is looked for: those registered at the same moment are listed in any order."""


_PART_OF_A_NAME = re.compile(r"[A-Za-z0-9-]{0,63}")
"""What SageMaker takes as NameContains. It refuses anything else, which stands in no group's name."""

_BAD_TOKEN = ("ValidationException", "InvalidNextToken", "InvalidToken")
"""What a token that was made up or has expired is refused with: SageMaker's reference does not say which it is."""


class ModelRegistry:
    def __init__(self, sagemaker: Any) -> None:
        self._sagemaker = sagemaker

    def describe(self, model_package_arn: str) -> ModelPackage:
        try:
            package = self._sagemaker.describe_model_package(ModelPackageName=model_package_arn)
        except ClientError as error:
            raise not_found(error) from error
        origin = package.get("MetadataProperties", {})
        return ModelPackage(
            model=ModelVersion(
                ModelPackageArn.parse(model_package_arn).id,
                model_package_arn,
                tuple(_container(c) for c in package.get("InferenceSpecification", {}).get("Containers", [])),
            ),
            status=ApprovalStatus(package["ModelApprovalStatus"]),
            metadata=package.get("CustomerMetadataProperties", {}),
            description=package.get("ApprovalDescription"),
            registered_by=str(origin.get("GeneratedBy") or _person(package.get("CreatedBy", {})) or _UNKNOWN),
            reports=_reports(package.get("ModelMetrics", {})),
            changed_by=_changed_by(package),
            changed_at=_iso(package.get("LastModifiedTime") or package["CreationTime"]),
            summary=package.get("ModelPackageDescription"),
            created_by=_person(package.get("CreatedBy", {})),
            created_at=_iso(package["CreationTime"]),
            generated_by=origin.get("GeneratedBy"),
            commit=origin.get("CommitId"),
            repository=origin.get("Repository"),
            is_ready=package["ModelPackageStatus"] == "Completed",
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
            raise not_found(error) from error

    def latest(self, group: str) -> int:
        try:
            found = self._sagemaker.list_model_packages(
                ModelPackageGroupName=group,
                ModelPackageType="Versioned",
                SortBy="CreationTime",
                SortOrder="Descending",
                MaxResults=_NEWEST,
            )["ModelPackageSummaryList"]
        except ClientError as error:
            if isinstance(not_found(error), NotFound):
                return 0
            raise
        return max((ModelPackageArn.parse(summary["ModelPackageArn"]).id.version for summary in found), default=0)

    def groups(self, containing: str, most: int, token: str | None = None) -> tuple[list[str], str | None]:
        if not _PART_OF_A_NAME.fullmatch(containing):
            return [], None
        asked = {"NameContains": containing, "NextToken": token}
        try:
            page = self._sagemaker.list_model_package_groups(
                SortBy="Name", SortOrder="Ascending", MaxResults=most, **{k: v for k, v in asked.items() if v}
            )
        except ClientError as error:
            if token and code(error) in _BAD_TOKEN:
                raise NotFound(f"SageMaker does not know this page of groups: {error}") from error
            raise
        names = [summary["ModelPackageGroupName"] for summary in page["ModelPackageGroupSummaryList"]]
        return names, page.get("NextToken")


class ModelCatalogue:
    def __init__(self, sagemaker: Any) -> None:
        self._sagemaker = sagemaker

    def model_packages(self, model_name: str) -> list[str]:
        try:
            model = self._sagemaker.describe_model(ModelName=model_name)
        except ClientError as error:
            raise not_found(error) from error
        containers = [c for c in [model.get("PrimaryContainer"), *model.get("Containers", [])] if c]
        # dict.fromkeys: each once, in order.
        return list(dict.fromkeys(c["ModelPackageName"] for c in containers if "ModelPackageName" in c))


def _container(container: dict[str, Any]) -> Container:
    # No field is required by the API; the model data stands in one of two.
    source = container.get("ModelDataSource", {}).get("S3DataSource", {})
    model_data = container.get("ModelDataUrl") or source.get("S3Uri")
    return Container(container.get("Image"), container.get("ImageDigest"), model_data)


def _reports(metrics: dict[str, Any]) -> tuple[Named, ...]:
    uris = {place: metrics.get(place[0], {}).get(place[1], {}).get("S3Uri") for place in _REPORTS}
    return tuple(Named(kind, uris[place]) for place, kind in _REPORTS.items() if uris[place])


def _changed_by(package: dict[str, Any]) -> str:
    """Who changed it last. Who registered it answers for a version that was never changed, and for no other."""
    return _person(package.get("LastModifiedBy" if "LastModifiedTime" in package else "CreatedBy", {})) or _UNKNOWN


def _person(context: dict[str, Any]) -> str | None:
    """Out of a UserContext: a SageMaker Studio user, or else the IAM identity."""
    return context.get("UserProfileName") or context.get("IamIdentity", {}).get("Arn") or None


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
