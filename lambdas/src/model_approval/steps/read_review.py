"""Read the review of a request: what was asked, what was decided, what runs now."""

from model_approval.domain.encoding import decode
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.records import Approved, Decision, Person, Request
from model_approval.domain.review import Review
from model_approval.steps.ports import Accounts, Parameters


class ReadReview:
    """Two reads: the request stands in the account that asks, the decision in the environment's own account."""

    def __init__(self, *, own: str, names: ParameterNames, parameters: Parameters, accounts: Accounts) -> None:
        self._own, self._names, self._parameters, self._accounts = own, names, parameters, accounts

    def __call__(self, environment: str, id: VersionId, reader: Person) -> Review | None:
        """None if nobody asked for this version in this environment."""
        asked = self._names.request(environment, id)
        answered = self._names.decision(environment, id)
        approved = self._names.approved(environment, id.group)
        if environment == self._own:
            found = self._parameters.read([asked, answered, approved])
        else:
            found = self._parameters.read([asked])
            if asked in found:
                found |= self._accounts.parameters(environment, reader).read([answered, approved])
        if asked not in found:
            return None
        return Review(
            decode(Request, found[asked].value),
            decode(Decision, found[answered].value) if answered in found else None,
            decode(Approved, found[approved].value) if approved in found else None,
        )
