"""Carry on: what the approval function's queue asks for. Each of these may run any number of times."""

from collections.abc import Callable

from model_approval.domain.encoding import decode, encode
from model_approval.domain.errors import ArtefactChanged
from model_approval.domain.intents import CarryThrough, PutBack, Rebuild
from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.records import Approved, Decision, Request
from model_approval.domain.standing import Standing
from model_approval.steps.converge import Converge, read_standing, version_in
from model_approval.steps.count_votes import decision_by, read_votes
from model_approval.steps.ports import Accounts, Alarms, Intents, Mailbox, Parameters
from model_approval.steps.waiting import readable


class CarryOn:
    """``parameters`` are this account's own, where requests and the index of what waits stand; ``required`` gives the
    number of approvals that an environment needs.

    ``system`` reads the records when no person is there; what is written then is on behalf of who decided.
    """

    def __init__(
        self,
        *,
        names: ParameterNames,
        parameters: Parameters,
        accounts: Accounts,
        intents: Intents,
        converge: Converge,
        mailbox: Mailbox,
        required: Callable[[str], int],
        alarms: Alarms,
        system: Person,
    ) -> None:
        self._names, self._parameters, self._accounts = names, parameters, accounts
        self._converge, self._mailbox, self._required, self._system = converge, mailbox, required, system
        self._alarms, self._intents = alarms, intents

    def __call__(self, intent: CarryThrough | PutBack | Rebuild) -> str:
        """What was done, for the log."""
        match intent:
            case Rebuild(environment, group):
                best = self._converge.settle(environment, group, self._system)
                return f"{best.id if best else 'no version of ' + group} is approved for {environment}"
            case PutBack(environment, id, arn):
                standing = read_standing(self._theirs(environment), self._names, environment, id)
                self._converge.settle(environment, id.group, standing.made_by or self._system, id, arn)
                return f"{id} is {standing.field} for {environment} everywhere"
            case CarryThrough(environment, id):
                return self._carry_through(environment, id, intent.attempt or "")

    def _carry_through(self, environment: str, id: VersionId, attempt: str) -> str:
        """The others are told at the very end: a mail is doubled only if this dies once SQS has it. So is the alarm,
        that is raised just before: it is counted twice rather than never."""
        standing = self._standing(environment, id, attempt)
        if standing.decision is None:
            return f"nothing: {id} has no decision for {environment} yet"
        try:
            approved = self._converge.settle(environment, id.group, standing.made_by or self._system, id)
        except ArtefactChanged as error:
            if error.about == id:
                raise
            # This version is settled, and the others have to hear of it, once. What cannot be published is another
            # one, for which an intent of its own is put aside.
            self._intents.send(Rebuild(environment, id.group))
            approved = self._approved(environment, id.group)
        self._parameters.delete(self._names.waiting_version(environment, id))
        if notice := _news(standing, attempt, approved):
            if isinstance(notice.about, Decision) and notice.about.overridden:
                self._alarms.overridden()
            self._mailbox.post(notice)
        return f"{id} is {standing.field} for {environment} everywhere"

    def _standing(self, environment: str, id: VersionId, attempt: str) -> Standing:
        """As recorded; if there is no decision, the votes are counted: the one that was enough may have died."""
        theirs = self._theirs(environment)
        standing = read_standing(theirs, self._names, environment, id)
        if standing.decision or self._required(environment) == 1:
            return standing
        asked, approved = self._names.request(environment, id), self._names.approved(environment, id.group)
        request = self._parameters.read([asked]).get(asked)
        votes = read_votes(theirs, self._names, environment, id)
        if request is None or not votes:
            return standing
        before = version_in(theirs.read([approved]).get(approved)) or None
        decision = decision_by(votes, self._required(environment), decode(Request, request.value), before, attempt)
        if decision is None:
            return standing
        on_behalf = self._accounts.parameters(environment, decision.decided_by)
        on_behalf.create(self._names.decision(environment, id), encode(decision))
        return read_standing(on_behalf, self._names, environment, id)

    def _approved(self, environment: str, group: str) -> Approved | None:
        name = self._names.approved(environment, group)
        return readable(self._theirs(environment).read([name]).get(name))

    def _theirs(self, environment: str) -> Parameters:
        return self._accounts.parameters(environment, self._system)


def _news(standing: Standing, attempt: str, approved: Approved | None) -> Notice | None:
    """What the other approvers have to hear if it was this ``attempt`` that wrote a record: of many that decide at the
    same moment, one does. ``approved`` is what inference pipelines get now."""
    decision, revocation = standing.decision, standing.revocation
    if revocation and revocation.attempt == attempt:
        return Notice(Kind.REVOKED, revocation, approved=approved, except_for=revocation.revoked_by.name)
    if decision and decision.attempt == attempt:
        return Notice(Kind.DECIDED, decision, approved=approved, except_for=decision.decided_by.name)
    return None
