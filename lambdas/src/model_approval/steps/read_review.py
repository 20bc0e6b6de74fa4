"""Read the review of a request: what was asked, what was decided, what runs now."""

from collections.abc import Callable

from model_approval.domain.encoding import decode
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import Parameter, ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.records import Approved, Request
from model_approval.domain.review import Review
from model_approval.steps.converge import standing_in
from model_approval.steps.count_votes import read_votes
from model_approval.steps.ports import Accounts, Parameters


class ReadReview:
    """Two reads: the request stands in the account that asks, the rest in the environment's own account; and a third
    one for the votes, where an environment needs more than one approval (``required`` gives the number)."""

    def __init__(
        self,
        *,
        own: str,
        names: ParameterNames,
        parameters: Parameters,
        accounts: Accounts,
        required: Callable[[str], int],
    ) -> None:
        self._own, self._names, self._parameters = own, names, parameters
        self._accounts, self._required = accounts, required

    def __call__(self, environment: str, id: VersionId, reader: Person) -> Review | None:
        """None if nobody asked for this version in this environment."""
        asked, approved = self._names.request(environment, id), self._names.approved(environment, id.group)
        answers = [self._names.decision(environment, id), self._names.revocation(environment, id), approved]
        theirs = self._parameters
        if environment == self._own:
            found = self._parameters.read([asked, *answers])
        else:
            found = self._parameters.read([asked])
            if asked in found:
                theirs = self._accounts.parameters(environment, reader)
                found |= theirs.read(answers)
        if asked not in found:
            return None
        required = self._required(environment)
        return Review(
            decode(Request, found[asked].value),
            standing_in(found, self._names, environment, id),
            _readable(found.get(approved)),
            required,
            tuple(read_votes(theirs, self._names, environment, id)) if required > 1 else (),
        )


def _readable(approved: Parameter | None) -> Approved | None:
    """Something else may have been written there by hand; it gives way to the next approval, and hides no request."""
    try:
        return decode(Approved, approved.value) if approved else None
    except InvalidRecord:
        return None
