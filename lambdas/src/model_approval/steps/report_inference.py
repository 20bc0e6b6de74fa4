"""Report an inference: a batch transform completed, so the next environment's approvers are asked.

Only what was approved here counts: a version that ran without an approval is not offered to the next environment.
"""

from collections.abc import Callable

from model_approval.domain.encoding import decode
from model_approval.domain.errors import InvalidRecord, NotFound, UnusableEvent
from model_approval.domain.events import BatchTransformCompleted
from model_approval.domain.model_version import ModelPackageArn, ModelVersion
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Decision, Request
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.collect_evidence import collect
from model_approval.steps.ports import Models, Notices, Parameters, Reports
from model_approval.steps.request_approval import ask_once

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
        notices: Notices,
        now: Callable[[], str],
    ) -> None:
        self._environment, self._path, self._names, self._now = environment, path, names, now
        self._models, self._parameters, self._reports, self._notices = models, parameters, reports, notices

    def __call__(self, event: BatchTransformCompleted) -> str:
        """What was done, for the log. Raises UnusableEvent if what ran is unknown, or not approved here."""
        try:
            packages = self._models.model_packages(event.model_name)
        except NotFound as error:
            raise UnusableEvent(f"the model {event.model_name!r} of {event.job_arn} is unknown: {error}") from error
        if not packages:
            return f"nothing: the model {event.model_name!r} was not made from a model package"
        if len(packages) > 1:
            raise UnusableEvent(f"the model {event.model_name!r} mixes {len(packages)} model packages")
        model = self._approved_here(packages[0])
        evidence = collect(self._reports, f"{event.output.rstrip('/')}/{REPORT}")
        following = self._path.after(self._environment)
        request = Request(
            environment=following or self._environment,
            model=model,
            requested_at=self._now(),
            requested_by=event.job_arn,
            event_id=event.event_id,
            metrics=evidence.metrics,
            metrics_source=evidence.source,
            metrics_note=evidence.note,
        )
        if following is None:
            self._notices.report(request)
            return f"reported {model.id}, which has reached the end of its path"
        return ask_once(request, self._names, self._parameters, self._notices)

    def _approved_here(self, model_package_arn: str) -> ModelVersion:
        try:
            package = ModelPackageArn.parse(model_package_arn)
        except InvalidRecord as error:
            raise UnusableEvent(str(error)) from error
        name = self._names.decision(self._environment, package.id)
        found = self._parameters.read([name]).get(name)
        decision = decode(Decision, found.value) if found else None
        if decision is None or decision.status is not ApprovalStatus.APPROVED:
            raise UnusableEvent(f"{package.id} ran in {self._environment}, but is not approved there")
        if decision.model.model_package_arn != model_package_arn:
            raise UnusableEvent(f"{model_package_arn} ran, but {decision.model.model_package_arn} is what was approved")
        return decision.model
