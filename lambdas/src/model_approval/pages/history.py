"""Everything that happened to a request, in order, as far as its records tell."""

from collections.abc import Iterator
from dataclasses import dataclass

from model_approval.domain.model_package import ModelPackage
from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.pages.votes import Line, lines

_KINDS = {ApprovalStatus.APPROVED: "good", ApprovalStatus.REJECTED: "bad", ApprovalStatus.PENDING: "open"}


@dataclass(frozen=True)
class Event:
    """``kind`` is an icon's. ``what`` is our words, ``by`` and ``comment`` are those of strangers. ``overridden`` are
    the rules of the gates that failed then."""

    kind: str
    what: str
    by: str | None = None
    at: str | None = None
    comment: str = ""
    overridden: tuple[str, ...] = ()


def events(review: Review, package: ModelPackage | None) -> tuple[Event, ...]:
    """Oldest first."""
    return tuple(_events(review, package))


def _events(review: Review, package: ModelPackage | None) -> Iterator[Event]:
    request, standing = review.request, review.standing
    environment, decision, revocation = request.environment, standing.decision, standing.revocation
    if package and package.created_at:
        yield Event("open", "Registered", package.created_by, package.created_at)
    for step in request.trail:
        yield Event("good", f"Approved for {step.environment}", step.approved_by, step.approved_at)
    yield Event("note", f"Requested for {environment}", request.author, request.requested_at)
    votes = lines(review)
    yield from (_vote(line) for line in votes if line.counted)
    if decision:
        what = f"{decision.status.value} for {environment}"
        # Where there are votes, the one that decided carries the same comment.
        comment = "" if decision.votes and any(line.when for line in votes) else decision.comment
        by, at = decision.decided_by.name, decision.decided_at
        yield Event(_KINDS[decision.status], what, by, at, comment, decision.overridden)
    yield from (_vote(line) for line in votes if not line.counted)
    if revocation:
        what = f"Revoked for {environment}"
        yield Event("gone", what, revocation.revoked_by.name, revocation.revoked_at, revocation.reason)


def _vote(line: Line) -> Event:
    late = "" if line.counted else ", too late to count"
    verb = "to approve" if line.status is ApprovalStatus.APPROVED else "to reject"
    kind = _KINDS[line.status] if line.counted else "gone"
    return Event(kind, f"Vote {verb}{late}", line.name, line.when, line.comment, line.overridden)
