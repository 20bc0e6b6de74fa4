"""A session that ends while somebody writes loses nothing: what they wrote waits in their own browser."""

import base64
import json
from datetime import timedelta

import pytest

from model_approval.auth.session import SESSION_LIFETIME
from tests.unit.examples import ANN, BEN, request
from tests.unit.handlers.answers import Answer, decides, hidden, typed
from tests.unit.handlers.stack import REVOCATION, URL, Stack, choice, reason

THOUGHT = "a long thought\n\nin two parts, with <b>, é and 💥"


def kept(answer: Answer) -> str:
    """The cookie that the browser sends back."""
    [cookie] = [cookie for cookie in answer.cookies if cookie.startswith("__Host-draft=")]
    assert "; HttpOnly" in cookie
    assert "; Secure" in cookie
    assert "; SameSite=Lax" in cookie
    assert "; Max-Age=900" in cookie
    return cookie.partition(";")[0]


def forgotten(answer: Answer) -> bool:
    return any(cookie.startswith("__Host-draft=;") and "Max-Age=0" in cookie for cookie in answer.cookies)


def test_a_comment_comes_back_after_signing_in_again(stack: Stack, session: str) -> None:
    fields = choice(stack, session, comment=THOUGHT)
    stack.clock.now += SESSION_LIFETIME
    ended = stack.post(fields, session)
    assert ended.status == 401
    assert typed(ended) == THOUGHT
    cookie = kept(ended)
    [link] = [a["href"] for a in ended.page.all("a") if a["href"] == URL]
    assert stack.get(link, cookie).status == 303  # to the identity provider, and back here
    page = stack.get(link, stack.session(ANN), cookie)
    assert typed(page) == THOUGHT
    assert decides(page) == ["Approved", "Rejected"]
    assert "What you wrote before your sign-in ended is in the field again." in page.said
    assert forgotten(page)
    assert stack.world.journal.writes() == []


def test_so_does_one_that_was_about_to_be_confirmed(stack: Stack, session: str) -> None:
    asked = stack.post(stack.form(session) | {"decision": "Approved", "comment": THOUGHT}, session)
    stack.clock.now += SESSION_LIFETIME
    for button in ("confirmed", "back"):
        ended = stack.post(hidden(asked) | {button: "dev"}, session)
        assert ended.status == 401
        assert typed(stack.get(URL, stack.session(ANN), kept(ended))) == THOUGHT
    assert stack.world.journal.writes() == []


def test_a_reason_comes_back_to_the_page_that_revokes(stack: Stack, approver: str) -> None:
    fields = reason(stack, approver, reason=THOUGHT)
    stack.clock.now += SESSION_LIFETIME
    ended = stack.post(fields, approver, path=REVOCATION)
    cookie = kept(ended)
    assert REVOCATION in [a["href"] for a in ended.page.all("a")]
    other = stack.get(URL, stack.session(BEN), cookie)
    assert not forgotten(other)
    page = stack.get(REVOCATION, stack.session(BEN), cookie)
    assert typed(page) == THOUGHT
    assert forgotten(page)


def test_it_is_for_its_own_page_only(stack: Stack, session: str) -> None:
    stack.ask(request(version=3))
    cookie = kept(stack.post(choice(stack, session, comment=THOUGHT)))
    page = stack.get("/requests/dev/abalone/3", session, cookie)
    assert (typed(page), forgotten(page)) == ("", False)


def test_where_there_is_no_field_it_waits_for_its_time_to_end(stack: Stack, session: str) -> None:
    cookie = kept(stack.post(choice(stack, session, comment=THOUGHT)))
    outsider = stack.get(URL, stack.session(ANN, ["test-approvers"]), cookie)
    assert (outsider.status, forgotten(outsider)) == (200, False)
    stack.world.answer(person=BEN)
    decided = stack.get(URL, session, cookie)
    assert (decided.status, forgotten(decided)) == (200, False)
    assert "a long thought" not in decided.body


def test_on_a_page_that_expired_it_waits_too(stack: Stack, session: str) -> None:
    cookie = kept(stack.post(choice(stack, session, comment=THOUGHT)))
    stack.world.clock.forward(timedelta(days=90))
    page = stack.get(URL, session, cookie)
    assert (page.status, page.page.all("textarea"), forgotten(page)) == (200, [], False)
    assert "is in the field again" not in page.said


def test_nothing_is_kept_of_nothing(stack: Stack, session: str) -> None:
    assert stack.post(choice(stack, session, comment=" \r\n ")).cookies == []


def test_another_site_leaves_no_draft(stack: Stack, session: str) -> None:
    answer = stack.post(choice(stack, session, comment=THOUGHT), origin="https://evil.example")
    assert (answer.status, answer.cookies) == (403, [])


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "===",
        "é",
        "W" * 5000,
        base64.urlsafe_b64encode(b"[" * 2000).decode(),
        base64.urlsafe_b64encode(json.dumps({"path": URL, "text": 1}).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps({"path": [URL], "text": "x"}).encode()).decode(),
    ],
)
def test_a_cookie_that_is_no_draft_does_no_harm(stack: Stack, session: str, value: str) -> None:
    page = stack.get(URL, session, f"__Host-draft={value}")
    assert (page.status, typed(page), forgotten(page)) == (200, "", False)


def test_a_draft_is_text_and_nothing_else(stack: Stack, session: str) -> None:
    text = "</textarea><script>alert(1)</script>\u202e" + "x" * 600
    value = base64.urlsafe_b64encode(json.dumps({"path": URL, "text": text}).encode()).decode()
    page = stack.get(URL, session, f"__Host-draft={value}")
    assert typed(page) == ("</textarea><script>alert(1)</script>" + " " + "x" * 600)[:500]
    assert "<script>alert" not in page.body
