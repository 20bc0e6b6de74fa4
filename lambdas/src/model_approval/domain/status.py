"""What the model registry must say about a version: its approval status and one metadata field an environment.

SageMaker knows one approval status for a version, this workflow one for each environment. The version's own status
follows the first environment, which owns the registry; the other environments' decisions stand in the version's
``CustomerMetadataProperties``, under the environment's name (ADR 0003).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.text import fit

DESCRIPTION_LIMIT = 1024
"""Characters in ApprovalDescription, by the SageMaker API reference of UpdateModelPackage."""


class ApprovalStatus(StrEnum):
    """SageMaker's own three words (ModelApprovalStatus), used for every environment's field as well."""

    PENDING = "PendingManualApproval"
    APPROVED = "Approved"
    REJECTED = "Rejected"


@dataclass(frozen=True)
class RegistryState:
    """The part of a model package version that the workflow owns.

    ``status`` is None where the caller has no say in the version's own approval status.
    """

    metadata: Mapping[str, str]
    status: ApprovalStatus | None = None
    description: str | None = None


def initial_metadata(current: Mapping[str, str], path: PromotionPath) -> dict[str, str]:
    """``current`` with a field for every environment that has none yet; nothing that is there is changed."""
    return dict.fromkeys(path.names, ApprovalStatus.PENDING.value) | dict(current)


def decided(
    current: Mapping[str, str], path: PromotionPath, environment: str, status: ApprovalStatus, description: str
) -> RegistryState:
    """What the registry must hold once ``environment`` has decided."""
    return RegistryState(
        metadata=initial_metadata(current, path) | {environment: status.value},
        status=status if environment == path.first else None,
        description=fit(description, DESCRIPTION_LIMIT),
    )
