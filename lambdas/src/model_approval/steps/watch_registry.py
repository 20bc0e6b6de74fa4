"""Watch the registry: a version changed; is it new, is the change our own, or did somebody go past the workflow?

The registry is read before the records. The workflow writes records first; so a status that the records do not explain
is either nobody's of ours, or the one that the newest record is about to replace.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from model_approval.domain.bypass import Bypass
from model_approval.domain.encoding import encode
from model_approval.domain.errors import NotFound, UnusableEvent
from model_approval.domain.events import ModelPackageChanged
from model_approval.domain.intents import PutBack
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.converge import standing_in
from model_approval.steps.ports import Alarms, Intents, Mailbox, Parameters, Registry
from model_approval.steps.request_approval import RequestFirstApproval

PATIENCE = timedelta(minutes=15)
"""How long the registry may lag behind a decision before that counts as a change by somebody else."""


class NotYet(Exception):
    """A decision is on its way to the registry; worth another look."""


class WatchRegistry:
    """``environment`` is the first one. ``intents`` is where a bypass is put back; None if it shall only be told."""

    def __init__(
        self,
        *,
        environment: str,
        names: ParameterNames,
        registry: Registry,
        parameters: Parameters,
        request: RequestFirstApproval,
        mailbox: Mailbox,
        alarms: Alarms,
        intents: Intents | None,
        now: Callable[[], str],
        attempt: Callable[[], str],
    ) -> None:
        self._environment, self._names, self._registry = environment, names, registry
        self._parameters, self._request, self._mailbox = parameters, request, mailbox
        self._alarms, self._intents, self._now, self._attempt = alarms, intents, now, attempt

    def __call__(self, event: ModelPackageChanged) -> str:
        """What was done, for the log. Raises UnusableEvent if the version is gone, and NotYet."""
        id, environment = event.package.id, self._environment
        try:
            package = self._registry.describe(event.package.arn)
        except NotFound as error:
            raise UnusableEvent(f"{id} is not in the model registry: {error}") from error
        asked = self._names.request(environment, id)
        names = [asked, self._names.decision(environment, id), self._names.revocation(environment, id)]
        reported = self._names.bypass(environment, id, package.changed_at)
        found = self._parameters.read([*names, reported])
        standing = standing_in(found, self._names, environment, id)
        if package.status is standing.status:
            if standing.decision or asked in found:
                return f"nothing: {id} is {package.status.value}, as it should be"
            return self._request(package, event.event_id)
        if package.status in standing.before and not self._is_old(standing):
            raise NotYet(f"{id} is still {package.status.value} in the registry, and will be {standing.status.value}")
        if reported in found:
            self._put_back(package)
            return f"nothing: that {id} is {package.status.value} was reported before"
        return self._bypassed(package, standing.status, reported)

    def _is_old(self, standing: Standing) -> bool:
        since = datetime.fromisoformat(standing.since or self._now())
        return datetime.fromisoformat(self._now()).astimezone(UTC) - since.astimezone(UTC) > PATIENCE

    def _bypassed(self, package: ModelPackage, expected: ApprovalStatus, record: str) -> str:
        """The mails are on their way before the record, as with a request (ADR 5)."""
        id = package.model.id
        bypass = Bypass(
            environment=self._environment,
            model=package.model,
            status=package.status,
            expected=expected,
            changed_by=package.changed_by,
            changed_at=package.changed_at,
            noticed_at=self._now(),
            reverted=self._intents is not None,
            attempt=self._attempt(),
        )
        value = encode(bypass)
        self._alarms.bypassed()
        self._mailbox.post(Notice(Kind.BYPASS, bypass, record))
        self._parameters.create(record, value)
        self._put_back(package)
        return f"bypass: {id} is {package.status.value} instead of {expected.value}, by {package.changed_by}"

    def _put_back(self, package: ModelPackage) -> None:
        """After the record: once the status is back, nothing would tell that there was a bypass to record."""
        if self._intents:
            self._intents.send(PutBack(self._environment, package.model.id, package.model.model_package_arn))
