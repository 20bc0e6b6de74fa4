"""The numbers in a report of any shape: objects in objects, and lists of things that have names.

``evaluation.json`` nests groups of metrics: ``{"binary_classification_metrics": {"auc": {"value": 0.98}}}``. Job
descriptions list them: ``[{"MetricName": "validation:auc", "Value": 0.98}]``. scikit-learn's ``classification_report``
has an object for each class.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from model_approval.domain.report_importance import DETAIL, importance
from model_approval.domain.report_numbers import DEVIATIONS, Found, finite, first, is_number, label, mapping

DEPTH = 8
"""Levels of objects and lists that are looked into."""
DETAILED = 5
"""Names in a path from which on a number is about a part of the model."""
AVERAGES = frozenset(["micro avg", "macro avg", "weighted avg", "samples avg"])
"""Groups by which a ``classification_report`` is known."""

_METRIC_NAMES = ("MetricName", "metric_name")
_NAMES = (*_METRIC_NAMES, "name", "Name", "metric", "Metric", "key", "feature_name", "eval_name")
_VALUES = ("value", "Value")
_LISTED_VALUES = (*_VALUES, "score", "metric_value")

_NO_MEASUREMENT = re.compile(
    r"version|timestamp|(?:start|end)_time|.*_constraints|(?:hyper_?)?param(?:eter)?s|config(?:uration)?|tags|metadata",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"confusion|curve|distribution|sketch|kll|histogram|buckets|bins\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_OF_PARTS = {"per", "by", "feature", "features", "class", "classes", "label", "labels", "slices", "segments", "folds"}
_SAYS_NOTHING = {"scores", "metrics"}
"""Groups within groups that are left out of names."""
_SAYS_NOTHING_ALONE = {"mean", "min", "max", "sum", "count", "std", "median", "value", "score", "support"}


def walk(node: object, path: tuple[str, ...] = (), depth: int = 0, parts: int = 1) -> Iterator[Found]:
    """All numbers that have a name. Curves, distributions, confusion matrices and thresholds are left out.

    ``parts`` is more than 1 below a group whose numbers are each about a part of the model: so much of the path must
    be in their names.
    """
    if depth > DEPTH:
        return
    if isinstance(node, list):
        yield from _walk_list(node, path, depth, parts)
    elif isinstance(node, Mapping) and "comparison_operator" not in node:
        name = first(node, _METRIC_NAMES if path else _NAMES)
        if (path or isinstance(name, str)) and any(_holds(node, key) for key in _VALUES):
            yield _measured(node, (*path, label(name)) if isinstance(name, str) else path, _VALUES, parts)
        else:
            yield from _walk_object(node, path, depth, parts)


def _walk_object(node: Mapping[str, Any], path: tuple[str, ...], depth: int, parts: int) -> Iterator[Found]:
    deviation = first(node, DEVIATIONS)
    if path and is_number(node.get("mean")) and is_number(deviation):
        yield _measured(node, path, ("mean",), parts)
        node = {key: value for key, value in node.items() if key != "mean"}
    of_classes = not AVERAGES.isdisjoint(node)
    for key, value in node.items():
        if key in DEVIATIONS or _NO_MEASUREMENT.fullmatch(key[:100]):
            continue
        if is_number(value):
            yield _found((*path, label(key)), value, None, parts)
        elif of_classes:
            yield from _of_class((*path, label(key).replace(" avg", "_avg")), mapping(value), key in AVERAGES)
        elif isinstance(value, list | Mapping) and not _PICTURE.search(key[:100]):
            of_parts = not _OF_PARTS.isdisjoint(_WORD.findall(key[:100].lower()))
            inner = path if path and key in _SAYS_NOTHING else (*path, label(key))
            yield from walk(value, inner, depth + 1, 2 if of_parts else parts)


def _walk_list(entries: list[Any], path: tuple[str, ...], depth: int, parts: int) -> Iterator[Found]:
    for entry in entries:
        name = first(mapping(entry), _NAMES)
        if isinstance(name, str) and any(_holds(entry, key) for key in _LISTED_VALUES):
            yield _measured(entry, (*path, *_set(entry), label(name)), _LISTED_VALUES, parts)
        elif isinstance(name, str):
            yield from walk(entry, (*path, label(name)), depth + 1, parts if len(entries) == 1 else 2)
        elif len(entries) == 1:
            # A table with one row, as pandas writes it. More rows without names would be a curve, or predictions.
            yield from walk(entry, path, depth + 1, parts)


def _of_class(path: tuple[str, ...], node: Mapping[str, Any], is_average: bool) -> Iterator[Found]:
    """Of scikit-learn's report: without its class, a number would pass for the whole model's."""
    for key, value in node.items():
        if is_number(value):
            rank = importance(key) if is_average and key != "support" else DETAIL
            yield Found((*path, label(key)), finite(value), rank=rank, named_by=2)


def _set(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Autopilot's metrics say of which data they are: ``{"MetricName": "F1", "Set": "Validation", "Value": …}``."""
    return (label(entry["Set"]),) if isinstance(entry.get("Set"), str) else ()


def _holds(node: Mapping[str, Any], key: str) -> bool:
    return key in node and (node[key] is None or is_number(node[key]))


def _measured(node: Mapping[str, Any], path: tuple[str, ...], keys: tuple[str, ...], parts: int) -> Found:
    value = next(node[key] for key in keys if _holds(node, key))
    return _found(path, value, first(node, DEVIATIONS), parts, "".join(_set(node)))


def _found(path: tuple[str, ...], value: object, deviation: object, parts: int, data: str = "") -> Found:
    name = path[-1]
    rank = DETAIL if parts > 1 or len(path) >= DETAILED else importance(f"{data} {name}")
    alone = name.lower() not in _SAYS_NOTHING_ALONE and not name.isdecimal()
    return Found(path, finite(value), finite(deviation), rank, parts if alone else max(parts, 2))
