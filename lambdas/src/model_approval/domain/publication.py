"""What ``approved`` must be: the highest approved and not revoked version of a group in an environment."""

from model_approval.domain.parameters import ParameterNames
from model_approval.domain.records import Approved, Decision
from model_approval.domain.standing import Standing


def approved_by_decision(decision: Decision, names: ParameterNames) -> Approved:
    """What inference pipelines get while ``decision``, an approval, is the one that counts."""
    return Approved(
        environment=decision.environment,
        model=decision.model,
        approved_by=decision.decided_by.name,
        approved_at=decision.decided_at,
        comment=decision.comment,
        decision=names.decision(decision.environment, decision.model.id),
        metrics=decision.metrics,
    )


def is_published(standing: Standing, version: int, approved: Approved | None) -> bool:
    """Whether everything that follows from a decision about ``version`` is done: ``approved`` is written last."""
    if standing.revocation:
        return approved is None or approved.id.version != version
    return not standing.is_approved or (approved is not None and approved.id.version >= version)
