"""A revocation takes what a decision takes, and a reason and something to revoke; else nothing is written."""

import json
from typing import Any

import pytest

from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, NAMES, model
from tests.unit.handlers.answers import buttons, typed
from tests.unit.handlers.stack import BASE, REVOCATION, URL, Stack, choice, event, reason
from tests.unit.handlers.test_reading import check_headers


@pytest.mark.parametrize("cookie", [None, "__Host-session=forged.AAAA"])
def test_without_a_session_the_reason_is_given_back_and_nothing_redirects(
    stack: Stack, approver: str, cookie: str | None
) -> None:
    fields = reason(stack, approver, reason="a long thought")
    answer = stack.post(fields, *([cookie] if cookie else []), path=REVOCATION)
    assert answer.status == 401
    assert "Location" not in answer.headers
    assert typed(answer) == "a long thought"
    assert REVOCATION in [a["href"] for a in answer.page.all("a")]
    check_headers(answer.headers)
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("origin", [None, "", "null", "https://evil.example", BASE + ".evil.example"])
def test_a_form_on_another_site_revokes_nothing(stack: Stack, approver: str, origin: str | None) -> None:
    answer = stack.post(reason(stack, approver), approver, path=REVOCATION, origin=origin)
    assert (answer.status, "on the request's own page only" in answer.said) == (403, True)
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("groups", [(), ("test-approvers",), ("DEV-APPROVERS",)])
def test_an_outsider_revokes_nothing_even_with_the_form(stack: Stack, approver: str, groups: tuple[str, ...]) -> None:
    answer = stack.post(reason(stack, approver), stack.session(BEN, groups), path=REVOCATION)
    assert (answer.status, "only members of the group" in answer.said) == (403, True)
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"csrf_token": ""}, "was not made for this sign-in"),
        ({"csrf_token": "é" * 64}, "was not made for this sign-in"),
        ({"evidence": "another"}, "was not made for this sign-in"),
        ({"reason": ""}, "Say why. Nothing was revoked."),
        ({"reason": " \r\n\u200b\u202e "}, "Say why. Nothing was revoked."),
        ({"reason": "x" * 501}, "The reason has 501 characters, over 500. Nothing was revoked."),
        ({"confirmed": ""}, "Press the button that names dev. Nothing was revoked."),
        ({"confirmed": "test"}, "Press the button that names dev. Nothing was revoked."),
    ],
    ids=str,
)
def test_a_form_that_does_not_hold_is_shown_again(
    stack: Stack, approver: str, fields: dict[str, str], sentence: str
) -> None:
    answer = stack.post(reason(stack, approver, **fields), approver, path=REVOCATION)
    assert answer.status == 400
    assert sentence in answer.said
    assert buttons(answer, "confirmed") == ["dev"]
    assert typed(answer) == fields.get("reason", "drifts").strip(" \r\n\u200b\u202e")
    check_headers(answer.headers)
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("missing", ["csrf_token", "evidence", "reason", "confirmed"])
def test_a_field_that_is_missing_revokes_nothing(stack: Stack, approver: str, missing: str) -> None:
    fields = reason(stack, approver)
    del fields[missing]
    assert stack.post(fields, approver, path=REVOCATION).status == 400
    assert stack.world.journal.writes() == []


def test_a_form_of_another_session_or_version_revokes_nothing(stack: Stack, approver: str) -> None:
    foreign = reason(stack, stack.session(ANN))
    assert stack.post(foreign, approver, path=REVOCATION).status == 400
    other = stack.post(reason(stack, approver), approver, path="/requests/dev/abalone/1/revocation")
    assert (other.status, "was not made for this sign-in" in other.said) == (400, True)
    assert stack.world.journal.writes() == []


def test_the_form_that_decided_does_not_revoke(stack: Stack, session: str) -> None:
    fields = choice(stack, session)
    assert stack.post(fields, session).status == 303
    before = len(stack.world.journal.writes())
    assert stack.post(fields | {"reason": "drifts"}, session, path=REVOCATION).status == 400
    assert len(stack.world.journal.writes()) == before


def test_a_form_about_another_decision_revokes_nothing(stack: Stack, approver: str) -> None:
    fields = reason(stack, approver)
    name = NAMES.decision("dev", model().id)
    [value] = stack.world.store.values[name]
    stack.world.store.values[name] = [json.dumps(json.loads(value) | {"evidence": "another"})]
    assert stack.post(fields, approver, path=REVOCATION).status == 400
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("body", ["_w==", "//79", "", None])
def test_a_body_that_is_no_form_revokes_nothing(stack: Stack, approver: str, body: str | None) -> None:
    sent: dict[str, Any] = event("POST", REVOCATION, [approver], origin=BASE) | {"body": body}
    assert stack.send(sent).status == 400
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("rejected", [False, True])
def test_what_is_not_approved_cannot_be_revoked(stack: Stack, session: str, rejected: bool) -> None:
    fields = stack.form(session) | {"reason": "drifts"}
    if rejected:
        stack.world.answer(status=ApprovalStatus.REJECTED)
    before = len(stack.world.journal.writes())
    answer = stack.post(fields, session, path=REVOCATION)
    assert answer.status == 409
    assert "There is nothing to revoke: abalone version 2 is not approved for dev." in answer.said
    assert len(stack.world.journal.writes()) == before


def test_the_page_that_says_so_still_decides_at_its_own_address(stack: Stack, session: str) -> None:
    page = stack.post({"reason": "drifts"}, session, path=REVOCATION).page
    actions = [form["action"] for form in page.all("form")]
    assert URL in actions
    assert REVOCATION not in actions


@pytest.mark.parametrize("path", ["/requests/dev/abalone/3", "/requests/prod/abalone/2", "/requests/dev/abalone/02"])
def test_what_nobody_asked_for_cannot_be_revoked(stack: Stack, approver: str, path: str) -> None:
    assert stack.post(reason(stack, approver), approver, path=f"{path}/revocation").status == 404
    assert stack.world.journal.writes() == []
