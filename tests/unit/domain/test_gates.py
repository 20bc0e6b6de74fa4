"""Gates: one comparison each, judged the same wherever it is shown, and never in favour of what is not known."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.evidence import Stage, Violations, rounded
from model_approval.domain.gates import NO_VIOLATIONS, RULE, Gate, Gates, OnFailure, Reference, Verdict, judge
from model_approval.domain.records import Approved, Request
from tests.unit.examples import approved, request, step

numbers = st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)) | st.integers(-(10**9), 10**9)
operators = st.sampled_from([">=", "<=", ">", "<"])
changes = st.sampled_from(["", " + 0.01", " - 0.01", " * 1.1", " * 0", " - 0"])
references = st.sampled_from(["approved", "training"])
amounts = st.from_regex(r"[0-9]{1,15}(\.[0-9]{1,15})?", fullmatch=True)
rules = st.from_regex(RULE, fullmatch=True).filter(lambda rule: not rule.endswith("\n"))


def running(version: int = 1, **metrics: float) -> Approved:
    return replace(approved("dev", version), metrics=metrics)


def trained(**metrics: float) -> tuple[Stage, ...]:
    """What a later environment's request knows of the training."""
    return (Stage(None, metrics), Stage("dev", dict.fromkeys(metrics, 0.5)))


def verdict(rule: str, asked: Request | None = None, now: Approved | None = None, **metrics: float) -> Verdict:
    (found,) = judge(Gates((Gate.parse(rule),)), asked or request(metrics=metrics), now)
    return found


@given(rules)
@example("auc >= 0.85")
def test_whatever_terraform_lets_through_is_read_as_it_is_written(rule: str) -> None:
    gate = Gate.parse(rule)
    assert gate.rule == rule
    assert f"{gate.metric} {gate.operator} " == rule[: rule.index(" ") + len(gate.operator) + 2]
    value = rule.split(" ", 2)[2].split(" ")
    if gate.reference is None:
        assert [float(value[0])] == [gate.number]
        assert len(value) == 1
    else:
        assert value[0] == gate.reference.value
        assert [gate.change, gate.number] == ([value[1], float(value[2])] if len(value) > 1 else ["+", 0])


@given(operators, references, st.sampled_from("+-*"), amounts)
def test_a_reference_can_be_changed_by_a_number(operator: str, reference: str, change: str, by: str) -> None:
    gate = Gate.parse(f"binary/auc@0.5 {operator} {reference} {change} {by}")
    assert gate == Gate(gate.rule, "binary/auc@0.5", operator, float(by), Reference(reference), change)


@pytest.mark.parametrize(
    "rule",
    [
        *("", "auc", "auc >=", "auc >= ", ">= 0.85", "auc => 0.85", "auc == 0.85", "auc > = 0.85", "auc>=0.85"),
        *("auc  >= 0.85", " auc >= 0.85", "auc >= 0.85 ", "auc >= 0.85\n", "auc >= 0,85", "auc >= .85", "auc >= 1e-3"),
        *("auc >= -approved", "auc >= approved-0.01", "auc >= approved / 2", "auc >= approved - -0.01", "auc >= nan"),
        *("auc >= approved - 0.01 - 0.01", "auc >= dev", "auc >= Approved", "auc >= 0.85 and f1 >= 0.5", "a b >= 1"),
        *("No constraint violations", "no constraint violations ", "no violations", f"{'a' * 65} >= 1", "äuc >= 1"),
        *(f"auc >= {'1' * 16}", f"auc >= 0.{'1' * 16}", "auc >= \u0661"),
    ],
)
def test_anything_else_is_refused_with_what_would_be_right(rule: str) -> None:
    with pytest.raises(InvalidRecord, match=r"is no gate; write it like 'auc >= 0\.85'") as refused:
        Gate.parse(rule)
    assert repr(rule) in str(refused.value)


@given(st.text() | st.text("auc>=0.5 approved-+*<\n"))
def test_whatever_is_written_is_a_rule_or_refused(rule: str) -> None:
    try:
        assert RULE.fullmatch(Gate.parse(rule).rule) or rule == NO_VIOLATIONS
    except InvalidRecord:
        assert not RULE.fullmatch(rule)


def test_gates_know_the_metrics_that_must_not_be_left_out() -> None:
    rules = ["auc >= 0.85", NO_VIOLATIONS, "f1 >= approved", "auc >= approved"]
    gates = Gates.parse(rules, "warn", "release-managers")
    assert gates.metrics == ("auc", "f1")
    assert [gate.rule for gate in gates.gates] == rules
    assert (gates.on_failure, gates.break_glass_group) == (OnFailure.WARN, "release-managers")
    assert Gates.parse([], "block", "").break_glass_group is None
    with pytest.raises(InvalidRecord, match="on_failure is 'stop'; it can be 'block' or 'warn'"):
        Gates.parse([], "stop", None)


@pytest.mark.parametrize(
    ("rule", "auc", "passed", "detail"),
    [
        ("auc >= 0.85", 0.9871, True, "0.9871, at least 0.85"),
        ("auc >= 0.85", 0.85, True, "0.85, at least 0.85"),
        ("auc >= 0.85", 0.8123, False, "0.8123 is below 0.85"),
        ("auc >= 0.85", 0.8499999999, False, "0.8499999999 is below 0.85"),
        ("auc > 0.85", 0.86, True, "0.86, above 0.85"),
        ("auc > 0.85", 0.85, False, "0.85 is not above 0.85"),
        ("auc <= 100", 100, True, "100, at most 100"),
        ("auc <= 100", 101, False, "101 is above 100"),
        ("auc < -0.5", -0.6, True, "-0.6, below -0.5"),
        ("auc < -0.5", -0.5, False, "-0.5 is not below -0.5"),
        ("auc >= 0.3", 0.1 + 0.2, True, "0.30000000000000004, at least 0.3"),
        ("auc <= 0.3", 0.1 + 0.2, False, "0.30000000000000004 is above 0.3"),
    ],
)
def test_a_threshold_is_compared_exactly_and_said_in_numbers(rule: str, auc: float, passed: bool, detail: str) -> None:
    found = verdict(rule, auc=auc)
    assert (found.passed, found.detail) == (passed, detail)
    assert found.gate.rule == rule


@pytest.mark.parametrize("rule", ["auc >= 0", "auc >= approved", "auc >= training", "auc < 1"])
def test_a_metric_that_was_not_reported_fails_whatever_it_is_compared_with(rule: str) -> None:
    for now in (None, running(auc=0.1)):
        found = verdict(rule, now=now, AUC=0.99)
        assert (found.passed, found.detail) == (False, "auc was not reported")


def test_while_none_is_approved_there_is_nothing_to_compare_with() -> None:
    found = verdict("auc >= approved + 0.5", auc=0.1)
    assert found.passed
    assert found.detail == "no version is approved for dev, so there is nothing to compare with"


@pytest.mark.parametrize(
    ("rule", "auc", "passed", "detail"),
    [
        ("auc >= approved", 0.97, False, "0.97 is below 0.9871 ({now})"),
        ("auc >= approved", 0.9871, True, "0.9871, at least 0.9871 ({now})"),
        ("auc >= approved - 0.01", 0.9771, True, "0.9771, at least 0.9771 ({now}: 0.9871 - 0.01)"),
        ("auc >= approved - 0.01", 0.977, False, "0.977 is below 0.9771 ({now}: 0.9871 - 0.01)"),
        ("auc <= approved * 1.1", 1.08581, True, "1.08581, at most 1.08581 ({now}: 0.9871 * 1.1)"),
        ("auc < approved * 0", 0, False, "0 is not below 0 ({now}: 0.9871 * 0)"),
        ("auc > approved + 0.0029", 0.99, False, "0.99 is not above 0.99 ({now}: 0.9871 + 0.0029)"),
    ],
)
def test_a_comparison_with_what_is_approved_shows_what_it_was_compared_with(
    rule: str, auc: float, passed: bool, detail: str
) -> None:
    found = verdict(rule, now=running(auc=0.9871), auc=auc)
    assert (found.passed, found.detail) == (passed, detail.format(now="version 1, approved for dev now"))


def test_the_version_itself_is_compared_with_like_any_other_once_it_is_approved() -> None:
    assert verdict("auc > approved - 0.01", now=running(2, auc=0.98), auc=0.98).passed
    assert not verdict("auc > approved", now=running(2, auc=0.98), auc=0.98).passed


def test_an_approved_version_without_the_metric_proves_nothing() -> None:
    found = verdict("auc >= approved", now=running(rmse=1), auc=0.98)
    assert (found.passed, found.detail) == (False, "there is no auc to compare with (version 1, approved for dev now)")


def test_the_training_is_the_stage_without_an_environment() -> None:
    later = request("test", metrics={"auc": 0.9}, trail=(step(),), earlier=trained(auc=0.98))
    found = verdict("auc >= training - 0.01", later)
    assert (found.passed, found.detail) == (False, "0.9 is below 0.97 (in training: 0.98 - 0.01)")
    assert verdict("auc >= training - 0.08", later).passed


def test_the_first_environments_numbers_are_the_trainings() -> None:
    assert verdict("auc >= training", auc=0.98).passed
    assert not verdict("auc > training", auc=0.98).passed


@pytest.mark.parametrize(
    "changes",
    [{"trail": (step(),)}, {"run": {"records": 5}}, {"earlier": (Stage("dev", {"auc": 0.9}),)}],
    ids=["trail", "run", "earlier"],
)
def test_a_later_request_that_does_not_know_the_training_fails(changes: dict[str, Any]) -> None:
    found = verdict("auc >= training", request("test", metrics={"auc": 0.98}, **changes))
    assert (found.passed, found.detail) == (False, "there is no auc to compare with (in training)")


@pytest.mark.parametrize(
    ("violations", "passed", "detail"),
    [
        (None, False, "no report about constraint violations was found"),
        (Violations(0), True, "no constraint violations"),
        (Violations(1, ("age: 2 % missing",)), False, "1 constraint violation"),
        (Violations(12), False, "12 constraint violations"),
    ],
)
def test_no_violations_takes_a_report_that_says_so(violations: Violations | None, passed: bool, detail: str) -> None:
    found = verdict(NO_VIOLATIONS, request(violations=violations))
    assert (found.passed, found.detail) == (passed, detail)


@given(st.floats(allow_nan=False, allow_infinity=False), references)
@example(0.123456789, "training")
@example(0.1234565, "training")
@example(123456789.25, "approved")
def test_a_number_that_was_rounded_in_a_record_is_still_equal(value: float, reference: str) -> None:
    before = {"auc": rounded(value)}
    asked = request(metrics={"auc": value}, earlier=(Stage(None, before),))
    for sign in (">=", "<="):
        assert verdict(f"auc {sign} {reference}", asked, running(**before)).passed


@given(numbers, numbers, changes, references, operators, st.sampled_from([0.5, 0.99, 123.456]))
def test_a_better_number_never_fails_what_a_worse_one_passed(
    one: float, other: float, change: str, reference: str, operator: str, base: float
) -> None:
    worse, better = sorted([one, other], reverse=operator.startswith("<"))
    for value in (f"{reference}{change}", "0.5", "-3"):
        passed = [
            verdict(
                f"auc {operator} {value}", request(metrics={"auc": auc}, earlier=trained(auc=base)), running(auc=base)
            ).passed
            for auc in (worse, better)
        ]
        assert passed != [True, False]


@given(numbers, numbers, operators, references, changes)
def test_the_detail_never_says_that_a_number_is_below_itself(
    value: float, base: float, operator: str, reference: str, change: str
) -> None:
    asked = request(metrics={"auc": value}, earlier=trained(auc=base))
    found = verdict(f"auc {operator} {reference}{change}", asked, running(auc=base))
    said = found.detail.split(" (")[0]
    for word in (" is below ", " is above "):
        if word in said:
            left, right = said.split(word)
            assert left != right
            assert not found.passed


def test_every_gate_has_a_verdict_in_the_order_of_the_rules() -> None:
    gates = Gates.parse(["auc >= 0.99", NO_VIOLATIONS, "auc >= 0.5"], "block", None)
    assert [(v.gate, v.passed) for v in judge(gates, request(), None)] == list(
        zip(gates.gates, (False, False, True), strict=True)
    )
    assert judge(Gates(), request(), None) == ()
