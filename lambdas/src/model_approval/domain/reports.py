"""What the files say that SageMaker's tools, its examples and the people who use it write about models.

One function for all of them: what a document is, is seen from its shape, because names and places are up to its author.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from model_approval.domain import report_clarify, report_monitor, report_violations
from model_approval.domain.evidence import Metrics, Violation
from model_approval.domain.report_names import named
from model_approval.domain.report_numbers import Found, mapping
from model_approval.domain.report_walk import AVERAGES, walk

NOTHING = "no metrics in it"
_CONSTRAINTS = ("model quality constraints", "data quality constraints")


@dataclass(frozen=True)
class Report:
    """What one JSON document says.

    ``kind`` is what it is, in plain words; None if its shape is none that is known (its numbers are taken all the
    same). ``metrics`` are finite, the most important first; ``deviations`` are standard deviations by the metric's
    name. ``violations`` is None if the document says nothing about them, and empty if it says that all constraints
    were kept. ``note`` says what is missing, and why; None if nothing is.
    """

    kind: str | None
    metrics: Metrics
    deviations: Metrics
    violations: tuple[Violation, ...] | None
    note: str | None


def read_report(document: object) -> Report:
    """Of any parsed JSON, in time that grows with its size. Never raises."""
    root = mapping(document)
    kind = _kind(root)
    found = list(_numbers(document, root))
    metrics, deviations, notes = named(found)
    violations = report_violations.violations(root) if report_violations.has_violations(root) else None
    if violations is not None and len(root["violations"]) > len(violations):
        notes.append(f"{len(violations):,} of {len(root['violations']):,} violations")
    if not found and violations is None and kind not in _CONSTRAINTS:
        notes.append(NOTHING)
    return Report(kind, metrics, deviations, violations, "; ".join(notes) or None)


def _kind(document: Mapping[str, Any]) -> str | None:
    bias, explanations = report_clarify.has_bias(document), report_clarify.has_explanations(document)
    if report_violations.has_violations(document):
        return "constraint violations"
    if report_monitor.has_data_statistics(document):
        return "data quality statistics"
    if report_monitor.has_data_constraints(document):
        return "data quality constraints"
    if bias and explanations:
        return "bias and explainability report"
    if bias or explanations:
        return "bias report" if bias else "explainability report"
    if any(key.endswith("_metrics") and isinstance(group, Mapping) for key, group in document.items()):
        # Model Monitor says of which version the file is, or of which data; the examples' evaluation.json does not.
        of_monitor = not {"version", "dataset"}.isdisjoint(document)
        return "model quality statistics" if of_monitor else "evaluation report"
    if report_monitor.has_model_constraints(document):
        return "model quality constraints"
    return None if AVERAGES.isdisjoint(document) else "evaluation report"


def _numbers(document: object, root: Mapping[str, Any]) -> Iterator[Found]:
    """First what has a reader of its own; then whatever else there is, since authors add to these files."""
    read: set[str] = {"violations"} if report_violations.has_violations(root) else set()
    if report_monitor.has_data_statistics(root):
        read |= {"dataset", "features"}
        yield from report_monitor.data_statistics(root)
    elif report_monitor.has_data_constraints(root):
        read |= {"features", "monitoring_config"}
    if report_clarify.has_bias(root):
        read |= set(report_clarify.BIAS)
        yield from report_clarify.bias(root)
    if report_clarify.has_explanations(root):
        read.add(report_clarify.EXPLANATIONS)
        yield from report_clarify.explanations(root)
    yield from walk({key: value for key, value in root.items() if key not in read} if read else document)
