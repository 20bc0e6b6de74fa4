"""Many reports become one evidence, in which every number has a name of its own and each source says what it gave."""

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.evidence import Source, Violation
from model_approval.domain.merged_evidence import NOTE_LENGTH, URI_LENGTH, Found, merge, numbers
from tests.unit.examples import hostile_text

EVALUATION, STATISTICS = "evaluation report", "model quality statistics"


def found(kind: str, uri: str, **metrics: float) -> Found:
    return Found(kind, uri, metrics)


def names(*all: Found) -> dict[str, float]:
    return dict(merge(list(all), {}).metrics)


def test_the_first_has_the_name_and_a_later_one_is_told_apart() -> None:
    first, holdout = (
        found(EVALUATION, "s3://b/test.json", auc=0.9, f1=0.8),
        found(EVALUATION, "s3://b/holdout.json", auc=0.7),
    )
    assert names(first, holdout) == {"auc": 0.9, "f1": 0.8, "holdout/auc": 0.7}


def test_files_that_are_all_named_alike_are_told_apart_by_what_they_are_or_by_their_folder() -> None:
    first = found(EVALUATION, "s3://b/a/evaluation.json", auc=0.9)
    assert names(first, found(STATISTICS, "s3://b/c/statistics.json", auc=0.7)) == {
        "auc": 0.9,
        f"{STATISTICS}/auc": 0.7,
    }
    assert names(first, found(EVALUATION, "s3://b/c/evaluation.json", auc=0.7)) == {"auc": 0.9, "c/auc": 0.7}


def test_any_number_of_files_that_are_named_alike_is_told_apart() -> None:
    alike = [found(EVALUATION, "s3://b/c/evaluation.json", auc=0.1 * number) for number in range(5)]
    assert list(names(*alike)) == ["auc", "c/auc", "2 evaluation/auc", "3 evaluation/auc", "4 evaluation/auc"]


def test_a_name_that_looks_as_if_it_were_told_apart_already_is_left_alone() -> None:
    first = found(EVALUATION, "s3://b/a/evaluation.json", auc=0.9)
    holdout = Found(EVALUATION, "s3://b/c/holdout.json", {"auc": 0.7, "holdout/auc": 0.6})
    assert names(first, holdout) == {"auc": 0.9, "c/auc": 0.7, "holdout/auc": 0.6}


def test_the_same_number_twice_is_one_metric() -> None:
    first, again = (
        found(STATISTICS, "s3://b/statistics.json", auc=0.9),
        found(EVALUATION, "s3://b/e.json", auc=0.9, f1=0.8),
    )
    assert names(first, again) == {"auc": 0.9, "f1": 0.8}


def test_what_the_model_is_worth_comes_before_what_the_data_are_like() -> None:
    data, bias = found("data quality statistics", "s3://b/d", mean=1.0), found("bias report", "s3://b/b", ci=0.1)
    own = Found("metrics", None, {"auc": 0.9})
    evidence = merge([data, bias, own], {})
    assert list(evidence.metrics) == ["auc", "ci", "mean"]
    assert [source.kind for source in evidence.sources] == ["data quality statistics", "bias report", "metrics"]


def test_deviations_go_with_their_metrics() -> None:
    first = Found(EVALUATION, "s3://b/e.json", {"auc": 0.9}, {"auc": 0.01})
    later = Found(EVALUATION, "s3://b/holdout.json", {"auc": 0.7, "f1": 0.8}, {"auc": 0.02})
    assert merge([first, later], {}).deviations == {"auc": 0.01, "holdout/auc": 0.02}


def test_no_report_about_constraints_is_not_the_same_as_none_broken() -> None:
    violation = Violation("age", "data_type_check", "wrong")
    assert merge([found(EVALUATION, "s3://b/e.json", auc=0.9)], {}).violations is None
    assert merge([Found("constraint violations", "s3://b/v", violations=())], {}).violations == ()
    twice = [Found("constraint violations", uri, violations=(violation,)) for uri in ("s3://b/v", "s3://b/w")]
    assert merge(twice, {}).violations == (violation,)


def test_each_source_says_what_it_gave_and_what_is_missing() -> None:
    violations = (Violation("age", "a", "b"), Violation("sex", "a", "b"))
    all = [Found(EVALUATION, "s3://b/e", {"auc": 0.9}, note="a\nb"), Found("metrics", None, violations=violations)]
    assert merge(all, {"seconds": 9}).sources == (Source(EVALUATION, "s3://b/e", 1, "a b"), Source("metrics", None, 2))
    assert merge(all, {"seconds": 9}).run == {"seconds": 9}


def test_only_finite_numbers_are_numbers() -> None:
    given: dict[str, Any] = {"a": 1, "b": 0.5, "c": math.nan, "d": math.inf, "e": True, "f": "1", "g": None, "h": [1]}
    assert numbers(given) == {"a": 1, "b": 0.5}


metrics = st.dictionaries(hostile_text, st.sampled_from([0.1, 0.2, 0.3]), max_size=4)
uris = (
    st.none()
    | hostile_text
    | st.sampled_from(["s3://b/evaluation.json", "s3://b/" + "x" * 99 + ".json", "s3://" + "é" * 2_000])
)


@given(
    st.lists(st.builds(Found, st.sampled_from([EVALUATION, "metrics"]), uris, metrics, note=st.none() | hostile_text))
)
def test_whatever_is_merged_no_number_is_lost_and_no_name_is_there_twice(all: list[Found]) -> None:
    evidence = merge(all, {})
    assert set(evidence.metrics.values()) == {number for one in all for number in one.metrics.values()}
    for name in {name for one in all for name in one.metrics}:
        told = {number for one in all for own, number in one.metrics.items() if own == name}
        kept = {number for own, number in evidence.metrics.items() if own == name or own.endswith(f"/{name}")}
        assert told <= kept
    assert len(evidence.sources) == len(all)
    assert all_fit(evidence.sources)


def all_fit(sources: tuple[Source, ...]) -> bool:
    return all(len(one.note or "") <= NOTE_LENGTH and len(one.uri or "") <= URI_LENGTH for one in sources)
