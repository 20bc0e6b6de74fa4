"""What stands about a request at a moment: for the page, and before a decision."""

import hashlib
from dataclasses import dataclass

from model_approval.domain.encoding import digest
from model_approval.domain.publication import is_published
from model_approval.domain.records import Approved, Request
from model_approval.domain.standing import Standing
from model_approval.domain.votes import Vote


@dataclass(frozen=True)
class Review:
    """``approved`` is what the environment's inference pipelines run at the moment; ``required`` is the number of
    approvals that it takes, and ``votes`` are those cast, oldest first, where it takes more than one. ``before`` is how
    the version stands in the environment before, None for the first one; ``newer`` is a higher version of the group
    that waits for the same decision, or is approved in the environment before, if there is one."""

    request: Request
    standing: Standing
    approved: Approved | None
    required: int = 1
    votes: tuple[Vote, ...] = ()
    before: Standing | None = None
    newer: int | None = None

    @property
    def shown(self) -> str:
        """What identifies all that an approver is shown: the request, and the version that it would replace. SHA-256,
        in hexadecimal."""
        replaced = self.approved.id.version if self.approved else None
        return hashlib.sha256(f"{digest(self.request)}\n{replaced}".encode()).hexdigest()

    @property
    def is_published(self) -> bool:
        """Whether the decision has reached everything that it must reach."""
        return is_published(self.standing, self.request.model.id.version, self.approved)
