"""Request an approval: write down the question, once a version and environment, and mail it to the approvers."""

from collections.abc import Callable

from model_approval.domain.encoding import decode, encode
from model_approval.domain.errors import InvalidRecord, NotFound, UnusableEvent
from model_approval.domain.events import ModelPackageRegistered
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Request
from model_approval.domain.status import ApprovalStatus, RegistryState, initial_metadata
from model_approval.steps.collect_evidence import collect
from model_approval.steps.ports import Notices, Parameters, Registry, Reports


class RequestFirstApproval:
    """A version was registered: prepare its fields in the registry and ask the first environment's approvers."""

    def __init__(
        self,
        *,
        path: PromotionPath,
        names: ParameterNames,
        registry: Registry,
        parameters: Parameters,
        reports: Reports,
        notices: Notices,
        now: Callable[[], str],
    ) -> None:
        self._path, self._names, self._registry, self._now = path, names, registry, now
        self._parameters, self._reports, self._notices = parameters, reports, notices

    def __call__(self, event: ModelPackageRegistered) -> str:
        """What was done, for the log. Raises UnusableEvent if the version is gone."""
        try:
            package = self._registry.describe(event.package.arn)
            if package.status is not ApprovalStatus.PENDING:
                return f"nothing: {event.package.id} is {package.status.value} by now"
            fields = initial_metadata(package.metadata, self._path)
            if fields != package.metadata:
                # The registry sends an event for this update as well; that one finds everything done.
                self._registry.update(event.package.arn, RegistryState(fields))
        except NotFound as error:
            raise UnusableEvent(f"{event.package.id} is not in the model registry: {error}") from error
        evidence = collect(self._reports, package.report)
        request = Request(
            environment=self._path.first,
            model=package.model,
            requested_at=self._now(),
            requested_by=package.registered_by,
            event_id=event.event_id,
            metrics=evidence.metrics,
            metrics_source=evidence.source,
            metrics_note=evidence.note,
        )
        return ask_once(request, self._names, self._parameters, self._notices)


def ask_once(request: Request, names: ParameterNames, parameters: Parameters, notices: Notices) -> str:
    """Writes the request and mails it, unless another event about the same version did so before.

    A redelivery of the event that wrote the request mails again: the first delivery may have died in between.
    Raises UnusableEvent if the request, without any metrics, does not fit into a parameter.
    """
    name = names.request(request.environment, request.model.id)
    try:
        value = encode(request)
    except InvalidRecord as error:
        raise UnusableEvent(f"{request.model.id} cannot be requested: {error}") from error
    if not parameters.create(name, value):
        written = decode(Request, parameters.read([name])[name].value)
        if written.event_id != request.event_id:
            return f"nothing: {request.model.id} was requested for {request.environment} before"
        request = written
    notices.ask(request)
    return f"requested {request.model.id} for {request.environment}"
