"""What Model Monitor writes into ``constraint_violations.json``.

Source: "Schema for Violations" of the SageMaker developer guide. Violations of data quality name a feature, those of
model quality a metric, those of bias also a facet, those of feature attributions a label.
"""

from collections.abc import Mapping
from typing import Any

from model_approval.domain.evidence import Violation
from model_approval.domain.report_numbers import first, label
from model_approval.domain.text import fit, one_line

MOST = 1_000
"""Violations that are taken from one report."""
LENGTH = 500
"""Characters of a description."""


def has_violations(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("violations"), list)


def violations(document: Mapping[str, Any]) -> tuple[Violation, ...]:
    """At most :data:`MOST`. An entry that cannot be read is a violation all the same."""
    return tuple(_violation(entry) for entry in document["violations"][:MOST])


def _violation(entry: object) -> Violation:
    if not isinstance(entry, Mapping):
        return Violation(label(""), "unknown", _text(entry))
    of = label(first(entry, ("feature_name", "metric_name", "metric", "name")))
    group, value = first(entry, ("facet", "label")), entry.get("facet_value")
    if group is not None:
        of = "/".join([label(group), *([] if value is None else [label(value)]), of])
    return Violation(of, label(entry.get("constraint_check_type") or "unknown"), _text(entry.get("description")))


def _text(value: object) -> str:
    return fit(one_line(value[: 2 * LENGTH]), LENGTH) if isinstance(value, str) else ""
