"""The complete evidence of a request: every metric, every violation, every source; or why it cannot be shown."""

from dataclasses import dataclass
from enum import StrEnum

from model_approval.domain.evidence import Evidence
from model_approval.domain.evidence_document import KIND, EvidenceDocument
from model_approval.domain.person import Person
from model_approval.domain.records import Request
from model_approval.pages import layout
from model_approval.pages.addresses import evidence_path, group_path, request_path
from model_approval.pages.comparison import number
from model_approval.pages.findings import gave
from model_approval.pages.measures import run_facts

MOST_METRICS, MOST_VIOLATIONS = 2_000, 500
"""On the page; the document itself has all."""


class Problem(StrEnum):
    """Why the evidence cannot be shown, in a sentence."""

    NOT_KEPT = "The complete evidence could not be kept when this was asked."
    GONE = "The complete evidence is not where it was kept: somebody has deleted it."
    CHANGED = "The evidence was changed after this was asked, and must not be trusted."
    REFUSED = "This stack may not read the complete evidence: S3 refuses it."
    UNREADABLE = "The complete evidence cannot be read."


@dataclass(frozen=True)
class Metric:
    """In words; ``deviation`` is the standard deviation, empty if none was reported."""

    name: str
    value: str
    deviation: str


def document(request: Request, document: EvidenceDocument, *, person: Person) -> str:
    """``document`` is what the request refers to: its digest was checked."""
    evidence = document.evidence
    violations = evidence.violations
    return layout.page(
        "evidence.html.j2",
        title=_title(request),
        person=person,
        **_common(request),
        problem=None,
        document=document,
        download=evidence_path(request.environment, request.model.id, "json"),
        metrics=_metrics(evidence)[:MOST_METRICS],
        total=len(evidence.metrics),
        has_deviations=bool(evidence.deviations),
        violations=None if violations is None else violations[:MOST_VIOLATIONS],
        violations_total=len(violations or ()),
        run=list(run_facts(evidence.run)),
        origins=[(source, gave(source)) for source in evidence.sources],
    )


def problem(request: Request, problem: Problem, *, person: Person) -> str:
    """What the request itself has of the evidence stands on its own page."""
    notes = (source.note for source in request.sources if source.kind == KIND and source.note)
    return layout.page(
        "evidence.html.j2",
        title=_title(request),
        person=person,
        **_common(request),
        problem=problem.value,
        is_changed=problem is Problem.CHANGED,
        note=next(notes, None) if problem is Problem.NOT_KEPT else None,
    )


def _title(request: Request) -> str:
    return f"Evidence: {request.model.id} for {request.environment}"


def _common(request: Request) -> dict[str, object]:
    id, environment = request.model.id, request.environment
    return {
        "request": request,
        "id": id,
        "environment": environment,
        "group_path": group_path(id.group),
        "request_path": request_path(environment, id),
    }


def _metrics(evidence: Evidence) -> list[Metric]:
    deviations = evidence.deviations
    return [
        Metric(name, number(value), number(deviations[name]) if name in deviations else "")
        for name, value in evidence.metrics.items()
    ]
