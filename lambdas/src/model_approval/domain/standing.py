"""What the records say about a version in an environment, and what the model registry must say accordingly."""

from collections.abc import Mapping
from dataclasses import dataclass

from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Decision
from model_approval.domain.revocation import Revocation
from model_approval.domain.status import DESCRIPTION_LIMIT, REVOKED, ApprovalStatus, RegistryState, with_field
from model_approval.domain.text import fit, one_line


@dataclass(frozen=True)
class Standing:
    decision: Decision | None = None
    revocation: Revocation | None = None

    @property
    def is_approved(self) -> bool:
        return self.decision is not None and self.decision.status is ApprovalStatus.APPROVED and self.revocation is None

    @property
    def status(self) -> ApprovalStatus:
        """The version's own approval status, if the environment is the first one."""
        if self.decision is None:
            return ApprovalStatus.PENDING
        return ApprovalStatus.REJECTED if self.revocation else self.decision.status

    @property
    def field(self) -> str:
        """The environment's field in CustomerMetadataProperties."""
        return REVOKED if self.revocation else self.status.value

    @property
    def made_by(self) -> Person | None:
        """Who brought it about last."""
        if self.revocation:
            return self.revocation.revoked_by
        return self.decision.decided_by if self.decision else None

    @property
    def since(self) -> str | None:
        """When it came about; ISO 8601."""
        if self.revocation:
            return self.revocation.revoked_at
        return self.decision.decided_at if self.decision else None

    @property
    def before(self) -> tuple[ApprovalStatus, ...]:
        """The approval statuses that the registry may show until it has caught up."""
        if self.revocation:
            # It may not have heard of the approval either.
            return ApprovalStatus.PENDING, ApprovalStatus.APPROVED
        return (ApprovalStatus.PENDING,) if self.decision else ()


def registered(standing: Standing, current: Mapping[str, str], path: PromotionPath, environment: str) -> RegistryState:
    """What the registry must hold, given the metadata that it holds now."""
    return RegistryState(
        metadata=with_field(current, path, environment, standing.field),
        status=standing.status if environment == path.first else None,
        description=fit(describe(standing, environment), DESCRIPTION_LIMIT),
    )


def describe(standing: Standing, environment: str) -> str:
    """For ApprovalDescription, which people read in SageMaker Studio; its pattern ``.*`` allows no line breaks."""
    if standing.made_by is None:
        return f"Waits for the approval of {environment}; set back because it was changed outside of the workflow"
    text = f"{standing.field} for {environment} by {standing.made_by.name}"
    comment = standing.revocation.reason if standing.revocation else standing.decision and standing.decision.comment
    return one_line(f"{text}: {comment}" if comment else text)
