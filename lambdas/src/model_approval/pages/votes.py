"""The votes on a page, where an environment needs more than one approval."""

from dataclasses import dataclass

from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import deciding


@dataclass(frozen=True)
class Line:
    """``when`` is None, and ``comment`` empty, if only the decision tells of the vote."""

    name: str
    status: ApprovalStatus
    counted: bool
    when: str | None = None
    comment: str = ""


def lines(review: Review) -> list[Line]:
    """Each vote, oldest first: those that the decision lists, and those that came too late for it."""
    ballots = {ballot.vote: ballot for ballot in review.standing.decision.votes} if review.standing.decision else {}
    cast = {vote.voted_by.key: vote for vote in review.votes}
    alone = [Line(b.voted_by, b.status, counted=True) for key, b in ballots.items() if key not in cast]
    return alone + [
        Line(v.voted_by.name, v.status, not review.standing.decision or key in ballots, v.voted_at, v.comment)
        for key, v in cast.items()
    ]


def progress(review: Review) -> str:
    """How far the votes of a request are that is not decided."""
    if deciding(review.votes, review.required):
        return "The votes are cast; what they decide is being recorded."
    approvals = len(review.votes)  # a rejection would decide
    missing = review.required - approvals
    more = "one" if missing == 1 else missing
    return f"{approvals} of {review.required} approvals; waiting for {more} more. One rejection rejects."
