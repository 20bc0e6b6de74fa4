"""Names for the numbers of a report: short, and each once."""

from collections.abc import Sequence

from model_approval.domain.report_numbers import LENGTH, Found
from model_approval.domain.text import fit

MOST = 5_000
"""Metrics that are taken from one report."""


def named(found: Sequence[Found]) -> tuple[dict[str, float], dict[str, float], list[str]]:
    """Metrics and standard deviations by name, the most important first, and notes about what was left out."""
    metrics: dict[str, float] = {}
    deviations: dict[str, float] = {}
    numbers = [one for one in found if one.value is not None]
    nameless = 0
    # Of two with one name, that with fewer groups around it is the more general: it gets the short name.
    for one in sorted(numbers, key=lambda one: (one.rank, len(one.path)))[:MOST]:
        name = _free(one, metrics)
        if name is None or one.value is None:
            nameless += 1
            continue
        metrics[name] = one.value
        if one.deviation is not None:
            deviations[name] = one.deviation
    notes = []
    if not_finite := len(found) - len(numbers):
        notes.append(f"{_metrics_are(not_finite)} NaN, infinite or empty")
    if nameless:
        notes.append(f"{_metrics_are(nameless)} named like another one")
    if len(numbers) > MOST:
        notes.append(f"{MOST:,} of {len(numbers):,} metrics")
    return metrics, deviations, notes


def _free(one: Found, taken: dict[str, float]) -> str | None:
    for parts in range(min(one.named_by, len(one.path)), len(one.path) + 1):
        name = fit("/".join(one.path[-parts:]), LENGTH)
        if name not in taken:
            return name
    return None


def _metrics_are(count: int) -> str:
    return "1 metric is" if count == 1 else f"{count:,} metrics are"
