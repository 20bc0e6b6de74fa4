"""Give a request its evidence: collect it, keep all of it, and put into the request what there is room for."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from model_approval.domain.evidence import Evidence, Source
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.records import Request
from model_approval.domain.runs import Run
from model_approval.steps.collect_evidence import CollectEvidence, keep_evidence, with_evidence
from model_approval.steps.ports import Vault


class GiveEvidence:
    """``gate_metrics`` are those that an environment's gates are about: they come first. The document is kept before
    anybody is asked, so that what a request refers to is there."""

    def __init__(
        self, *, collect: CollectEvidence, vault: Vault, gate_metrics: Callable[[str], Collection[str]]
    ) -> None:
        self._collect, self._vault, self._gate_metrics = collect, vault, gate_metrics

    def of_registration(self, request: Request, package: ModelPackage, missing: Iterable[Source]) -> Request:
        """``missing`` says what could not be found out about the version itself."""
        evidence = self._collect.of_registration(package)
        return self._given(request, replace(evidence, sources=(*evidence.sources, *missing)))

    def of_run(self, request: Request, run: Run) -> Request:
        return self._given(request, self._collect.of_run(run))

    def _given(self, request: Request, evidence: Evidence) -> Request:
        stored, lost = keep_evidence(self._vault, request.environment, request.model, evidence, request.requested_at)
        if lost is not None:
            evidence = replace(evidence, sources=(*evidence.sources, lost))
        return with_evidence(request, evidence, stored, self._gate_metrics(request.environment))
