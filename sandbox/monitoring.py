"""What SageMaker Model Monitor and Clarify would report, really computed, in the shapes that they write.

Sources: "Schema for Statistics", "Schema for Constraints", "Schema for Violations" and "Analysis Results" of SageMaker
Clarify in the SageMaker developer guide. Data are columns of text by name, as a CSV file has them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .evaluation import evaluate

Columns = Mapping[str, Sequence[str]]
_Document = dict[str, Any]

_BUCKETS = 10
_TOLERANCE = 0.1
"""How far below the baseline a model's quality may be: one batch is smaller than what the baseline was computed on."""
_QUALITY = ("accuracy", "auc", "f1", "precision", "recall")


def statistics(data: Columns) -> _Document:
    """`statistics.json`: each column's type, completeness and distribution."""
    count = max((len(values) for values in data.values()), default=0)
    features = [_feature_statistics(name, values) for name, values in data.items()]
    return {"version": 0.0, "dataset": {"item_count": count}, "features": features}


def constraints(data: Columns) -> _Document:
    """`constraints.json`: what later data must be like, taken from these."""
    features = []
    for name, values in data.items():
        kind, present = _type(values), _present(values)
        feature = {"name": name, "inferred_type": kind, "completeness": len(present) / len(values)}
        if kind != "String":
            feature["num_constraints"] = {"is_non_negative": all(float(value) >= 0 for value in present)}
        features.append(feature)
    return {"version": 0.0, "features": features, "monitoring_config": {"datatype_check_threshold": 1.0}}


def quality_constraints(report: _Document) -> _Document:
    """`constraints.json` of a binary classifier's quality, from its evaluation report."""
    found = report["binary_classification_metrics"]
    thresholds = {
        name: {"threshold": round(found[name]["value"] - _TOLERANCE, 6), "comparison_operator": "LessThanThreshold"}
        for name in _QUALITY
        if name in found
    }
    return {"version": 0.0, "binary_classification_constraints": thresholds}


def reports(
    data: Columns, labels: Sequence[int], scores: Sequence[float], of_data: _Document, of_quality: _Document
) -> dict[str, _Document]:
    """What a monitored inference leaves, by file name; the last two are the constraints that were set when training."""
    report = evaluate(labels, scores)
    found = [*_violations(data, of_data), *_quality_violations(report, of_quality)]
    return {
        "evaluation.json": report,
        "statistics.json": statistics(data),
        "constraint_violations.json": {"violations": found},
    }


def _violations(data: Columns, allowed: _Document) -> Iterator[_Document]:
    expected = {feature["name"]: feature for feature in allowed["features"]}
    for name in (name for name in expected if name not in data):
        yield _violation(name, "missing_column_check", "The column of the baseline is missing in these data.")
    for name in (name for name in data if name not in expected):
        yield _violation(name, "extra_column_check", "The column is not in the baseline.")
    for name, feature in expected.items():
        values = data.get(name, [])
        present = _present(values)
        if not values:
            continue
        if (completeness := len(present) / len(values)) < feature["completeness"]:
            told = f"Expected completeness: {feature['completeness']:.1%}, observed: {completeness:.1%}."
            yield _violation(name, "completeness_check", f"Data completeness requirement is not met. {told}")
        kind, match = feature["inferred_type"], _share(present, feature["inferred_type"])
        if match < allowed["monitoring_config"]["datatype_check_threshold"]:
            told = f"Expected data type: {kind}, Expected match: 100.0%. Observed: Only {match:.1%} of data is {kind}."
            yield _violation(name, "data_type_check", f"Data type match requirement is not met. {told}")
        elif feature.get("num_constraints", {}).get("is_non_negative") and any(float(value) < 0 for value in present):
            yield _violation(name, "non_negative_check", "Values below zero, of which the baseline has none.")


def _quality_violations(report: _Document, allowed: _Document) -> Iterator[_Document]:
    found = report["binary_classification_metrics"]
    for name, limit in allowed["binary_classification_constraints"].items():
        if name in found and (value := found[name]["value"]) < limit["threshold"]:
            check = limit["comparison_operator"]
            told = f"Metric {name} with {value} +/- NaN was {check} '{limit['threshold']}'"
            yield {"constraint_check_type": check, "description": told, "metric_name": name}


def _violation(feature: str, check: str, description: str) -> _Document:
    return {"feature_name": feature, "constraint_check_type": check, "description": description}


def _feature_statistics(name: str, values: Sequence[str]) -> _Document:
    kind, present = _type(values), _present(values)
    common = {"num_present": len(present), "num_missing": len(values) - len(present)}
    if kind == "String":
        found: _Document = {"common": common, "distinct_count": len(set(present))}
        return {"name": name, "inferred_type": kind, "string_statistics": found}
    return {"name": name, "inferred_type": kind, "numerical_statistics": {"common": common, **_numbers(present)}}


def _numbers(present: Sequence[str]) -> _Document:
    import numpy as np

    numbers = np.array([float(value) for value in present])
    if not numbers.size:
        return {}
    counts, edges = np.histogram(numbers, _BUCKETS)
    buckets = [
        {"lower_bound": float(low), "upper_bound": float(high), "count": float(count)}
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    ]
    return {
        "mean": float(numbers.mean()),
        "sum": float(numbers.sum()),
        "std_dev": float(numbers.std()),
        "min": float(numbers.min()),
        "max": float(numbers.max()),
        "distribution": {"kll": {"buckets": buckets}},
    }


def _present(values: Sequence[str]) -> list[str]:
    return [value for value in values if value != ""]


def _type(values: Sequence[str]) -> str:
    """The narrowest that all values are of."""
    present = _present(values)
    return next(kind for kind in ("Integral", "Fractional", "String") if _share(present, kind) == 1)


def _share(present: Sequence[str], kind: str) -> float:
    """How many of the values are of a type; whole numbers are fractional, too."""
    return sum(_is(value, kind) for value in present) / len(present) if present else 1.0


def _is(value: str, kind: str) -> bool:
    try:
        number = float(value)
    except ValueError:
        return kind == "String"
    return kind != "Integral" or number.is_integer()
