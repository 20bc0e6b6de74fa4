"""Read the origin: who wants a version approved, who approved it on its way, and what its numbers were there, from the
accounts before this one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from model_approval.domain.encoding import decode
from model_approval.domain.evidence import Metrics, Stage, rounded
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import Parameter, ParameterNames
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Decision, Request, step_of
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.trail import Step
from model_approval.steps.ports import Records


@dataclass(frozen=True)
class Origin:
    """What the request for the next environment says of the ones before; see :class:`Request`. ``earlier`` are all the
    numbers that were decided on, the training's first."""

    author: str | None
    summary: str | None
    trail: tuple[Step, ...]
    earlier: tuple[Stage, ...] = ()


class ReadOrigin:
    """One read of each account before ``environment``'s; ``records`` gives theirs. Separation of duties rests on what
    they say, so one that lets nobody in raises NoAccess: nobody is asked until it does."""

    def __init__(
        self, *, environment: str, path: PromotionPath, names: ParameterNames, records: Callable[[str], Records]
    ) -> None:
        self._path, self._names, self._records = path, names, records
        self._earlier = path.names[: path.names.index(environment)]
        self._environment = environment

    def names_here(self, id: VersionId) -> list[str]:
        """What must be read in this account, and handed over."""
        return self._names_of(self._environment, id)

    def __call__(self, id: VersionId, here: dict[str, Parameter]) -> Origin:
        """``here`` is what was read in this account. A revoked approval is on the trail, too: somebody gave it."""
        found = dict(here)
        for environment in self._earlier:
            found |= self._records(environment).read(self._names_of(environment, id))
        asked = found.get(self._names.request(self._path.first, id))
        environments = (*self._earlier, self._environment)
        recorded = {one: found.get(self._names.decision(one, id)) for one in environments}
        decisions = {one: decode(Decision, decision.value) for one, decision in recorded.items() if decision}
        trail = tuple(step_of(one) for one in decisions.values() if one.status is ApprovalStatus.APPROVED)
        # What was decided on for an environment are the numbers of the one before it.
        before = dict(zip(environments, (None, *environments), strict=False))
        earlier = tuple(Stage(before[one], decision.metrics) for one, decision in decisions.items())
        if asked is None:
            return Origin(None, None, trail, earlier)
        first = decode(Request, asked.value)
        return Origin(first.author, first.summary, trail, earlier)

    def _names_of(self, environment: str, id: VersionId) -> list[str]:
        decision = self._names.decision(environment, id)
        return [decision, self._names.request(environment, id)] if environment == self._path.first else [decision]


def comparable(earlier: Iterable[Stage], metrics: Metrics) -> tuple[Stage, ...]:
    """Of the stages, what can be compared with ``metrics``, rounded like them: a request has little room."""
    stages = (
        Stage(stage.environment, {name: rounded(stage.metrics[name]) for name in metrics if name in stage.metrics})
        for stage in earlier
    )
    return tuple(stage for stage in stages if stage.metrics)
