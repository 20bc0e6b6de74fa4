"""Count votes: what the approvers' votes decide, if they are enough. Whoever counts the same votes finds the same,
but for the name of the try."""

from collections.abc import Sequence
from dataclasses import replace

from model_approval.domain.encoding import decode
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.records import Decision, Request
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import Ballot, Vote, deciding, in_order
from model_approval.steps.ports import Parameters


def read_votes(parameters: Parameters, names: ParameterNames, environment: str, id: VersionId) -> list[Vote]:
    """The votes cast, oldest first."""
    return in_order(decode(Vote, value) for value in parameters.below(names.votes(environment, id)).values())


def decision_by(
    votes: Sequence[Vote], required: int, request: Request, before: int | None, attempt: str
) -> Decision | None:
    """The decision that ``votes`` make; None if more are needed.

    ``before`` is the version approved until now; ``attempt`` is the name of this try at counting, if it has one.
    """
    vote = deciding(votes, required)
    if vote is None:
        return None
    ordered = in_order(votes)
    # The votes until then, and of these no more than are required: a rejection may come after enough approvals.
    counted = ordered[: ordered.index(vote) + 1][-required:]
    overridden = tuple(dict.fromkeys(rule for one in counted for rule in one.overridden))
    vote = replace(vote, overridden=overridden)
    return decision_of(vote, [one.ballot for one in counted] if required > 1 else (), request, before, attempt)


def decision_of(vote: Vote, ballots: Sequence[Ballot], request: Request, before: int | None, attempt: str) -> Decision:
    """The decision that ``vote`` makes. ``ballots`` are all that it rests on, none if ``vote`` is enough."""
    superseding = vote.status is ApprovalStatus.APPROVED and before is not None and before < request.model.id.version
    return Decision(
        environment=request.environment,
        model=request.model,
        status=vote.status,
        decided_by=vote.voted_by,
        decided_at=vote.voted_at,
        comment=vote.comment,
        evidence=vote.evidence,
        supersedes=before if superseding else None,
        metrics=request.metrics,
        votes=tuple(ballots),
        attempt=attempt,
        overridden=vote.overridden if vote.status is ApprovalStatus.APPROVED else (),
    )
