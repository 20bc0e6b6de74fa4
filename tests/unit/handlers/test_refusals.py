"""A decision takes a session, this origin, this form, this evidence and this group; else nothing is written."""

from typing import Any

import pytest

from tests.unit.examples import BEN, NAMES, model, request
from tests.unit.handlers.answers import typed
from tests.unit.handlers.stack import BASE, URL, Stack, choice, event


@pytest.mark.parametrize("cookie", [None, "__Host-session=forged.AAAA", "__Host-session="])
def test_without_a_session_the_comment_is_given_back_and_nothing_redirects(
    stack: Stack, session: str, cookie: str | None
) -> None:
    answer = stack.post(choice(stack, session, comment="a long thought"), *([cookie] if cookie else []))
    assert answer.status == 401
    assert "Location" not in answer.headers
    assert typed(answer) == "a long thought"
    assert URL in [a["href"] for a in answer.page.all("a")]
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "https://evil.example",
        BASE + "/",
        BASE.upper(),
        "http://approve.example.com",
        BASE + ".evil.example",
    ],
)
def test_a_form_on_another_site_decides_nothing(stack: Stack, session: str, origin: str | None) -> None:
    answer = stack.post(choice(stack, session), session, origin=origin)
    assert (answer.status, "on the request&#39;s own page only" in answer.body) == (403, True)
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"csrf_token": ""}, "was not made for this sign-in"),
        ({"csrf_token": "é" * 64}, "was not made for this sign-in"),
        ({"evidence": "another"}, "was not made for this sign-in"),
        ({"evidence": ""}, "was not made for this sign-in"),
        ({"decision": ""}, "Choose to approve or to reject"),
        ({"decision": "approved"}, "Choose to approve or to reject"),
        ({"decision": "PendingManualApproval"}, "Choose to approve or to reject"),
        ({"comment": "x" * 501}, "The comment has 501 characters, over 500"),
    ],
    ids=str,
)
def test_a_form_that_does_not_hold_is_shown_again(
    stack: Stack, session: str, fields: dict[str, str], sentence: str
) -> None:
    answer = stack.post(choice(stack, session, **fields), session)
    assert answer.status == 400
    assert sentence in answer.body
    assert typed(answer) == fields.get("comment", "good")
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("missing", ["csrf_token", "evidence", "decision"])
def test_a_field_that_is_missing_decides_nothing(stack: Stack, session: str, missing: str) -> None:
    fields = choice(stack, session)
    del fields[missing]
    assert stack.post(fields, session).status == 400
    assert stack.world.journal.writes() == []


def test_a_form_of_another_session_or_request_decides_nothing(stack: Stack, session: str) -> None:
    other = stack.session(BEN)
    assert stack.post(choice(stack, other), session).status == 400
    stack.ask(request(version=3))
    assert stack.post(choice(stack, session), session, path="/requests/dev/abalone/3").status == 400
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("groups", [(), ("test-approvers",), ("DEV-APPROVERS",), ("dev-approvers ",)])
def test_an_outsider_decides_nothing_even_with_the_form(stack: Stack, session: str, groups: tuple[str, ...]) -> None:
    outsider = stack.session(BEN, groups)
    answer = stack.post(choice(stack, session), outsider)
    assert (answer.status, "only members of the group" in answer.body) == (403, True)
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("body", ["_w==", "//79", "PT09PSYmJj0=", "", None])
def test_a_body_that_is_no_form_decides_nothing(stack: Stack, session: str, body: str | None) -> None:
    sent: dict[str, Any] = event("POST", URL, [session], origin=BASE) | {"body": body}
    assert stack.send(sent).status == 400
    assert stack.world.journal.writes() == []


def test_a_flood_of_fields_decides_nothing(stack: Stack, session: str) -> None:
    fields = choice(stack, session) | {f"field-{n}": "" for n in range(1000)}
    assert stack.post(fields, session).status == 400
    assert stack.world.journal.writes() == []


def test_a_request_that_nobody_made_cannot_be_decided(stack: Stack, session: str) -> None:
    fields = choice(stack, session)
    del stack.world.store.values[NAMES.request("dev", model().id)]
    assert stack.post(fields, session).status == 404
    assert stack.world.journal.writes() == []
