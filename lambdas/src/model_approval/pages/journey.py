"""A version's way through all environments: what happened in those before, what happens here, what is to come."""

from dataclasses import dataclass

from model_approval.domain.model_package import ModelPackage
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import REVOKED, ApprovalStatus
from model_approval.domain.trail import Step
from model_approval.pages.state import State, quorum, state


@dataclass(frozen=True)
class Stop:
    """``kind`` is an icon's; ``by`` and ``at`` are None where nobody has decided, or the records here do not tell."""

    environment: str
    kind: str
    words: str
    by: str | None = None
    at: str | None = None
    here: bool = False


def stops(review: Review, path: PromotionPath, package: ModelPackage | None, expired: bool) -> tuple[Stop, ...]:
    here = path.names.index(review.request.environment)
    trail = {step.environment: step for step in review.request.trail}
    return tuple(
        _here(review, expired)
        if index == here
        else _standing(name, review.before)
        if index == here - 1 and review.before
        else _earlier(name, trail[name], package)
        if index < here and name in trail
        else _told(name, package)
        for index, name in enumerate(path.names)
    )


def _here(review: Review, expired: bool) -> Stop:
    now = state(review, expired)
    standing, words = review.standing, now.value
    if now is State.WAITING:
        words = "Waiting for a decision" if review.required == 1 else f"{quorum(review).words}"
    made_by = standing.made_by.name if standing.made_by else None
    return Stop(review.request.environment, now.kind, words, made_by, standing.since, here=True)


def _standing(name: str, standing: Standing) -> Stop:
    made_by = standing.made_by.name if standing.made_by else None
    if standing.revocation:
        return Stop(name, "gone", "Revoked", made_by, standing.since)
    if standing.is_approved:
        return Stop(name, "good", "Approved", made_by, standing.since)
    if standing.decision:
        return Stop(name, "bad", "Rejected", made_by, standing.since)
    return Stop(name, "open", "No decision yet")


def _earlier(name: str, step: Step, package: ModelPackage | None) -> Stop:
    if package and package.metadata.get(name) == REVOKED:
        return Stop(name, "gone", "Revoked since it was approved", step.approved_by, step.approved_at)
    return Stop(name, "good", "Approved", step.approved_by, step.approved_at)


def _told(name: str, package: ModelPackage | None) -> Stop:
    """What the model registry tells of an environment."""
    if package is None:
        return Stop(name, "open", "Not known: the model registry could not be read")
    match package.metadata.get(name):
        case ApprovalStatus.APPROVED.value:
            return Stop(name, "good", "Approved")
        case ApprovalStatus.REJECTED.value:
            return Stop(name, "bad", "Rejected")
        case value if value == REVOKED:
            return Stop(name, "gone", "Revoked")
        case _:
            return Stop(name, "open", "No decision yet")
