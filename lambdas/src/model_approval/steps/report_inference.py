"""Report an inference: a batch transform completed, so the next environment's approvers are asked.

Only what was approved here counts: a version that ran without an approval is not offered to the next environment.
"""

from collections.abc import Callable
from dataclasses import replace

from model_approval.domain.errors import InvalidRecord, NotFound, UnusableEvent
from model_approval.domain.events import BatchTransformCompleted
from model_approval.domain.model_version import ModelPackageArn, ModelVersion, VersionId
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.parameters import Parameter, ParameterNames
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Request
from model_approval.domain.standing import Standing
from model_approval.steps.ask import Ask
from model_approval.steps.collect_evidence import collect
from model_approval.steps.converge import standing_in
from model_approval.steps.ports import Mailbox, Models, Parameters, Reports
from model_approval.steps.read_origin import ReadOrigin
from model_approval.steps.waiting import readable

REPORT = "evaluation.json"
"""What an inference pipeline leaves beside its output for the approvers (docs: README, "For pipeline authors")."""


class ReportInference:
    def __init__(
        self,
        *,
        environment: str,
        path: PromotionPath,
        names: ParameterNames,
        models: Models,
        parameters: Parameters,
        reports: Reports,
        mailbox: Mailbox,
        read_origin: ReadOrigin,
        ask: Ask,
        now: Callable[[], str],
        attempt: Callable[[], str],
    ) -> None:
        self._environment, self._path, self._names = environment, path, names
        self._models, self._parameters, self._reports = models, parameters, reports
        self._mailbox, self._read_origin, self._ask = mailbox, read_origin, ask
        self._now, self._attempt = now, attempt

    def __call__(self, event: BatchTransformCompleted) -> str:
        """What was done, for the log.

        Raises UnusableEvent if what ran is unknown, or not approved here, and NoAccess if it cannot be found out who
        approved it before.
        """
        try:
            packages = self._models.model_packages(event.model_name)
        except NotFound as error:
            raise UnusableEvent(f"the model {event.model_name!r} of {event.job_arn} is unknown: {error}") from error
        if not packages:
            return f"nothing: the model {event.model_name!r} was not made from a model package"
        if len(packages) > 1:
            raise UnusableEvent(f"the model {event.model_name!r} mixes {len(packages)} model packages")
        package = _parse(packages[0])
        following = self._path.after(self._environment)
        asked = self._names.request(following, package.id) if following else None
        found = self._read(package.id, asked)
        model = self._approved_here(package, found)
        if asked in found:
            return f"nothing: {package.id} was requested for {following} before"
        evidence = collect(self._reports, f"{event.output.rstrip('/')}/{REPORT}")
        request = Request(
            environment=following or self._environment,
            model=model,
            requested_at=self._now(),
            requested_by=event.job_arn,
            event_id=event.event_id,
            attempt=self._attempt(),
            metrics=evidence.metrics,
            metrics_source=evidence.source,
            metrics_note=evidence.note,
        )
        if following is None:
            approved = readable(found.get(self._names.approved(self._environment, model.id.group)))
            self._mailbox.post(Notice(Kind.REPORT, request, approved=approved))
            return f"reported {model.id}, which has reached the end of its path"
        origin = self._read_origin(model.id, found)
        return self._ask(replace(request, author=origin.author, summary=origin.summary, trail=origin.trail))

    def _read(self, id: VersionId, asked: str | None) -> dict[str, Parameter]:
        """What stands here about the version: what the request for the next environment is made from, or the report."""
        names = [*self._read_origin.names_here(id), self._names.revocation(self._environment, id)]
        return self._parameters.read([*names, asked or self._names.approved(self._environment, id.group)])

    def _approved_here(self, package: ModelPackageArn, found: dict[str, Parameter]) -> ModelVersion:
        standing = standing_in(found, self._names, self._environment, package.id)
        if standing.decision is None or not standing.is_approved:
            raise UnusableEvent(f"{package.id} ran in {self._environment}, but is {_how(standing)} there")
        model = standing.decision.model
        if model.model_package_arn != package.arn:
            raise UnusableEvent(f"{package.arn} ran, but {model.model_package_arn} is what was approved")
        return model


def _how(standing: Standing) -> str:
    return "revoked" if standing.revocation else "not approved"


def _parse(model_package_arn: str) -> ModelPackageArn:
    try:
        return ModelPackageArn.parse(model_package_arn)
    except InvalidRecord as error:
        raise UnusableEvent(str(error)) from error
