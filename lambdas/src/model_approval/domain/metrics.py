"""Numbers out of the evaluation reports that SageMaker's tools and examples write.

``evaluation.json`` nests groups of metrics, each a number or ``{"value": …, "standard_deviation": …}``:
``{"binary_classification_metrics": {"auc": {"value": 0.98, "standard_deviation": "NaN"}}}``. Source: the shapes in
"Model Quality Metrics" of the SageMaker developer guide.
"""

import math
from collections.abc import Iterator, Mapping

from model_approval.domain.text import fit, one_line

Metrics = Mapping[str, float]

MOST = 16
"""Metrics that travel in the records (4 KB each) and in the mail; the complete report stays where it was written."""


def flatten(report: object) -> dict[str, float]:
    """The finite numbers in ``report`` by name; a nested name keeps its last group only where the short one is taken.

    Standard deviations, curves and confusion matrices (lists, deeper numbers under non-metric names) are left out.
    """
    found: dict[str, float] = {}
    for path, number in _numbers(report, ()):
        if len(found) == MOST:
            break
        name = path[-1] if path[-1] not in found else "/".join(path[-2:])
        # Names come from the pipeline's author: what cannot be shown on a line, or encoded at all, goes.
        found.setdefault(fit(one_line(name), 64), number)
    return found


def _numbers(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    if not isinstance(node, Mapping) or len(path) > 4:
        return
    if path and "value" in node:
        if (number := _number(node["value"])) is not None:
            yield path, number
        return
    for name, value in node.items():
        if name in ("standard_deviation", "confusion_matrix"):
            continue
        if (number := _number(value)) is not None:
            yield (*path, name), number
        else:
            yield from _numbers(value, (*path, name))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
