"""Decide: record an approver's answer once, then carry it through. What is approved is verified before.

Intent first, then the record, then convergence: whatever dies on the way, the intent in the queue finishes the work,
and the record, which can be created only once, is the only point where two approvers can race. Where an environment
needs more than one approval, each approver's vote is a record of its own, and the vote that is enough decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from model_approval.domain.encoding import decode, digest, encode
from model_approval.domain.intents import CarryThrough
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.records import Decision
from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import Vote
from model_approval.steps.converge import Converge
from model_approval.steps.count_votes import decision_by, decision_of, read_votes
from model_approval.steps.ports import Accounts, Intents, Parameters
from model_approval.steps.verify import Verify


@dataclass(frozen=True)
class Outcome:
    """``decision`` is the one that stands, None if more votes are needed. ``counted`` tells whether this answer is part
    of it: False if somebody else decided before, or if the approver had voted otherwise.

    ``failure`` is what kept convergence from ending now, for the log; the queue carries it on.
    """

    decision: Decision | None
    counted: bool
    votes: tuple[Vote, ...] = ()
    failure: Exception | None = None


class Decide:
    """``attempt`` gives each try a name of its own."""

    def __init__(
        self,
        *,
        names: ParameterNames,
        accounts: Accounts,
        intents: Intents,
        converge: Converge,
        verify: Verify,
        now: Callable[[], str],
        attempt: Callable[[], str],
    ) -> None:
        self._names, self._accounts, self._intents = names, accounts, intents
        self._converge, self._verify, self._now, self._attempt = converge, verify, now, attempt

    def __call__(self, review: Review, status: ApprovalStatus, comment: str, person: Person) -> Outcome:
        """Answers the request under review, whose environment has not decided as far as the caller saw.

        Raises, before anything is written, InvalidRecord if the answer does not fit into a record, and ArtefactChanged
        if what is to be approved is not what would run.
        """
        request, id = review.request, review.request.model.id
        before = review.approved.id.version if review.approved else None
        overridden = review.blocking if status is ApprovalStatus.APPROVED else ()
        vote = Vote(request.environment, id, status, person, self._now(), comment, digest(request), overridden)
        single, attempt = review.required == 1, self._attempt()
        # With as many votes as it takes, long names, and all that they may override: an answer that would not fit then
        # must not be recorded now.
        ballots = () if single else [vote.widest_ballot] * review.required
        widest = vote if single else replace(vote, overridden=review.may_block)
        value = encode(decision_of(widest, ballots, request, before, attempt))
        package = self._verify(request.model, person) if status is ApprovalStatus.APPROVED else None
        self._intents.send(CarryThrough(request.environment, id, attempt))
        parameters = self._accounts.parameters(request.environment, person)
        if single:
            return self._commit(parameters, decode(Decision, value), value, review, package)
        name = self._names.vote(request.environment, id, person.key)
        if not parameters.create(name, encode(vote)):
            vote = decode(Vote, parameters.read([name])[name].value)
        votes = read_votes(parameters, self._names, request.environment, id)
        decision = decision_by(votes, review.required, request, before, attempt)
        if decision is None or vote.status is not status:
            return Outcome(None, counted=vote.status is status, votes=tuple(votes))
        outcome = self._commit(parameters, decision, encode(decision), review, package)
        counted = outcome.decision is not None and vote.ballot in outcome.decision.votes
        return Outcome(outcome.decision, counted, tuple(votes), outcome.failure)

    def _commit(
        self, parameters: Parameters, decision: Decision, value: str, review: Review, package: ModelPackage | None
    ) -> Outcome:
        name = self._names.decision(decision.environment, decision.model.id)
        if not parameters.create(name, value):
            standing = parameters.read([name])[name].value
            # The very same value, this try's name included, is ours: the AWS SDK repeats a write whose answer was lost.
            if standing != value:
                return Outcome(decode(Decision, standing), counted=False)
        try:
            self._converge.carry_out(decode(Decision, value), review.approved, review.approved_number, package)
        except Exception as error:  # noqa: BLE001 - the decision stands whatever happens now
            return Outcome(decision, counted=True, failure=error)
        return Outcome(decision, counted=True)
