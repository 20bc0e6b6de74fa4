"""Before an approval is taken back: what inference pipelines would get, and the form that asks for the reason."""

import pytest

from model_approval.domain.records import Approved
from model_approval.pages.comparison import MINUS
from tests.unit.pages.markup import Page
from tests.unit.pages.views import PAGES, REFUSAL, REVOKE, running, taken_back


@pytest.mark.parametrize(
    ("falls_to", "now", "sentence"),
    [
        (running(2), running(3), "After you revoke it Version 2 Approved by cam@example.com, 2026-01-12 08:15 UTC"),
        (None, running(3), "After you revoke it No approved version Pipelines that ask for one will fail"),
        (running(5), running(5), "Nothing changes: they run version 5, and that stays so."),
    ],
)
def test_it_is_said_what_pipelines_would_get(falls_to: Approved | None, now: Approved, sentence: str) -> None:
    said = Page(taken_back(falls_to, now)).said
    assert sentence in said
    assert "A version that was revoked cannot be approved for prod again." in said


def test_metrics_then_stand_beside_those_now() -> None:
    said = Page(PAGES["revoke"]()).said
    assert f"Metric Version 2 (then) Version 3 (now) Change Plot auc 0.9778 0.9812 {MINUS}0.0034" in said
    assert "Metrics" not in Page(PAGES["revoke the only one"]()).said
    assert "Metrics" not in Page(PAGES["revoke an old one"]()).said


def test_the_form_asks_for_a_reason_and_its_button_confirms_the_environment() -> None:
    page = Page(PAGES["revoke"]())
    assert page.all("form")[1] == {"method": "post", "action": REVOKE.action}
    assert {field["name"]: field["value"] for field in page.all("input")} == {
        "csrf_token": "token",
        "evidence": "evidence",
    }
    [reason] = page.all("textarea")
    assert (reason["name"], reason["maxlength"], "required" in reason) == ("reason", "500", True)
    assert [(b["name"], b["value"]) for b in page.all("button") if "name" in b] == [("confirmed", "prod")]
    assert page.words["button"][1:] == ["Revoke for prod"]
    assert page.title == "Revoke churn version 3 for prod? · Model approval"
    assert "/requests/prod/churn/3" in [link["href"] for link in page.all("a")]


def test_what_was_typed_and_why_it_is_asked_again_are_shown() -> None:
    page = Page(PAGES["revoke again"]())
    assert page.text("textarea").strip() == "typed before"
    assert "Say why." in page.said
    assert page.html.count('role="alert"') == 1


def test_whoever_may_not_revoke_sees_what_would_follow_but_no_form() -> None:
    page = Page(PAGES["revoke refused"]())
    assert REFUSAL in page.said
    assert len(page.all("form")) == 1
