"""What ``approved`` must be: the highest approved version of a group in an environment."""

from collections.abc import Iterable

from model_approval.domain.parameters import ParameterNames
from model_approval.domain.records import Approved, Decision


def approved_by_decision(decision: Decision, names: ParameterNames) -> Approved:
    """What inference pipelines get once ``decision``, an approval, is the newest one."""
    return Approved(
        environment=decision.environment,
        model=decision.model,
        approved_by=decision.decided_by.name,
        approved_at=decision.decided_at,
        comment=decision.comment,
        decision=names.decision(decision.environment, decision.model.id),
        metrics=decision.metrics,
    )


def highest(candidates: Iterable[Approved | None]) -> Approved | None:
    """The candidate with the highest version, whatever the order in which they were written."""
    return max((c for c in candidates if c is not None), key=lambda c: c.id.version, default=None)


def is_published(decision: Decision, approved: Approved | None) -> bool:
    """Whether everything that follows from an approval is done: ``approved``, written last, names it or a later one."""
    return approved is not None and approved.id.version >= decision.model.id.version
