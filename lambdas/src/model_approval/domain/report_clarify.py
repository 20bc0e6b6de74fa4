"""What Clarify writes into ``analysis.json``: bias metrics of facets, and how much each feature matters (SHAP).

Source: "Analysis Results" of SageMaker Clarify in the SageMaker developer guide. Model Registry calls the same files
bias and explainability reports.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from model_approval.domain.report_numbers import Found, finite, is_number, label, mapping, objects

BIAS = ("pre_training_bias_metrics", "post_training_bias_metrics")
EXPLANATIONS = "explanations"
SHAP = "shap"


def has_bias(document: Mapping[str, Any]) -> bool:
    return any(isinstance(mapping(document.get(key)).get("facets"), Mapping) for key in BIAS)


def has_explanations(document: Mapping[str, Any]) -> bool:
    return not {"kernel_shap", "pdp"}.isdisjoint(mapping(document.get(EXPLANATIONS)))


def bias(document: Mapping[str, Any]) -> Iterator[Found]:
    """As ``gender/DPL``, or ``gender/female/DPL`` where more than one value of the facet was looked at. Never without
    the facet: what holds for one must not pass for all."""
    for key in BIAS:
        for facet, values in mapping(mapping(document.get(key)).get("facets")).items():
            looked_at = objects(values)
            for one in looked_at:
                value = (label(one.get("value_or_threshold", "")),) if len(looked_at) > 1 else ()
                for metric in objects(one.get("metrics")):
                    # A metric that could not be computed has an "error", and null.
                    if metric.get("value") is None or is_number(metric["value"]):
                        path = (label(facet), *value, label(metric.get("name", "")))
                        yield Found(path, finite(metric.get("value")), named_by=len(path))


def explanations(document: Mapping[str, Any]) -> Iterator[Found]:
    """As ``shap/age``, or ``shap/approved/age`` where there is more than one label; what matters most comes first."""
    labels = mapping(mapping(document.get(EXPLANATIONS)).get("kernel_shap"))
    found = []
    for of, explained in labels.items():
        path = (SHAP, label(of)) if len(labels) > 1 else (SHAP,)
        for feature, value in mapping(mapping(explained).get("global_shap_values")).items():
            if value is None or is_number(value):
                found.append(Found((*path, label(feature)), finite(value), rank=1, named_by=len(path) + 1))
    yield from sorted(found, key=lambda one: -abs(one.value or 0))
