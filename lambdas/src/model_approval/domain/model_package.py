"""A version as the model registry describes it: the fields of DescribeModelPackage that the workflow reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from model_approval.domain.model_version import ModelVersion
from model_approval.domain.runs import Named
from model_approval.domain.status import ApprovalStatus


@dataclass(frozen=True)
class ModelPackage:
    """``registered_by`` is a pipeline execution or a person; ``reports`` are those in S3 that its ModelMetrics name.
    ``changed_at`` is the time of the last change, in ISO 8601, ``created_at`` that of the registration. ``summary`` is
    ModelPackageDescription; ``generated_by``, ``commit`` and ``repository`` are what MetadataProperties says.
    ``is_ready`` is whether ModelPackageStatus is Completed."""

    model: ModelVersion
    status: ApprovalStatus
    metadata: Mapping[str, str]
    description: str | None
    registered_by: str
    reports: tuple[Named, ...]
    changed_by: str
    changed_at: str
    summary: str | None = None
    created_by: str | None = None
    created_at: str | None = None
    generated_by: str | None = None
    commit: str | None = None
    repository: str | None = None
    is_ready: bool = True
