"""The second step of a decision: it names the environment, says what would happen, and keeps the comment."""

import pytest

from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import BEN, CAM
from tests.unit.pages.markup import Page
from tests.unit.pages.views import APPROVED, FORM, PAGES, REJECTED, confirmed, request, running, seen, vote


@pytest.mark.parametrize(("choice", "verb"), [(APPROVED, "Approve"), (REJECTED, "Reject")])
def test_title_heading_and_button_name_the_environment(choice: ApprovalStatus, verb: str) -> None:
    page = Page(confirmed(choice))
    assert page.title == f"{verb} churn version 3 for prod? · Model approval"
    assert page.text("h1") == f"{verb} churn version 3 for prod?"
    buttons = [button for button in page.all("button") if "name" in button]
    assert [(button["name"], button["value"]) for button in buttons] == [("confirmed", "prod"), ("back", "1")]
    assert page.words["button"][1:] == [f"{verb} for prod", "Go back"]


@pytest.mark.parametrize("choice", [APPROVED, REJECTED])
def test_the_form_sends_the_decision_again_with_its_comment(choice: ApprovalStatus) -> None:
    page = Page(confirmed(choice, typed="Fine.\nReally."))
    assert {field["name"]: field["value"] for field in page.all("input")} == {
        "csrf_token": "token",
        "evidence": "evidence",
        "decision": choice.value,
        "comment": "Fine.\nReally.",
    }
    assert page.all("form")[1] == {"method": "post", "action": FORM.action}
    assert "Your comment Fine. Really. Reject" in page.said or "Your comment Fine. Really. Approve" in page.said


def test_without_a_comment_it_says_so() -> None:
    assert "You left no comment." in Page(confirmed(typed="")).said
    assert "Your comment" not in Page(confirmed(typed="")).said


@pytest.mark.parametrize(
    ("review", "sentence"),
    [
        (seen(), "prod's inference pipelines will run version 3 instead of version 2."),
        (
            seen(approved=None),
            "prod's inference pipelines will run version 3. Now they find no approved version.",
        ),
        (seen(approved=running(5)), "prod's inference pipelines keep running version 5, which is newer."),
        (
            seen(required=2),
            "One more approval is needed after yours. Until then nothing changes: prod's inference pipelines keep",
        ),
        (seen(required=2), "keep running version 2. Your vote cannot be taken back."),
        (seen(required=4, votes=(vote(BEN),)), "2 more approvals are needed after yours."),
        (seen(required=2, approved=None), "prod's inference pipelines find no approved version."),
        (
            seen(required=2, votes=(vote(BEN),)),
            "prod's inference pipelines will run version 3 instead of version 2.",
        ),
        (
            seen(required=3, votes=(vote(BEN), vote(CAM))),
            "prod's inference pipelines will run version 3 instead of version 2.",
        ),
    ],
)
def test_before_approving_it_is_said_what_would_run(review: Review, sentence: str) -> None:
    assert sentence in Page(confirmed(APPROVED, review)).said


@pytest.mark.parametrize(
    ("review", "sentence"),
    [
        (seen(), "prod's inference pipelines keep running version 2."),
        (seen(required=3), "prod's inference pipelines keep running version 2."),
        (seen(approved=None), "prod's inference pipelines still find no approved version."),
    ],
)
def test_before_rejecting_it_is_said_that_it_is_for_ever(review: Review, sentence: str) -> None:
    assert (
        f"Version 3 will never run in prod; this cannot be undone. {sentence}" in Page(confirmed(REJECTED, review)).said
    )


def test_before_approving_checks_that_failed_are_repeated() -> None:
    said = Page(PAGES["confirm with failed checks"]()).said
    assert (
        "Checks failed: Metrics: They did not fit into the request. Newer versions: Version 4 is on its way, too."
        in said
    )
    review = seen(request=request(metrics={}))
    assert "A check failed: Metrics" in Page(confirmed(APPROVED, review)).said
    assert "failed" not in Page(confirmed(REJECTED, review)).said
    assert "failed" not in Page(confirmed()).said
