"""The page of a request: what is asked, what was decided, voted and revoked, and the one form that may be sent."""

from dataclasses import replace

import pytest

from model_approval.domain.records import Approved
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.pages import web
from tests.unit.examples import ANN, approved, decision, request
from tests.unit.pages.markup import Page
from tests.unit.pages.views import ASK, DECIDED, PAGES, REVOKE, REVOKED, shown


@pytest.mark.parametrize(("name", "form"), [("asked", ASK), ("approved", REVOKE)])
def test_a_form_names_its_address_and_holds_what_binds_it(name: str, form: web.Form) -> None:
    page = Page(PAGES[name]())
    hidden = {field["name"]: field["value"] for field in page.all("input")}
    assert hidden == {"csrf_token": "token", "evidence": "evidence"}
    assert [f for f in page.all("form") if f["action"] != "/auth/sign-out"] == [
        {"method": "post", "action": form.action}
    ]


def test_only_the_form_decides() -> None:
    page = Page(PAGES["asked"]())
    assert [b["value"] for b in page.all("button") if b.get("name") == "decision"] == ["Approved", "Rejected"]
    for other in set(PAGES) - {"asked", "approved"}:
        assert [form["action"] for form in Page(PAGES[other]()).all("form")] in ([], ["/auth/sign-out"])


def test_revoking_stands_below_everything_else_closed_and_its_button_names_the_environment() -> None:
    page = Page(shown(DECIDED, approved(), form=replace(REVOKE, typed="", note=None)))
    tags = [tag for tag, _ in page.elements]
    assert page.all("details") == [{}]
    assert page.text("summary") == "Revoke this approval"
    assert set(tags[tags.index("details") :]) == {
        "details",
        "summary",
        "p",
        "form",
        "input",
        "label",
        "textarea",
        "button",
    }
    assert page.words["button"] == ["Sign out", "Revoke for dev"]
    (reason,) = page.all("textarea")
    assert (reason["name"], reason["maxlength"], "required" in reason) == ("reason", "500", True)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (approved(version=3), "Inference pipelines of dev run version 3; that stays so."),
        (approved(version=2), "then run the version that was approved before, if there is one."),
        (None, "then run the version that was approved before, if there is one."),
    ],
)
def test_before_revoking_it_is_said_what_follows(now: Approved | None, sentence: str) -> None:
    html = shown(DECIDED, now, form=REVOKE)
    assert sentence in html
    assert "A version that was revoked cannot be approved for dev again." in html


@pytest.mark.parametrize("name", ["asked", "approved"])
def test_what_was_typed_and_why_it_is_asked_again_are_shown(name: str) -> None:
    page = Page(PAGES[name]())
    assert page.text("textarea").strip() == "typed before"
    assert "please look again" in page.text("p")
    assert all("open" in details for details in page.all("details"))


def test_metrics_stand_beside_those_of_the_version_that_runs_now() -> None:
    asked = request(metrics={"auc": 0.981234, "new": 1.0})
    review = Review(asked, Standing(), approved(version=1))
    page = Page(web.review(review, person=ANN, form=None, refusal=None))
    assert [text for text in page.words["td"] if text.strip()][:4] == ["0.9812", "0.98", "1", "–"]


def test_a_request_without_metrics_says_why() -> None:
    for note, sentence in (("No report.", "No report."), (None, "The metrics did not fit into the request.")):
        review = Review(request(metrics={}, metrics_note=note), Standing(), None)
        page = Page(web.review(review, person=ANN, form=None, refusal=None))
        assert sentence in page.text("p")


def test_a_decision_that_is_not_published_yet_says_so() -> None:
    sentence = "The decision is recorded; publishing it continues by itself."
    assert sentence in shown(DECIDED, None)
    assert sentence in shown(DECIDED, approved(version=1))
    assert sentence not in shown(DECIDED, approved(version=2))
    assert sentence not in shown(DECIDED, approved(version=3))
    assert sentence not in shown(Standing(decision(status=ApprovalStatus.REJECTED)), None)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (approved(version=2), "The revocation is recorded; publishing it continues by itself."),
        (approved(version=1), "Inference pipelines of dev run version 1 now."),
        (approved(version=3), "Inference pipelines of dev run version 3 now."),
        (None, "No version is approved for dev now: its inference pipelines find none."),
    ],
)
def test_a_revocation_says_who_when_and_why_and_what_runs_now(now: Approved | None, sentence: str) -> None:
    page = Page(shown(REVOKED, now))
    said = " ".join(page.all_text.split())
    assert f"Revoked for dev by ben@example.com, 2026-02-24 12:00 UTC. {sentence}" in said
    assert "drifts Before that: Approved for dev by ann@example.com, 2026-02-24 12:00 UTC. good" in said
    assert said.count("continues by itself") == sentence.count("continues by itself")
