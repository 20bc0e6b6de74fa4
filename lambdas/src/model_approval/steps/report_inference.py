"""Report an inference: a version ran, so the next environment's approvers are asked.

Only what was approved here counts: a version that ran without an approval is not offered to the next environment.
"""

from collections.abc import Callable
from dataclasses import replace

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.model_version import ModelPackageArn, ModelVersion, VersionId
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.parameters import Parameter, ParameterNames
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Request
from model_approval.domain.runs import Run
from model_approval.domain.standing import Standing
from model_approval.steps.ask import Ask
from model_approval.steps.converge import standing_in
from model_approval.steps.give_evidence import GiveEvidence
from model_approval.steps.ports import Mailbox, Parameters
from model_approval.steps.read_origin import ReadOrigin, comparable
from model_approval.steps.waiting import readable


class ReportInference:
    def __init__(
        self,
        *,
        environment: str,
        path: PromotionPath,
        names: ParameterNames,
        parameters: Parameters,
        mailbox: Mailbox,
        read_origin: ReadOrigin,
        evidence: GiveEvidence,
        ask: Ask,
        now: Callable[[], str],
        attempt: Callable[[], str],
    ) -> None:
        self._environment, self._path, self._names = environment, path, names
        self._parameters, self._mailbox, self._read_origin = parameters, mailbox, read_origin
        self._evidence, self._ask, self._now, self._attempt = evidence, ask, now, attempt

    def __call__(self, run: Run) -> str:
        """What was done, for the log.

        Raises UnusableEvent if what ran is not approved here, and NoAccess if it cannot be found out who approved it
        before.
        """
        following = self._path.after(self._environment)
        asked = self._names.request(following, run.package.id) if following else None
        found = self._read(run.package.id, asked)
        model = self._approved_here(run.package, found)
        if asked in found:
            return f"nothing: {model.id} was requested for {following} before"
        request = Request(
            environment=following or self._environment,
            model=model,
            requested_at=self._now(),
            requested_by=run.ran,
            event_id=run.event_id,
            attempt=self._attempt(),
        )
        if following is None:
            request = self._evidence.of_run(request, run)
            approved = readable(found.get(self._names.approved(self._environment, model.id.group)))
            self._mailbox.post(Notice(Kind.REPORT, request, approved=approved))
            return f"reported {model.id}, which has reached the end of its path"
        # First what may be refused: evidence takes the most time.
        origin = self._read_origin(model.id, found)
        request = self._evidence.of_run(
            replace(request, author=origin.author, summary=origin.summary, trail=origin.trail), run
        )
        return self._ask(replace(request, earlier=comparable(origin.earlier, request.metrics)))

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
