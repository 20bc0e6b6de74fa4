"""The votes on a page, where an environment needs more than one approval."""

from dataclasses import dataclass

from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus


@dataclass(frozen=True)
class Line:
    """``when`` is None, and ``comment`` and ``overridden`` empty, if only the decision tells of the vote."""

    name: str
    status: ApprovalStatus
    counted: bool
    when: str | None = None
    comment: str = ""
    overridden: tuple[str, ...] = ()


def lines(review: Review) -> list[Line]:
    """Each vote, oldest first: those that the decision lists, and those that came too late for it."""
    ballots = {ballot.vote: ballot for ballot in review.standing.decision.votes} if review.standing.decision else {}
    cast = {vote.voted_by.key: vote for vote in review.votes}
    alone = [Line(b.voted_by, b.status, counted=True) for key, b in ballots.items() if key not in cast]
    undecided = not review.standing.decision
    return alone + [
        Line(v.voted_by.name, v.status, undecided or key in ballots, v.voted_at, v.comment, v.overridden)
        for key, v in cast.items()
    ]
