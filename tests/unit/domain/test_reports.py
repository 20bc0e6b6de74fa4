"""What counts as a metric, a deviation and a violation, in documents of any shape."""

import math
from decimal import Decimal
from typing import Any

import pytest

from model_approval.domain.evidence import Violation
from model_approval.domain.reports import read_report


@pytest.mark.parametrize(
    ("document", "metrics"),
    [
        ({"auc": 0.9}, {"auc": 0.9}),
        ({"train": {"auc": 0.99}, "test": {"auc": 0.9}}, {"auc": 0.99, "test/auc": 0.9}),
        (
            {"a": {"b": {"auc": 1}}, "c": {"b": {"auc": 2}}, "d": {"b": {"auc": 3}}},
            {"auc": 1, "b/auc": 2, "d/b/auc": 3},
        ),
        ({"test": {"auc": 0.9}, "auc": 0.8}, {"auc": 0.8, "test/auc": 0.9}),
        ({"test": {"metrics": {"auc": 0.9}}, "auc": 0.8}, {"auc": 0.8, "test/auc": 0.9}),
        ({"metric_name": "auc", "value": 0.9}, {"auc": 0.9}),
        ({"final": {"MetricName": "auc", "Value": "0.9"}}, {"auc": 0.9}),
        ([{"name": "auc", "score": 0.9}, {"metric": "f1", "value": 0.8}], {"auc": 0.9, "f1": 0.8}),
        (
            [{"name": "F1", "Set": "Train", "value": 1}, {"name": "F1", "Set": "Test", "value": 2}],
            {"F1": 2, "Train/F1": 1},
        ),
        ({"auc": {"0": 0.9, "1": 0.8}}, {"auc/0": 0.9, "auc/1": 0.8}),
        ({"latency": {"mean": 12, "max": 80}}, {"latency/mean": 12, "latency/max": 80}),
        ({"recall_by_class": {"cat": 0.9}, "f1": 0.8}, {"f1": 0.8, "recall_by_class/cat": 0.9}),
        ({"passed": True, "auc": {"value": False}}, {}),
        ({"scores": [1, 2, 3], "note": "0.98 of them", "id": "1_000", "share": "98%"}, {}),
        ({"a": " 0.98 ", "b": "-1.5e-3", "c": ".5", "d": "+7"}, {"a": 0.98, "b": -0.0015, "c": 0.5, "d": 7}),
        ({"auc": 0.9, "auc_threshold": {"threshold": 0.8, "comparison_operator": "LessThanThreshold"}}, {"auc": 0.9}),
        ({"roc_curve": {"auc": 1}, "confusion": {"tp": 5}, "buckets": {"a": 1}, "kll": {"b": 2}}, {}),
        ({"roc": [{"threshold": 0.1, "fpr": 0.2}, {"threshold": 0.2, "fpr": 0.1}]}, {}),
        ({"params": {"eta": 0.1}, "config": {"a": 1}, "version": 3, "timestamp": 5, "start_time": 7}, {}),
        ({"violations": 3}, {"violations": 3}),
        ({"explanations": {"gain": 0.4}, "features": [{"name": "age", "drift": 0.1}]}, {"gain": 0.4, "age/drift": 0.1}),
        ([], {}),
        ("0.98", {}),
        (0.98, {}),
        (None, {}),
    ],
)
def test_what_is_a_metric_is_found_and_nothing_else(document: object, metrics: dict[str, float]) -> None:
    report = read_report(document)
    assert list(report.metrics.items()) == list(metrics.items())
    assert report.note == (None if metrics else "no metrics in it")


@pytest.mark.parametrize(
    ("document", "note"),
    [
        ({"a": math.nan, "b": math.inf, "c": -math.inf, "d": 0}, "3 metrics are NaN, infinite or empty"),
        ({"a": "NaN", "b": "-Infinity", "c": "inf", "d": 0}, "3 metrics are NaN, infinite or empty"),
        ({"a": {"value": None}, "d": 0}, "1 metric is NaN, infinite or empty"),
        ({"a": 10**400, "b": 10**5000, "d": 0}, "2 metrics are NaN, infinite or empty"),
        ({"a": Decimal("sNaN"), "b": Decimal("1e999"), "d": Decimal(0)}, "2 metrics are NaN, infinite or empty"),
        ({"d": 0, "a": None, "why": {"b": None}}, None),
        ({"\u200b d": 1, "d": 0}, "1 metric is named like another one"),
    ],
)
def test_what_is_left_out_is_told(document: object, note: str | None) -> None:
    report = read_report(document)
    assert (list(report.metrics), report.note) == (["d"], note)


def test_of_thousands_the_most_important_are_taken() -> None:
    report = read_report({**{f"m{n}": n for n in range(12_344)}, "by_class": {"a": 1}, "Test AUC": 0.9})
    assert list(report.metrics) == ["Test AUC", *(f"m{n}" for n in range(4_999))]
    assert report.note == "5,000 of 12,346 metrics"


def test_a_standard_deviation_belongs_to_its_metric_and_is_none() -> None:
    report = read_report(
        {"test": {"auc": {"value": 0.9, "std": 0.01}}, "train": {"auc": {"mean": 1, "stdev": "0.02", "p99": 2}}}
    )
    assert report.metrics == {"auc": 0.9, "train/auc": 1, "p99": 2}
    assert report.deviations == {"auc": 0.01, "train/auc": 0.02}


def test_a_name_is_what_a_mail_can_show() -> None:
    names = ["m" * 500, "a\r\nBcc: x", "\u202eevil", "", "\ud800", "  two   words "]
    expected = ["m" * 63 + "…", "a Bcc: x", "evil", "unnamed", "two words"]
    assert list(read_report(dict.fromkeys(names, 1)).metrics) == expected


@pytest.mark.parametrize(
    ("entry", "violation"),
    [
        ({"feature_name": "age", "constraint_check_type": "x", "description": "y"}, Violation("age", "x", "y")),
        ({"metric_name": "auc"}, Violation("auc", "unknown", "")),
        ({"feature_name": 10**5000, "constraint_check_type": "x"}, Violation("unnamed", "x", "")),
        ({"facet": 3, "facet_value": 1, "metric_name": "CI"}, Violation("3/1/CI", "unknown", "")),
        ({"feature_name": "a\nb", "description": "c\u200b\nd" * 900}, None),
        ({"feature_name": ["a"], "description": {"b": 1}, "constraint_check_type": 7}, Violation("unnamed", "7", "")),
        ({}, Violation("unnamed", "unknown", "")),
        ("too few rows", Violation("unnamed", "unknown", "too few rows")),
        (None, Violation("unnamed", "unknown", "")),
    ],
)
def test_an_entry_that_cannot_be_read_is_a_violation_all_the_same(entry: object, violation: Violation | None) -> None:
    (read,) = read_report({"violations": [entry]}).violations or ()
    if violation is None:
        assert read.of == "a b"
        assert read.description.startswith("c dc d")
        assert len(read.description) == 500
    else:
        assert read == violation


def test_a_thousand_violations_are_taken() -> None:
    report = read_report({"violations": [{"feature_name": f"f{n}"} for n in range(1_200)]})
    assert [one.of for one in report.violations or ()] == [f"f{n}" for n in range(1_000)]
    assert report.note == "1,000 of 1,200 violations"


@pytest.mark.parametrize("other", [None, "none", {}, 0, True])
def test_only_a_list_of_violations_says_whether_constraints_were_kept(other: Any) -> None:
    assert read_report({"violations": other, "auc": 0.9}).violations is None
    assert read_report({"violations": [], "auc": 0.9}).violations == ()


@pytest.mark.parametrize(
    ("present", "missing", "complete"),
    [
        (3, 1, 0.75),
        ("3", 0, 1),
        (0, 5, 0),
        (0, 0, None),
        (-1, 3, None),
        (5, -1, None),
        (1e308, 1e308, 0.5),
        (None, 1, None),
    ],
)
def test_completeness_is_a_share(present: object, missing: object, complete: float | None) -> None:
    statistics = {"common": {"num_present": present, "num_missing": missing}, "mean": 7}
    report = read_report({"features": [{"name": "age", "numerical_statistics": statistics}]})
    assert report.metrics == {"age/mean": 7, **({} if complete is None else {"age/completeness": complete})}
    assert report.note is None


def test_a_matrix_among_bias_metrics_is_left_out() -> None:
    metrics = [{"name": "TP/FP", "value": [1, 2]}, {"name": "DI", "value": {"a": 1}}, {"name": "CI", "value": 0.1}]
    facets = {"sex": [{"metrics": metrics, "value_or_threshold": 1}]}
    report = read_report({"post_training_bias_metrics": {"facets": facets}})
    assert (report.kind, report.metrics, report.note) == ("bias report", {"sex/CI": 0.1}, None)


def test_what_authors_add_to_a_report_is_read_as_well() -> None:
    report = read_report(
        {
            "violations": ["v"],
            "features": [{"name": "age", "completeness": 1.0}],
            "pre_training_bias_metrics": {"facets": {"sex": [{"metrics": [{"name": "CI", "value": 0.1}]}]}},
            "explanations": {"kernel_shap": {"label0": {"global_shap_values": {"age": "0.2", "x": [1]}}}},
            "auc": 0.9,
        }
    )
    assert report.metrics == {"sex/CI": 0.1, "shap/age": 0.2, "auc": 0.9}
    assert (report.kind, report.note, len(report.violations or ())) == ("constraint violations", None, 1)
