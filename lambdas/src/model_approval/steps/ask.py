"""Ask: write down the question, once a version and environment, and have it mailed to the approvers."""

from model_approval.domain.encoding import encode
from model_approval.domain.errors import InvalidRecord, UnusableEvent
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.records import Request
from model_approval.steps.ports import Mailbox, Parameters, Reminders


class Ask:
    def __init__(
        self, *, names: ParameterNames, parameters: Parameters, mailbox: Mailbox, reminders: Reminders
    ) -> None:
        self._names, self._parameters, self._mailbox, self._reminders = names, parameters, mailbox, reminders

    def __call__(self, request: Request) -> str:
        """What was done, for the log. The caller has seen that there is no such request yet.

        The mails are on their way before the record is written, and are sent only if this attempt wrote it: so none is
        missing if this dies in between, and none is doubled if the same was asked at the same time.
        Raises UnusableEvent if the request, without any metrics, does not fit into a parameter.
        """
        environment, id = request.environment, request.model.id
        name = self._names.request(environment, id)
        try:
            value = encode(request)
        except InvalidRecord as error:
            raise UnusableEvent(f"{id} cannot be requested: {error}") from error
        self._reminders.schedule(environment, id)
        self._mailbox.post(Notice(Kind.REQUEST, request, name))
        if not self._parameters.create(name, value):
            return f"nothing: {id} was requested for {environment} before"
        return f"requested {id} for {environment}"
