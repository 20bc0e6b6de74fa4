"""Remind: the approvers have not decided for a while, so they are asked again."""

from model_approval.domain.encoding import decode
from model_approval.domain.intents import Remind as Intent
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.records import Request
from model_approval.steps.ports import Accounts, Mailbox, Parameters


class Remind:
    """``parameters`` are this account's own, where the request stands; the decision is read by ``system``."""

    def __init__(
        self,
        *,
        names: ParameterNames,
        parameters: Parameters,
        accounts: Accounts,
        mailbox: Mailbox,
        system: Person,
    ) -> None:
        self._names, self._parameters, self._accounts = names, parameters, accounts
        self._mailbox, self._system = mailbox, system

    def __call__(self, intent: Intent) -> str:
        """What was done, for the log."""
        environment, id = intent.environment, intent.id
        asked, decided = self._names.request(environment, id), self._names.decision(environment, id)
        request = self._parameters.read([asked]).get(asked)
        if request is None:
            return f"nothing: nobody asked for {id} in {environment}"
        if self._accounts.parameters(environment, self._system).read([decided]):
            return f"nothing: {id} is decided for {environment}"
        self._mailbox.post(Notice(Kind.REMINDER, decode(Request, request.value)))
        return f"reminded {environment}'s approvers of {id}"
