"""Read the review of a request: what was asked, what was decided, what runs now, and which newer version waits."""

from collections.abc import Callable

from model_approval.domain.encoding import decode
from model_approval.domain.gates import Gates, judge
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import Parameter, ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.records import Request
from model_approval.domain.review import Review
from model_approval.steps.at_once import AT_ONCE
from model_approval.steps.converge import standing_in, version_in
from model_approval.steps.count_votes import read_votes
from model_approval.steps.ports import Accounts, Parameters
from model_approval.steps.waiting import higher, readable, undecided

Found = dict[str, Parameter]


class ReadReview:
    """Two reads: the request stands in the account that asks, the rest in the environment's own account; and a third
    one for the votes, where an environment needs more than one approval (``required`` gives the number). ``gates`` are
    those of an environment; they are judged by what was read.

    ``own`` is the environment of this account. It is the only one that is decided in the account that asks, and the one
    before any other that is decided here. Newer versions are looked for as far as there is room in these reads.
    """

    def __init__(
        self,
        *,
        own: str,
        names: ParameterNames,
        parameters: Parameters,
        accounts: Accounts,
        required: Callable[[str], int],
        gates: Callable[[str], Gates],
    ) -> None:
        self._own, self._names, self._parameters = own, names, parameters
        self._accounts, self._required, self._gates = accounts, required, gates

    def __call__(self, environment: str, id: VersionId, reader: Person) -> Review | None:
        """None if nobody asked for this version in this environment."""
        if environment == self._own:
            return self._first(id)
        return self._later(environment, id, reader)

    def _first(self, id: VersionId) -> Review | None:
        asked = self._names.request(self._own, id)
        names = [asked, *self._standing(self._own, id), self._names.approved(self._own, id.group)]
        newer = higher(id)[: (AT_ONCE - len(names)) // 2]
        waiting = {self._names.waiting_version(self._own, other): other for other in newer}
        found = self._parameters.read([*names, *waiting, *(self._names.decision(self._own, other) for other in newer)])
        if asked not in found:
            return None
        candidates = [other for name, other in waiting.items() if name in found]
        return self._review(self._own, id, found, found, self._parameters, candidates)

    def _later(self, environment: str, id: VersionId, reader: Person) -> Review | None:
        asked, before = self._names.request(environment, id), self._names.approved(self._own, id.group)
        names = [asked, before, *self._standing(self._own, id)]
        waiting = {
            self._names.waiting_version(environment, other): other for other in higher(id)[: AT_ONCE - len(names)]
        }
        found = self._parameters.read([*names, *waiting])
        if asked not in found:
            return None
        candidates = [other for name, other in waiting.items() if name in found]
        approved = VersionId(id.group, version_in(found.get(before)))
        if approved.version > id.version and approved not in candidates:
            candidates.append(approved)
        theirs = self._accounts.parameters(environment, reader)
        answers = [*self._standing(environment, id), self._names.approved(environment, id.group)]
        # At most ten names: six versions that wait, and the one that is approved in the environment before.
        decisions = theirs.read([*answers, *(self._names.decision(environment, other) for other in candidates)])
        return self._review(environment, id, found, decisions, theirs, candidates)

    def _review(
        self,
        environment: str,
        id: VersionId,
        asked: Found,
        decided: Found,
        theirs: Parameters,
        candidates: list[VersionId],
    ) -> Review:
        """Out of what was read: ``candidates`` are the newer versions that may wait for the same decision."""
        required, gates = self._required(environment), self._gates(environment)
        request = decode(Request, asked[self._names.request(environment, id)].value)
        standing = decided.get(self._names.approved(environment, id.group))
        approved = readable(standing)
        # What stands in the index may be left over: the records say what is decided.
        newer = undecided(decided, self._names, environment, candidates)
        return Review(
            request,
            standing_in(decided, self._names, environment, id),
            approved,
            required,
            tuple(read_votes(theirs, self._names, environment, id)) if required > 1 else (),
            before=None if environment == self._own else standing_in(asked, self._names, self._own, id),
            newer=max((other.version for other in newer), default=None),
            approved_number=standing.number if standing else 0,
            verdicts=judge(gates, request, approved),
            on_failure=gates.on_failure,
        )

    def _standing(self, environment: str, id: VersionId) -> list[str]:
        return [self._names.decision(environment, id), self._names.revocation(environment, id)]
