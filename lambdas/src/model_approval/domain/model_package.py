"""A version as the model registry describes it: the fields of DescribeModelPackage that the workflow reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from model_approval.domain.model_version import ModelVersion
from model_approval.domain.status import ApprovalStatus


@dataclass(frozen=True)
class ModelPackage:
    """``registered_by`` is a pipeline execution or a person; ``report`` is the S3 URI of the model quality report.
    ``changed_at`` is the time of the last change, in ISO 8601."""

    model: ModelVersion
    status: ApprovalStatus
    metadata: Mapping[str, str]
    description: str | None
    registered_by: str
    report: str | None
    changed_by: str
    changed_at: str
