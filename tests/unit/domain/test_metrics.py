"""The numbers in an evaluation report, in the shapes that SageMaker's tools and examples write."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.encoding import encode
from model_approval.domain.metrics import MOST, flatten
from model_approval.domain.text import one_line
from tests.unit.examples import hostile_text, request

REGRESSION = {
    "regression_metrics": {
        "mse": {"value": 4.9, "standard_deviation": 2.2},
        "r2": {"value": 1, "standard_deviation": "NaN"},
    }
}
BINARY = {
    "binary_classification_metrics": {
        "confusion_matrix": {"0": {"0": 12, "1": 1}, "1": {"0": 2, "1": 9}},
        "recall": {"value": 0.97, "standard_deviation": "NaN"},
        "auc": {"value": 0.98, "standard_deviation": "NaN"},
        "receiver_operating_characteristic_curve": {
            "false_positive_rates": [0.0, 1.0],
            "true_positive_rates": [0.0, 1.0],
        },
    }
}
MULTICLASS = {
    "multiclass_classification_metrics": {
        "confusion_matrix": {"a": {"a": 5, "b": 1}, "b": {"a": 0, "b": 6}},
        "accuracy": {"value": 0.61, "standard_deviation": 0.01},
        "weighted_f1": {"value": 0.58, "standard_deviation": "NaN"},
    }
}
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), hostile_text),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.one_of(hostile_text, st.just("value")), inner)),
    max_leaves=60,
)


@pytest.mark.parametrize(
    ("report", "metrics"),
    [
        (REGRESSION, {"mse": 4.9, "r2": 1.0}),
        (BINARY, {"recall": 0.97, "auc": 0.98}),
        (MULTICLASS, {"accuracy": 0.61, "weighted_f1": 0.58}),
        ({"auc": 0.9}, {"auc": 0.9}),
        ({"train": {"auc": 0.99}, "test": {"auc": 0.9}}, {"auc": 0.99, "test/auc": 0.9}),
        ({"auc": {"value": "NaN"}, "f1": {"value": None}}, {}),
        ({"passed": True, "auc": {"value": False}}, {}),
        ({"scores": [1, 2, 3], "note": "0.98"}, {}),
        ({"count": 10**400, "few": 7}, {"few": 7.0}),
        ({"a": math.nan, "b": math.inf, "c": -math.inf, "d": 0}, {"d": 0.0}),
        ([], {}),
        ("0.98", {}),
        (0.98, {}),
        (None, {}),
    ],
)
def test_what_is_a_metric_is_found_and_nothing_else(report: object, metrics: dict[str, float]) -> None:
    assert flatten(report) == metrics


@given(anything)
def test_any_report_gives_few_finite_numbers_that_fit_into_a_record(report: object) -> None:
    metrics = flatten(report)
    assert len(metrics) <= MOST
    assert all(isinstance(number, float) and math.isfinite(number) for number in metrics.values())
    assert all(len(name) <= 64 and name == one_line(name) for name in metrics)
    assert json.loads(encode(request(metrics=metrics)))["environment"] == "dev"


def test_of_thousands_the_first_ones_travel() -> None:
    assert list(flatten({f"m{n}": n for n in range(5000)})) == [f"m{n}" for n in range(MOST)]


def test_numbers_far_down_are_left_in_the_report() -> None:
    report: object = 0.5
    for _ in range(500):
        report = {"deeper": report}
    assert flatten(report) == {}


def test_names_are_cut_to_what_a_mail_can_show() -> None:
    assert list(flatten({"m" * 500: 1})) == ["m" * 63 + "…"]
