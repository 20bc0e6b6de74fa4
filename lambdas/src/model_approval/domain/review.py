"""What stands about a request at a moment: for the page, and before a decision."""

from dataclasses import dataclass

from model_approval.domain.publication import is_published
from model_approval.domain.records import Approved, Request
from model_approval.domain.standing import Standing
from model_approval.domain.votes import Vote


@dataclass(frozen=True)
class Review:
    """``approved`` is what the environment's inference pipelines run at the moment; ``required`` is the number of
    approvals that it takes, and ``votes`` are those cast, oldest first, where it takes more than one."""

    request: Request
    standing: Standing
    approved: Approved | None
    required: int = 1
    votes: tuple[Vote, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether the decision has reached everything that it must reach."""
        return is_published(self.standing, self.request.model.id.version, self.approved)
