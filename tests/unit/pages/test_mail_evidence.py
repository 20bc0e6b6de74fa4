"""What mails say of the evidence: gates, better or worse, drift, violations, where it is from, and what is missing."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest

from model_approval.domain.directions import Directions
from model_approval.domain.evidence import Source, Stage, Stored, Violations
from model_approval.domain.gates import Gates
from model_approval.domain.message import Message
from model_approval.domain.notice import Kind
from model_approval.domain.records import Request
from model_approval.pages.mail import render
from model_approval.pages.mails.findings import MOST_DRIFTS
from tests.unit.examples import NOON, approved, decision, request, step
from tests.unit.pages.mailing import BASE, in_both, mail, notice

ASKS = [Kind.REQUEST, Kind.REMINDER]
EVIDENCE = [*ASKS, Kind.REPORT]
EARLIER = (Stage(None, {"auc": 0.99, "f1": 0.5}), Stage("dev", {"auc": 0.985}))


def gated(
    kind: Kind,
    rules: Collection[str],
    on_failure: str = "block",
    group: str | None = None,
    about: Request | None = None,
    **changes: Any,
) -> Message:
    gates = Gates.parse(rules, on_failure, group)
    asked = replace(notice(kind, about), **changes)
    return render(asked, base_url=BASE, valid_days=90, gates=lambda name: gates if name == "dev" else Gates())


@pytest.mark.parametrize("kind", ASKS)
def test_gates_say_what_failed_what_passed_and_who_may_approve_all_the_same(kind: Kind) -> None:
    told = gated(kind, ["auc >= 0.99", "auc >= 0.5"], group="ml-duty")
    assert in_both(told, "1 of 2 gates failed. Only approvers of dev who are also members of ml-duty may approve it")
    assert "  Failed: auc >= 0.99: 0.98 is below 0.99\n" in told.text
    assert "  Passed: auc >= 0.5: 0.98, at least 0.5\n" in told.text
    assert "Gates" not in mail(kind).text
    assert "Gates" not in gated(Kind.SUPERSEDED, ["auc >= 0.99"]).text


@pytest.mark.parametrize(
    ("on_failure", "sentence"),
    [
        ("block", "1 of 1 gate failed. Nobody may approve this for dev as long as that is so."),
        ("warn", "1 of 1 gate failed. That is a warning: it keeps nobody from approving."),
    ],
)
def test_a_gate_that_fails_says_what_follows(on_failure: str, sentence: str) -> None:
    assert in_both(gated(Kind.REQUEST, ["auc >= 0.99"], on_failure), sentence)


def test_gates_that_pass_are_said_to_pass() -> None:
    told = gated(Kind.REQUEST, ["auc >= 0.9", "auc >= approved - 0.01"], approved=approved(version=1))
    assert in_both(told, "2 gates passed.")
    assert "auc >= approved - 0.01: 0.98, at least 0.97 (version 1, approved for dev now" in told.text
    assert "Failed" not in told.text


def test_gates_are_those_of_the_environment_that_is_asked() -> None:
    assert "Gates" not in gated(Kind.REQUEST, ["auc >= 0.99"], about=request("test")).text


def test_a_mail_claims_nothing_about_an_account_that_may_be_out_of_reach() -> None:
    told = gated(Kind.REQUEST, ["auc >= approved"])
    assert in_both(told, "auc >= approved: no approved version was found to compare with; the page looks again")
    assert "no version is approved for dev" not in told.text
    missing = gated(Kind.REQUEST, ["f1 >= approved"])
    assert in_both(missing, "f1 >= approved: f1 was not reported")


@pytest.mark.parametrize("kind", ASKS)
def test_a_change_is_called_better_or_worse_where_that_is_known(kind: Kind) -> None:
    now = replace(approved(version=1), metrics={"auc": 0.97, "mae": 1.5, "rows": 5.0, "f1": 0.5})
    about = request(metrics={"auc": 0.98, "mae": 2.5, "rows": 7.0, "f1": 0.5})
    lines = mail(kind, about, approved=now).text
    for line in ("0.97, +0.01, better)", "1.5, +1.0, worse)", "5, +2)", "0.5, same)"):
        assert line in lines
    table = Directions({"rows": "lower"})
    told = render(replace(notice(kind, about), approved=now), base_url=BASE, valid_days=90, directions=table)
    assert "(version 1 now: 5, +2, worse)" in told.text


@pytest.mark.parametrize("kind", EVIDENCE)
def test_later_environments_hear_how_the_numbers_drifted_the_worse_first(kind: Kind) -> None:
    about = request("test", metrics={"f1": 0.6, "auc": 0.98, "new": 1.0}, earlier=EARLIER, trail=(step("dev"),))
    told = mail(kind, about)
    where = "this run" if kind is Kind.REPORT else "dev"
    assert (
        f"  - auc: 0.99 (training), 0.98 ({where}): \u22120.01 (\u22121.0 %), worse\n  - f1: 0.5 (training)"
        in told.text
    )
    assert in_both(told, "Drift since training")
    assert "new: 1 (" not in told.text
    assert "Drift" not in mail(kind).text


def test_a_mail_tells_the_drift_of_a_few_metrics_and_how_many_more_there_are() -> None:
    metrics = {f"metric {number}": 1.0 for number in range(MOST_DRIFTS + 3)}
    told = mail(Kind.REQUEST, request(metrics=metrics, earlier=(Stage(None, metrics),)))
    assert told.text.count("(training), 1 (training): same") == MOST_DRIFTS
    assert in_both(told, "3 more on the page.")


@pytest.mark.parametrize("kind", EVIDENCE)
@pytest.mark.parametrize(
    ("violations", "sentences"),
    [
        (None, ["No report about constraints was found."]),
        (Violations(0), ["None: a report says that all constraints were kept."]),
        (Violations(1, ("age: no number",)), ["1 constraint violation", "age: no number"]),
        (Violations(1200, ("age: no number",)), ["1,200 constraint violations", "age: no number", "and 1,199 more"]),
    ],
)
def test_violations_are_counted_and_the_first_are_named(
    kind: Kind, violations: Violations | None, sentences: list[str]
) -> None:
    told = mail(kind, request(violations=violations))
    assert all(in_both(told, sentence) for sentence in sentences)
    assert (" more" in told.text) is ("and 1,199 more" in sentences)


@pytest.mark.parametrize("kind", EVIDENCE)
def test_what_is_missing_is_said_with_its_reason(kind: Kind) -> None:
    denied = Source("bias report", "s3://b/bias.json", 0, "Access denied.")
    told = mail(kind, request(sources=(denied, Source("metrics", None, 2))))
    assert in_both(told, "bias report: Access denied. (s3://b/bias.json)")
    assert in_both(told, "metrics: 2 metrics")


def test_sources_that_neither_gave_nor_lack_anything_are_left_out() -> None:
    assert "transform job" not in mail(Kind.REQUEST, request(sources=(Source("transform job", "arn:x"),))).text


@pytest.mark.parametrize("kind", EVIDENCE)
def test_the_run_is_told_with_its_units(kind: Kind) -> None:
    told = mail(kind, request(run={"records": 1500.0, "seconds": 90.0, "instance_hours": 1.0}))
    assert in_both(told, "Records: 1,500; Duration: 1 min 30 s; Compute: 1 instance hour")
    assert "The run" not in mail(Kind.REQUEST).text


@pytest.mark.parametrize("kind", EVIDENCE)
@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        (None, "None were found."),
        (Stored("s3://b/k", "aa", 0, 0), "None were found."),
        (Stored("s3://b/k", "aa", 7, 0), "They did not fit into the request; the page has them."),
    ],
)
def test_a_mail_without_metrics_says_why(kind: Kind, stored: Stored | None, sentence: str) -> None:
    assert in_both(mail(kind, request(metrics={}, stored=stored)), sentence)


def test_metrics_that_only_the_page_has_are_counted() -> None:
    assert in_both(mail(Kind.REQUEST, request(stored=Stored("s3://b/k", "aa", 1201, 0))), "1,200 more on the page.")
    assert "more" not in mail(Kind.REQUEST, request(stored=Stored("s3://b/k", "aa", 1, 0))).text


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (("auc >= 0.99",), "It was approved although this gate failed: auc >= 0.99"),
        (("a >= 1", "b >= 1"), "It was approved although these gates failed: a >= 1; b >= 1"),
    ],
)
def test_the_others_hear_which_gates_were_overridden_and_why(rules: tuple[str, ...], sentence: str) -> None:
    told = mail(Kind.DECIDED, decision(overridden=rules, comment="January came late.", decided_at=NOON))
    assert in_both(told, sentence)
    parts = ("> January came late.", "It was approved although", "inference pipelines there get none")
    assert [told.text.index(part) for part in parts] == sorted(told.text.index(part) for part in parts)
    assert "although gates failed. You need not decide any more." in told.html
    assert "although" not in mail(Kind.DECIDED).text + mail(Kind.DECIDED).html
    assert "#b3261e" in told.html
    assert "#b3261e" not in mail(Kind.DECIDED).html
