"""Revoke: take an approval back. What inference pipelines run falls back to the version approved before.

The order is the one of a decision: intent, record, registry, ``approved``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from model_approval.domain.encoding import decode, encode
from model_approval.domain.intents import CarryThrough
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.records import Approved, Decision
from model_approval.domain.revocation import Revocation
from model_approval.steps.converge import Converge
from model_approval.steps.ports import Accounts, Intents


@dataclass(frozen=True)
class Revoked:
    """``revocation`` is the one that stands, ``ours`` tells whether this call made it. ``approved`` is what inference
    pipelines get now, if convergence ended; ``failure`` is what kept it from that, for the log."""

    revocation: Revocation
    ours: bool
    approved: Approved | None = None
    failure: Exception | None = None


class Revoke:
    """``attempt`` gives each try a name of its own."""

    def __init__(
        self,
        *,
        names: ParameterNames,
        accounts: Accounts,
        intents: Intents,
        converge: Converge,
        now: Callable[[], str],
        attempt: Callable[[], str],
    ) -> None:
        self._names, self._accounts, self._intents = names, accounts, intents
        self._converge, self._now, self._attempt = converge, now, attempt

    def __call__(self, decision: Decision, reason: str, person: Person) -> Revoked:
        """Takes ``decision``, an approval, back.

        Raises InvalidRecord, before anything is written, if the reason does not fit into a record.
        """
        environment, model, attempt = decision.environment, decision.model, self._attempt()
        revocation = Revocation(environment, model.id, model.model_package_arn, person, self._now(), reason, attempt)
        value = encode(revocation)
        self._intents.send(CarryThrough(environment, model.id, attempt))
        parameters = self._accounts.parameters(environment, person)
        name = self._names.revocation(environment, model.id)
        if not parameters.create(name, value):
            standing = parameters.read([name])[name].value
            if standing != value:
                return Revoked(decode(Revocation, standing), ours=False)
        try:
            approved = self._converge.settle(environment, model.id.group, person, model.id)
        except Exception as error:  # noqa: BLE001 - the revocation stands whatever happens now
            return Revoked(revocation, ours=True, failure=error)
        return Revoked(revocation, ours=True, approved=approved)
