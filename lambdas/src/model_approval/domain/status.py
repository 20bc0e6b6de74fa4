"""SageMaker's approval status, and the part of a model package version that the workflow owns.

SageMaker knows one approval status for a version, this workflow one for each environment. The version's own status
follows the first environment, which owns the registry; the other environments' decisions stand in the version's
``CustomerMetadataProperties``, under the environment's name (ADR 0003).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from model_approval.domain.promotion_path import PromotionPath

DESCRIPTION_LIMIT = 1024
"""Characters in ApprovalDescription, by the SageMaker API reference of UpdateModelPackage."""
METADATA_LIMIT = 50
"""Pairs in CustomerMetadataProperties, by the same reference."""


class ApprovalStatus(StrEnum):
    """SageMaker's own three words (ModelApprovalStatus), used for every environment's field as well."""

    PENDING = "PendingManualApproval"
    APPROVED = "Approved"
    REJECTED = "Rejected"


REVOKED = "Revoked"
"""An environment's field once its approval is taken back. SageMaker has no such status: the version's is Rejected."""


@dataclass(frozen=True)
class RegistryState:
    """``status`` is None where the caller has no say in the version's own approval status."""

    metadata: Mapping[str, str]
    status: ApprovalStatus | None = None
    description: str | None = None


def initial_metadata(current: Mapping[str, str], path: PromotionPath) -> dict[str, str]:
    """``current`` with a field for every environment that has none yet; nothing that is there is changed.

    Where other people's properties leave no room, the last environments go without.
    """
    missing = [name for name in path.names if name not in current]
    room = max(METADATA_LIMIT - len(current), 0)
    return dict(current) | dict.fromkeys(missing[:room], ApprovalStatus.PENDING.value)


def with_field(current: Mapping[str, str], path: PromotionPath, environment: str, value: str) -> dict[str, str]:
    """``current`` with ``environment``'s field set, if there is room for it, and the others' initialised."""
    fits = environment in current or len(current) < METADATA_LIMIT
    return initial_metadata(dict(current) | ({environment: value} if fits else {}), path)
