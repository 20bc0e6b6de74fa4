"""Gates on the pages: what passed and failed, what follows for whoever decides, and what was overridden."""

from dataclasses import replace

import pytest

from model_approval.domain.standing import Standing
from tests.unit.examples import BEN
from tests.unit.pages.markup import Page
from tests.unit.pages.views import (
    BY_TWO,
    DECIDED,
    FAILING,
    OBJECTION,
    OVERRIDDEN,
    PAGES,
    REJECTED,
    RULES,
    VOTED,
    blocking,
    confirmed,
    gated,
    running,
    seen,
    shown,
    vote,
)


def said(name: str) -> str:
    return Page(PAGES[name]()).said


def test_gates_stand_before_everything_else_the_failed_ones_first() -> None:
    told = said("gates block")
    assert "Gates 2 failed, approval blocked Failed: auc >= 0.99 0.981234 is below 0.99 Failed: log_loss" in told
    assert "Passed: no constraint violations no constraint violations" in told
    assert told.index("Gates 2 failed") < told.index("Metrics against")
    assert "keeps nobody" not in told


@pytest.mark.parametrize(
    ("name", "badge"),
    [("gates passed", "Gates All passed Passed: auc"), ("gates warn", "Gates 2 failed, a warning only Failed: auc")],
)
def test_the_worst_of_the_gates_is_in_the_heading(name: str, badge: str) -> None:
    assert badge in said(name)


def test_without_gates_nothing_is_said_of_them() -> None:
    assert "Gates" not in said("waiting")


def test_once_it_is_decided_gates_would_be_about_the_version_itself() -> None:
    html = shown(replace(gated(*RULES), standing=DECIDED, approved=running(3)), form=None)
    assert "Gates" not in Page(html).said


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "gates block",
            "Only approvers of prod who are also members of ml-duty may approve it all the same. You may reject it.",
        ),
        (
            "gates block everybody",
            "Nobody may approve it for prod: a version that passes has to be registered. You may reject it.",
        ),
        ("gates block own request", f"You may reject this, but not approve it. {OBJECTION}"),
    ],
)
def test_who_may_not_approve_reads_why_and_who_may(name: str, sentence: str) -> None:
    page = Page(PAGES[name]())
    assert sentence in page.said
    failed = "Gates keep this from being approved. They failed: auc >= 0.99, log_loss <= approved * 0.3"
    assert (failed in page.said) is (name != "gates block own request")
    assert [button["value"] for button in page.all("button") if button.get("name") == "decision"] == ["Rejected"]
    assert "Comment (optional)" in page.said


def test_who_may_override_reads_that_it_takes_a_reason() -> None:
    told = said("gates can be overridden")
    assert "Approving overrides gates that failed. auc >= 0.99, log_loss <= approved * 0.3" in told
    assert "You may do that as a member of ml-duty, with a reason." in told
    assert "Comment (the reason; required to approve)" in told
    assert "Override and approve Reject" in told
    assert "keep this from being approved" not in told


def test_one_gate_is_one() -> None:
    one = {"blocked": FAILING[:1]}
    assert "A gate keeps this from being approved. It failed: auc >= 0.99 Nobody" in Page(shown(**one)).said
    assert "Approving overrides a gate that failed." in Page(shown(**one, may_override=True)).said


def test_a_gate_that_only_warns_hinders_nobody() -> None:
    told = said("gates warn")
    assert "One that fails is a warning: it keeps nobody from approving." in told
    assert "Comment (optional)" in told
    assert "Approve Reject" in told


def test_the_second_step_names_what_is_overridden_and_the_reason() -> None:
    told = said("confirm override")
    assert "You override gates that failed: auc >= 0.99: 0.981234 is below 0.99 log_loss <= approved * 0.3: 0.1" in told
    assert "That is recorded with your approval and its reason, and told to all approvers." in told
    assert "Your reason Fine. Really." in told
    assert "You override a gate that failed" in Page(confirmed(review=gated("auc >= 0.99"))).said


def test_the_second_step_repeats_warnings() -> None:
    told = said("confirm with warnings")
    assert "Gates failed, which is a warning only: auc >= 0.99" in told
    assert "Your comment Fine. Really." in told
    assert "override" not in told


@pytest.mark.parametrize("html", [confirmed(REJECTED, gated(*FAILING)), confirmed(), confirmed(review=gated(*RULES))])
def test_the_second_step_says_nothing_of_gates_that_do_not_matter(html: str) -> None:
    assert "ate failed" not in Page(html).said
    assert "ates failed" not in Page(html).said
    assert "override" not in Page(html).said


def test_whoever_looks_later_sees_what_was_overridden() -> None:
    told = said("overridden")
    assert "Gates failed, and were overridden: auc >= 0.99, log_loss <= approved * 0.3" in told
    history = told[told.index("History") :]
    assert "Although these gates failed: auc >= 0.99, log_loss <= approved * 0.3 The January data are known" in history
    one = replace(OVERRIDDEN, overridden=FAILING[:1])
    assert "A gate failed, and was overridden: auc >= 0.99" in Page(shown(seen(Standing(one)))).said
    assert "verridden" not in Page(shown(seen(DECIDED))).said


def test_a_vote_that_overrode_a_gate_says_so() -> None:
    cast = (replace(VOTED, overridden=FAILING[:1]), vote(BEN))
    told = Page(shown(seen(BY_TWO, required=2, votes=cast))).said
    assert told.count("Although this gate failed: auc >= 0.99 Looks good to me.") == 1


def test_the_page_of_somebody_who_may_not_decide_has_no_form_for_gates() -> None:
    html = shown(gated(*FAILING), form=None, refusal="You may look.", **blocking())
    assert "keep this from being approved" not in Page(html).said
    assert "2 failed, approval blocked" in Page(html).said
