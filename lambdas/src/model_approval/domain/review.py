"""What stands about a request at a moment: for the page, and before a decision."""

from dataclasses import dataclass

from model_approval.domain.publication import is_published
from model_approval.domain.records import Approved, Decision, Request
from model_approval.domain.status import ApprovalStatus


@dataclass(frozen=True)
class Review:
    """``approved`` is what the environment's inference pipelines run at the moment."""

    request: Request
    decision: Decision | None
    approved: Approved | None

    @property
    def is_published(self) -> bool:
        """Whether the decision has reached everything that it must reach."""
        if self.decision is None or self.decision.status is ApprovalStatus.REJECTED:
            return self.decision is not None
        return is_published(self.decision, self.approved)
