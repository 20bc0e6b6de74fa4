"""Carry on: what the approval function's queue asks for. Each of these may run any number of times."""

from collections.abc import Callable

from model_approval.domain.encoding import decode, encode
from model_approval.domain.intents import CarryThrough, PutBack, Rebuild
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.records import Request
from model_approval.domain.standing import Standing
from model_approval.steps.converge import Converge, read_standing, version_in
from model_approval.steps.count_votes import decision_by, read_votes
from model_approval.steps.ports import Accounts, Parameters


class CarryOn:
    """``parameters`` are this account's own; ``required`` gives the number of approvals that an environment needs.

    ``system`` reads the records when no person is there; what is written then is on behalf of who decided.
    """

    def __init__(
        self,
        *,
        names: ParameterNames,
        parameters: Parameters,
        accounts: Accounts,
        converge: Converge,
        required: Callable[[str], int],
        system: Person,
    ) -> None:
        self._names, self._parameters, self._accounts = names, parameters, accounts
        self._converge, self._required, self._system = converge, required, system

    def __call__(self, intent: CarryThrough | PutBack | Rebuild) -> str:
        """What was done, for the log."""
        if isinstance(intent, Rebuild):
            best = self._converge.settle(intent.environment, intent.group, self._system)
            return f"{best.id if best else 'no version of ' + intent.group} is approved for {intent.environment}"
        environment, id = intent.environment, intent.id
        standing = self._standing(environment, id)
        arn = intent.model_package_arn if isinstance(intent, PutBack) else None
        if standing.decision is None and arn is None:
            return f"nothing: {id} has no decision for {environment} yet"
        self._converge.settle(environment, id.group, standing.made_by or self._system, id, arn)
        return f"{id} is {standing.field} for {environment} everywhere"

    def _standing(self, environment: str, id: VersionId) -> Standing:
        """As recorded; if there is no decision, the votes are counted: the one that was enough may have died."""
        theirs = self._accounts.parameters(environment, self._system)
        standing = read_standing(theirs, self._names, environment, id)
        if standing.decision or self._required(environment) == 1:
            return standing
        asked, approved = self._names.request(environment, id), self._names.approved(environment, id.group)
        request = self._parameters.read([asked]).get(asked)
        votes = read_votes(theirs, self._names, environment, id)
        if request is None or not votes:
            return standing
        before = version_in(theirs.read([approved]).get(approved)) or None
        decision = decision_by(votes, self._required(environment), decode(Request, request.value), before)
        if decision is None:
            return standing
        on_behalf = self._accounts.parameters(environment, decision.decided_by)
        on_behalf.create(self._names.decision(environment, id), encode(decision))
        return read_standing(on_behalf, self._names, environment, id)
