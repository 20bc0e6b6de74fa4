"""Collect what an approver decides on: reports in S3, an event's own numbers, and the facts of what ran.

Nothing that is wrong with a report stops a request: it becomes a note beside the report's name. Only what is worth
another try is raised.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import replace

from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.evidence import Evidence, Source, Stored
from model_approval.domain.evidence_document import KIND, EvidenceDocument, bounded, digest_of, encode_document, key
from model_approval.domain.merged_evidence import Found, merge, numbers
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import ModelVersion
from model_approval.domain.records import Request
from model_approval.domain.runs import Named, Run
from model_approval.steps.ports import Reports, Vault
from model_approval.steps.read_reports import ANY, ReadReports
from model_approval.steps.transform_facts import transform_facts

SECONDS = 8.0
"""After which nothing more is begun. A report that is large may take some more."""


class CollectEvidence:
    """``clock`` tells seconds."""

    def __init__(self, reports: Reports, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._reports, self._seconds, self._clock = reports, seconds, clock

    def of_registration(self, package: ModelPackage) -> Evidence:
        read = self._begin()
        for report in package.reports:
            read(report)
        if not package.reports:
            return merge([Found(ANY, None, note="The model package names no reports (ModelMetrics).")], {})
        return merge(read.found(), {})

    def of_run(self, run: Run) -> Evidence:
        read = self._begin()
        own = []
        if run.metrics or run.note:
            arn = run.ran if run.ran.startswith("arn:") else None
            own.append(Found("metrics", arn, numbers(run.metrics), numbers(run.deviations), note=run.note))
        for report in run.reports:
            read(report)
        for output in run.outputs:
            if output.endswith(".json"):  # custom events may give the address of a report in place of a folder's
                read(Named(ANY, output))
            else:
                read.beside(output)
        facts, told = transform_facts(self._reports, read, run.transform_jobs)
        found = [*own, *read.found()] or [_nothing(run)]
        return merge([*found, *told], facts)

    def _begin(self) -> ReadReports:
        until = self._clock() + self._seconds
        return ReadReports(self._reports, lambda: self._clock() >= until)


def _nothing(run: Run) -> Found:
    if run.outputs:
        return Found(ANY, run.outputs[0], note="There is no report (*.json) in it.")
    return Found(ANY, None, note="Nothing was said about outputs, reports or metrics.")


def keep_evidence(
    vault: Vault, environment: str, model: ModelVersion, evidence: Evidence, now: str
) -> tuple[Stored | None, Source | None]:
    """Keeps the complete document. What is in the way of that is a source with a note; ``now`` is in ISO 8601."""
    document = bounded(EvidenceDocument(environment, model.model_package_arn, now, evidence))
    body = encode_document(document)
    sha256 = digest_of(body)
    try:
        uri = vault.keep(key(environment, model.id, sha256), body)
    except (NotFound, NoAccess, ValueError) as error:
        return None, Found(KIND, None, note=f"The complete evidence could not be kept: {error}").source()
    violations = document.evidence.violations or ()
    return Stored(uri, sha256, len(document.evidence.metrics), len(violations)), None


def with_evidence(request: Request, evidence: Evidence, stored: Stored | None, first: Collection[str]) -> Request:
    """``request`` with what there is room for; the metrics named in ``first`` come first."""
    return replace(
        request,
        metrics=evidence.most_important(first),
        violations=evidence.brief_violations(),
        run=evidence.brief_run(),
        sources=evidence.brief_sources(),
        stored=stored,
    )
