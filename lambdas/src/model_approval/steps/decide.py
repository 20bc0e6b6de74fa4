"""Decide: record an approver's answer once, then carry it through.

Intent first, then the record, then convergence: whatever dies on the way, the intent in the queue finishes the work,
and the record, which can be created only once, is the only point where two approvers can race.
"""

from collections.abc import Callable
from dataclasses import dataclass

from model_approval.domain.encoding import decode, digest, encode
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.records import Decision, Person
from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.converge import Converge
from model_approval.steps.ports import Accounts, Intents


@dataclass(frozen=True)
class Outcome:
    """``decision`` is the one that stands; ``ours`` tells whether this call made it.

    ``failure`` is what kept convergence from ending now, for the log; the queue carries it on.
    """

    decision: Decision
    ours: bool
    failure: Exception | None = None


class Decide:
    def __init__(
        self,
        *,
        names: ParameterNames,
        accounts: Accounts,
        intents: Intents,
        converge: Converge,
        now: Callable[[], str],
    ) -> None:
        self._names, self._accounts, self._intents = names, accounts, intents
        self._converge, self._now = converge, now

    def __call__(self, review: Review, status: ApprovalStatus, comment: str, person: Person) -> Outcome:
        """Answers the request under review, whose environment has not decided as far as the caller saw.

        Raises InvalidRecord, before anything is written, if the decision does not fit into a record.
        """
        request, id = review.request, review.request.model.id
        before = review.approved.id.version if review.approved else None
        superseding = status is ApprovalStatus.APPROVED and before is not None and before < id.version
        decision = Decision(
            environment=request.environment,
            model=request.model,
            status=status,
            decided_by=person,
            decided_at=self._now(),
            comment=comment,
            evidence=digest(request),
            supersedes=before if superseding else None,
            metrics=request.metrics,
        )
        value = encode(decision)
        decision = decode(Decision, value)  # as the queue will read it: metrics may have given way
        self._intents.send(request.environment, id)
        parameters = self._accounts.parameters(request.environment, person)
        name = self._names.decision(request.environment, id)
        if not parameters.create(name, value):
            standing = parameters.read([name])[name].value
            # The very same value is ours: a write whose answer was lost is repeated by the AWS SDK.
            if standing != value:
                return Outcome(decode(Decision, standing), ours=False)
        try:
            self._converge(decision)
        except Exception as error:  # noqa: BLE001 - the decision stands whatever happens now
            return Outcome(decision, ours=True, failure=error)
        return Outcome(decision, ours=True)


class CarryOn:
    """What an intent in the queue asks for: converge to the decision record, if the decision was committed."""

    def __init__(self, *, names: ParameterNames, accounts: Accounts, converge: Converge, system: Person) -> None:
        self._names, self._accounts, self._converge, self._system = names, accounts, converge, system

    def __call__(self, environment: str, id: VersionId) -> str:
        name = self._names.decision(environment, id)
        found = self._accounts.parameters(environment, self._system).read([name]).get(name)
        if found is None:
            return f"nothing: {id} has no decision for {environment}; the approver was told so"
        decision = decode(Decision, found.value)
        self._converge(decision)
        return f"{id} is {decision.status.value} for {environment} everywhere"
