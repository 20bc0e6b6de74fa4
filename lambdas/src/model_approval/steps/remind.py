"""Remind: the approvers have not decided for a while, so they are asked again, or no longer counted as asked."""

from collections.abc import Callable

from model_approval.domain.encoding import decode
from model_approval.domain.expiry import is_expired
from model_approval.domain.intents import Remind as Intent
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.records import Request
from model_approval.steps.ports import Accounts, Alarms, Mailbox, Parameters
from model_approval.steps.waiting import NEARBY, higher, listed, readable, undecided


class Remind:
    """``parameters`` are this account's own, where the request stands; the decision is read by ``system``.

    ``valid_days`` is how long a request can be decided, 0 for ever.
    """

    def __init__(
        self,
        *,
        names: ParameterNames,
        parameters: Parameters,
        accounts: Accounts,
        mailbox: Mailbox,
        alarms: Alarms,
        system: Person,
        valid_days: int,
        now: Callable[[], str],
    ) -> None:
        self._names, self._parameters, self._accounts = names, parameters, accounts
        self._mailbox, self._alarms, self._system = mailbox, alarms, system
        self._valid_days, self._now = valid_days, now

    def __call__(self, intent: Intent) -> str:
        """What was done, for the log."""
        environment, id, now = intent.environment, intent.id, self._now()
        asked, decided = self._names.request(environment, id), self._names.decision(environment, id)
        found = self._parameters.read([asked]).get(asked)
        if found is None:
            return f"nothing: nobody asked for {id} in {environment}"
        request, approved = decode(Request, found.value), self._names.approved(environment, id.group)
        newer = listed(self._parameters, self._names, environment, higher(id), valid_days=self._valid_days, now=now)[
            : NEARBY - 2
        ]
        decisions = [self._names.decision(environment, one) for one in newer]
        theirs = self._accounts.parameters(environment, self._system).read([decided, approved, *decisions])
        reason = None
        if decided in theirs:
            reason = f"{id} is decided for {environment}"
        elif is_expired(request.requested_at, self._valid_days, now):
            reason = f"the request of {id} for {environment} has expired"
        elif waiting := undecided(theirs, self._names, environment, newer):
            reason = f"{waiting[0]} waits for {environment} as well and is newer than {id}"
        if reason:
            # Nobody waits for that decision any more; versions that are never decided would fill the index.
            self._parameters.delete(self._names.waiting_version(environment, id))
            return f"nothing: {reason}"
        # Before the mail, as everywhere: counted twice rather than never if this dies in between.
        self._alarms.waited()
        self._mailbox.post(Notice(Kind.REMINDER, request, approved=readable(theirs.get(approved))))
        return f"reminded {environment}'s approvers of {id}"
