"""Ask: write down the question, once a version and environment, and have it mailed to the approvers."""

from collections.abc import Callable

from model_approval.domain.encoding import encode
from model_approval.domain.errors import InvalidRecord, NoAccess, UnusableEvent
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.parameters import Parameter, ParameterNames
from model_approval.domain.records import Approved, Request
from model_approval.domain.waiting import Waiting
from model_approval.steps.ports import Mailbox, Parameters, Records, Reminders
from model_approval.steps.waiting import NEARBY, listed, lower, readable, undecided


class Ask:
    """``parameters`` are this account's own, where requests are written. ``records`` gives those of the environment
    that is asked, ``valid_days`` is how long a request can be decided, 0 for ever."""

    def __init__(
        self,
        *,
        names: ParameterNames,
        parameters: Parameters,
        records: Callable[[str], Records],
        mailbox: Mailbox,
        reminders: Reminders,
        valid_days: int,
    ) -> None:
        self._names, self._parameters, self._records = names, parameters, records
        self._mailbox, self._reminders, self._valid_days = mailbox, reminders, valid_days

    def __call__(self, request: Request) -> str:
        """What was done, for the log. The caller has seen that there is no such request yet.

        The reminder and the entry in the index of what waits come first: both are found out if nothing follows. The
        mails are on their way before the record is written, and are sent only if this attempt wrote it: so none is
        missing if this dies in between, and none is doubled if the same was asked at the same time.
        Raises UnusableEvent if the request, without summary and metrics, does not fit into a parameter.
        """
        environment, id = request.environment, request.model.id
        name = self._names.request(environment, id)
        try:
            value = encode(request)
        except InvalidRecord as error:
            raise UnusableEvent(f"{id} cannot be requested: {error}") from error
        self._reminders.schedule(environment, id)
        waits = Waiting(environment, id, request.requested_at)
        self._parameters.create(self._names.waiting_version(environment, id), encode(waits))
        approved, older = self._look_around(request)
        self._mailbox.post(Notice(Kind.REQUEST, request, name, approved, older))
        if older is not None:
            self._mailbox.post(Notice(Kind.SUPERSEDED, request, name, approved, older))
        if not self._parameters.create(name, value):
            return f"nothing: {id} was requested for {environment} before"
        return f"requested {id} for {environment}"

    def _look_around(self, request: Request) -> tuple[Approved | None, int | None]:
        """What the environment runs, if that can be read, and the nearest lower version that waits as well, if any."""
        environment, id = request.environment, request.model.id
        near = listed(
            self._parameters,
            self._names,
            environment,
            lower(id),
            valid_days=self._valid_days,
            now=request.requested_at,
        )[: NEARBY - 1]
        approved = self._names.approved(environment, id.group)
        found = self._read(environment, [approved, *(self._names.decision(environment, one) for one in near)])
        waiting = undecided(found, self._names, environment, near)
        return readable(found.get(approved)), waiting[0].version if waiting else None

    def _read(self, environment: str, names: list[str]) -> dict[str, Parameter]:
        try:
            return self._records(environment).read(names)
        except NoAccess:
            # What they run only helps to decide: the mail does without, and nobody waits for a policy to be mended.
            return {}
