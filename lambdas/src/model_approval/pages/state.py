"""Where a request stands, in a word: for its badge and its banner."""

from dataclasses import dataclass
from enum import StrEnum

from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import deciding


class State(StrEnum):
    WAITING = "Waiting"
    COUNTED = "Being recorded"
    EXPIRED = "Expired"
    APPROVED = "Approved"
    REJECTED = "Rejected"
    REVOKED = "Revoked"

    @property
    def kind(self) -> str:
        """The icon and the colours: see ``icon`` in macros.html.j2."""
        return _KINDS[self]


_KINDS = {
    State.WAITING: "wait",
    State.COUNTED: "note",
    State.EXPIRED: "gone",
    State.APPROVED: "good",
    State.REJECTED: "bad",
    State.REVOKED: "gone",
}


def state(review: Review, expired: bool) -> State:
    standing = review.standing
    if standing.revocation:
        return State.REVOKED
    if standing.decision:
        return State.APPROVED if standing.decision.status is ApprovalStatus.APPROVED else State.REJECTED
    if deciding(review.votes, review.required):
        return State.COUNTED
    return State.EXPIRED if expired else State.WAITING


@dataclass(frozen=True)
class Quorum:
    """How far an undecided request is."""

    approvals: int
    required: int

    @property
    def missing(self) -> int:
        return max(self.required - self.approvals, 0)

    @property
    def words(self) -> str:
        """``1 of 2 approvals; waiting for one more``."""
        more = "one" if self.missing == 1 else self.missing
        return f"{self.approvals} of {self.required} approvals; waiting for {more} more"


def quorum(review: Review) -> Quorum:
    approvals = sum(vote.status is ApprovalStatus.APPROVED for vote in review.votes)
    return Quorum(approvals, review.required)
