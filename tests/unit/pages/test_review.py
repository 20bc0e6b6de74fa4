"""The page of a request: where it stands, in plain words, and the one thing that this person can do."""

import re

import pytest

from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.pages import web
from tests.unit.examples import ANN, BEN, PATH
from tests.unit.pages.markup import Page
from tests.unit.pages.views import (
    AGAIN,
    DECIDED,
    DENIED,
    FORM,
    GROUP,
    OBJECTION,
    PAGES,
    REFUSAL,
    REQUESTS,
    REVOKED,
    UNDECIDED,
    UNTIL,
    request,
    running,
    seen,
    shown,
    vote,
)

DECIDABLE = {
    "waiting",
    "waiting for one more",
    "nothing runs",
    "first environment",
    "changed since shown",
    "superseded",
    "checks failed",
    "no registry",
    "gates passed",
    "gates can be overridden",
    "gates warn",
    "violations",
    "no evidence",
    "not pinned",
}
REJECTABLE = {"own request", "gates block", "gates block everybody", "gates block own request"}
"""Whoever looks at these may reject, but not approve."""
REVOCABLE = {"approved", "approved by two", "not published", "approved, newer runs", "overridden"}


def said(html: str) -> str:
    return Page(html).said


def status(html: str) -> str:
    """What stands in the page's one status."""
    [status] = re.findall(r"features\. (.*?) (?:May it run in|Who decides|Approvals |Its path)", said(html))
    return str(status)


def decide_form(html: str) -> list[dict[str, str]]:
    return [form for form in Page(html).all("form") if form["action"] != "/auth/sign-out"]


@pytest.mark.parametrize(
    ("name", "sentences"),
    {
        "waiting": ["Waiting for one approval of ml-approvers-prod. It can be decided until 2026-05-25 12:00 UTC."],
        "waiting for one more": ["1 of 2 approvals; waiting for one more of ml-approvers-prod. One rejection rejects."],
        "voted": ["waiting for one more", "You voted to approve, 2026-02-25 09:30 UTC. That vote stays."],
        "counted": ["The votes are cast; what they decide is being recorded."],
        "superseded": ["Version 4 of churn is newer. Look at version 4, or compare both"],
        "expired": [
            "Nobody decided in time: it expired 2026-05-25 12:00 UTC.",
            "It can be neither approved nor rejected any more.",
            "To ask again, have a newer version promoted: its request comes after its inference in test.",
            "Or ask your platform engineer to raise request_valid_days: that revives this request.",
        ],
        "approved": [
            "Your decision is recorded.",
            "Approved for prod by ann@example.com, 2026-02-25 09:30 UTC. Inference pipelines of prod run it.",
        ],
        "not published": ["The decision is recorded; publishing it continues by itself."],
        "approved, newer runs": ["Inference pipelines of prod run version 5 now, which is newer."],
        "rejected": [
            "Rejected for prod by ann@example.com, 2026-02-25 09:30 UTC. It will never run in prod.",
            "To try again, register a new version.",
        ],
        "revoked": [
            "Revoked for prod by ben@example.com, 2026-03-02 16:45 UTC. Inference pipelines of prod run version 2 now."
        ],
        "revoked, nothing runs": ["No version is approved for prod now: its inference pipelines find none."],
    }.items(),
)  # fmt: skip
def test_the_page_says_where_the_request_stands(name: str, sentences: list[str]) -> None:
    html = PAGES[name]()
    assert html.count('role="status"') == 1
    for sentence in sentences:
        assert sentence in status(html)


def test_a_revocation_that_is_not_published_says_so() -> None:
    sentence = "The revocation is recorded; publishing it continues by itself."
    assert sentence in status(shown(seen(REVOKED, approved=running(3)), form=None))
    assert sentence not in status(shown(seen(REVOKED), form=None))


def test_a_request_that_never_expires_names_no_time() -> None:
    assert "until" not in status(shown(expires_at=None))


def test_in_the_first_environment_an_expired_request_is_repeated_by_registering_again() -> None:
    review = Review(request("dev"), UNDECIDED, None)
    assert "To ask again, register the model as a new version." in status(shown(review, form=None, expired=True))


@pytest.mark.parametrize("name", REQUESTS)
def test_only_who_may_decide_gets_a_form_and_only_while_it_is_open(name: str) -> None:
    decisions = [button["value"] for button in Page(PAGES[name]()).all("button") if button.get("name") == "decision"]
    expected = ["Approved", "Rejected"] if name in DECIDABLE else []
    assert decisions == (["Rejected"] if name in REJECTABLE else expected)


@pytest.mark.parametrize("name", sorted(DECIDABLE | REJECTABLE))
def test_the_form_names_its_address_and_holds_what_binds_it(name: str) -> None:
    html = PAGES[name]()
    assert decide_form(html) == [{"method": "post", "action": FORM.action}]
    hidden = {field["name"]: field["value"] for field in Page(html).all("input")}
    assert hidden == {"csrf_token": "token", "evidence": "evidence"}
    [comment] = Page(html).all("textarea")
    assert (comment["name"], comment["maxlength"], "required" in comment) == ("comment", "500", False)


def test_whoever_may_not_approve_reads_why_and_may_reject() -> None:
    html = said(PAGES["own request"]())
    assert f"You may reject this, but not approve it. {OBJECTION}" in html
    assert OBJECTION not in said(shown())


@pytest.mark.parametrize("standing", [UNDECIDED, DECIDED])
def test_whoever_may_not_decide_reads_who_may(standing: object) -> None:
    html = shown(seen(standing), refusal=REFUSAL)  # type: ignore[arg-type]
    assert f"Who decides {REFUSAL}" in said(html)
    assert decide_form(html) == []
    assert "Revoke" not in said(html)


@pytest.mark.parametrize("standing", [DENIED, REVOKED])
def test_once_nothing_can_be_done_nobody_is_told_that_they_may_not(standing: object) -> None:
    assert "Who decides" not in said(shown(seen(standing), form=None, refusal=REFUSAL))  # type: ignore[arg-type]


def test_nothing_can_be_decided_about_what_has_expired_even_with_a_form() -> None:
    assert decide_form(shown(expired=True)) == []


def test_what_was_typed_and_why_it_is_asked_again_are_shown() -> None:
    html = PAGES["changed since shown"]()
    assert Page(html).text("textarea").strip() == "typed before"
    [alert] = [attributes for _, attributes in Page(html).elements if attributes.get("role") == "alert"]
    assert alert["id"] in Page(html).all("textarea")[0]["aria-describedby"]
    assert AGAIN.note
    assert AGAIN.note in said(html)


@pytest.mark.parametrize("name", REQUESTS)
def test_an_approval_can_be_taken_back_from_its_page(name: str) -> None:
    links = [a["href"] for a in Page(PAGES[name]()).all("a") if a["href"].endswith("/revocation")]
    assert links == (["/requests/prod/churn/3/revocation"] if name in REVOCABLE else [])


def test_the_approvals_that_are_missing_are_counted() -> None:
    text = said(shown(seen(required=3, votes=(vote(BEN),))))
    assert (
        "Approvals ben@example.com Approves, 2026-02-25 09:30 UTC One more approval One more approval Its path" in text
    )
    assert "0 of 2 approvals; waiting for 2 more" in said(shown(seen(required=2)))
    for one in (shown(), shown(seen(DECIDED, required=2))):
        assert "One more approval" not in said(one)


def test_the_page_leads_to_the_group_to_the_board_and_to_the_newer_version() -> None:
    links = [a["href"] for a in Page(PAGES["superseded"]()).all("a")]
    assert {"/", "/groups/churn", "/requests/prod/churn/4", "/groups/churn/compare?a=3&b=4"} <= set(links)


@pytest.mark.parametrize("standing", [DECIDED, DENIED, REVOKED])
def test_what_happened_stands_first_once_it_is_decided(standing: object) -> None:
    headings = Page(shown(seen(standing))).words["h2"]  # type: ignore[arg-type]
    assert headings.index("History") < headings.index("The model")
    waiting = Page(shown()).words["h2"]
    assert waiting.index("History") > waiting.index("The model")


def test_the_title_names_model_version_and_environment() -> None:
    html = web.review(seen(), web.Panel(GROUP, expires_at=UNTIL), person=ANN, path=PATH, package=None)
    assert Page(html).title == "churn version 3 for prod · Model approval"
    assert Page(html).text("h1") == "churn version 3 for prod"
    assert ApprovalStatus.PENDING.value not in Page(html).text("h1")
