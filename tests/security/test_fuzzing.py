"""Promise 17: whatever is sent to whatever address, the answer is ours: no 5xx, no stack trace, all headers; and
nothing is decided by it."""

import base64
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.security import verdict
from tests.security.front import Front, front
from tests.security.strangers import ADDRESSES, ASKED, ODD, ODD_BODIES, cookies, fields, queries, requests
from tests.unit.handlers.stack import BASE, REVOCATION, URL, Stack, event

SETTINGS = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def ours() -> Iterator[Front]:
    with front() as made:
        yield made


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Stack:
    """The same without AWS, so that decisions may go through: version 1 is approved in dev, version 2 waits. It is one
    for all examples of a test."""
    stack = Stack(monkeypatch)
    stack.world.answer(version=1)
    stack.ask()
    return stack


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_odd_word_in_a_query_gets_an_answer_of_ours(inside: Stack, address: str) -> None:
    for word in ODD:
        asked = event("GET", address, [inside.session()])
        answer = inside.send(asked | {"queryStringParameters": dict.fromkeys(ASKED, word)})
        assert answer.status in (200, 400, 403, 404)
        verdict.check(answer)


@pytest.mark.parametrize("encoded", [True, False])
@pytest.mark.parametrize("address", ADDRESSES)
def test_any_odd_body_gets_an_answer_of_ours(inside: Stack, address: str, encoded: bool) -> None:
    for body in ODD_BODIES:
        asked = event("POST", address, [inside.session()], origin=BASE)
        text = base64.b64encode(body).decode() if encoded else body.decode(errors="replace")
        answer = inside.send(asked | {"body": text, "isBase64Encoded": encoded})
        assert answer.status in (200, 400, 404, 409)
        verdict.check(answer)


@settings(SETTINGS, max_examples=250)
@given(data=st.data())
def test_any_request_gets_an_answer_of_ours(ours: Front, data: st.DataObject) -> None:
    answer = ours.send(data.draw(requests(ours.session())))
    assert answer.status in (200, 303, 400, 401, 403, 404, 409)
    verdict.check(answer)
    assert ours.writes == []


@SETTINGS
@given(path=st.sampled_from([URL, REVOCATION.replace("/2/", "/1/")]), whole=st.booleans(), changes=fields)
def test_any_change_of_the_real_form_gets_an_answer_of_ours(
    inside: Stack, path: str, whole: bool, changes: dict[str, str]
) -> None:
    world, session = inside.world, inside.session()
    pressed = {"decision": "Approved", "comment": "good", "reason": "drifts", "confirmed": "dev"} if whole else {}
    real = inside.form(session, path)
    sent = real | pressed | changes
    before = {name: list(values) for name, values in world.store.values.items()}
    try:
        answer = inside.post(sent, session, path=path)
        assert answer.status in (200, 303, 400)
        verdict.check(answer)
        if world.store.values != before:
            assert sent.items() >= real.items() | {("confirmed", "dev")}
            assert answer.status == 303
    finally:
        world.store.values.clear()
        world.store.values.update(before)


@SETTINGS
@given(data=st.data())
def test_any_answer_of_the_identity_provider_gets_one_of_ours(ours: Front, data: st.DataObject) -> None:
    asked_for, cookie = ours.set_out("/")
    fitting = {"state": asked_for["state"], "code": "code-1"}
    query = data.draw(queries) | data.draw(st.sampled_from([{}, {"state": fitting["state"]}, fitting]))
    asked = event("GET", "/auth/callback", data.draw(cookies(cookie)))
    answer = ours.send(asked | {"queryStringParameters": query})
    assert answer.status == 403
    verdict.check(answer)
