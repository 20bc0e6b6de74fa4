"""Promise 6: what another site, or another host of this one, makes a browser send decides nothing, revokes nothing and
signs nobody out. It takes this origin, a form made for this session and this address, and POST."""

from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model_approval.auth.cookies import parse_cookies
from model_approval.auth.session import Session
from tests.security import verdict
from tests.security.strangers import OVERRIDES
from tests.unit.examples import ANN, BEN, request
from tests.unit.handlers.answers import Answer
from tests.unit.handlers.stack import BASE, REVOCATION, URL, Stack, choice, event, reason

SIGN_OUT = "/auth/sign-out"
TAKEN_BACK = REVOCATION.replace("/2/", "/1/")
FORMS: dict[str, Callable[..., dict[str, str]]] = {URL: choice, TAKEN_BACK: reason, SIGN_OUT: lambda *_: {}}
"""What changes something, and the form for it."""

ELSEWHERE = [
    "https://evil.example",
    "https://evil.example#https://approve.example.com",
    "https://approve.example.com@evil.example",
    "https://approve.example.com.evil.example",
    "https://evilapprove.example.com",
    # The same site, of which other hosts may be in others' hands:
    "https://other.example.com",
    "https://example.com",
    "https://www.approve.example.com",
    "https://approve.example.com:8443",
    "https://approve.example.com:443",
    "https://approve.example.com.",
    "http://approve.example.com",
    # And what only looks like this origin:
    "https://Approve.example.com",
    "https://approve.example.com/",
    "https://approve.example.com, https://evil.example",
    "https://evil.example,https://approve.example.com",
    " https://approve.example.com",
    "https://approve.example\u3002com",
    "https://аpprove.example.com",  # noqa: RUF001 - a Cyrillic letter
    "//approve.example.com",
    "approve.example.com",
    "null",
    "",
]


@pytest.fixture(scope="module")
def ours() -> Iterator[Stack]:
    """Version 1 is approved, versions 2 and 3 wait for dev, version 2 for test as well; nothing here changes that."""
    with pytest.MonkeyPatch.context() as patch:
        stack = Stack(patch)
        stack.world.answer(version=1)
        for asked in (request(), request(version=3), request("test")):
            stack.ask(asked)
        stack.world.journal.calls.clear()
        yield stack


def sent(stack: Stack, path: str, origin: str | None, **headers: str) -> Answer:
    """All is as it should be but for the origin and the headers."""
    session = stack.session()
    made = event("POST", path, [session], body=urlencode(FORMS[path](stack, session, path)), origin=origin)
    made["headers"] |= {name.replace("_", "-"): value for name, value in headers.items()}
    return stack.send(made)


def found(stack: Stack, cookie: str) -> Session:
    session = stack.sessions.find(parse_cookies([cookie]))
    assert session
    return session


def refused(stack: Stack, answer: Answer) -> None:
    assert (answer.status, answer.cookies) == (403, [])
    assert "Not from here" in answer.page.text("h1")
    assert stack.world.journal.writes() == []
    verdict.check(answer)


@pytest.mark.parametrize("origin", [*ELSEWHERE, None])
@pytest.mark.parametrize("path", FORMS)
def test_another_origin_changes_nothing(ours: Stack, path: str, origin: str | None) -> None:
    refused(ours, sent(ours, path, origin))


@settings(max_examples=100, deadline=None)
@given(path=st.sampled_from(list(FORMS)), origin=st.text() | st.text(max_size=3).map(lambda text: BASE + text))
@example(URL, BASE.upper())
def test_no_other_text_is_this_origin(ours: Stack, path: str, origin: str) -> None:
    if origin != BASE:
        refused(ours, sent(ours, path, origin))


@pytest.mark.parametrize("origin", ["https://evil.example", "https://other.example.com", None])
@pytest.mark.parametrize("path", FORMS)
def test_no_other_header_stands_in_for_the_origin(ours: Stack, path: str, origin: str | None) -> None:
    names = {"host": origin or "", "x_forwarded_host": "evil.example", "forwarded": "host=evil.example;proto=https"}
    same = {"sec_fetch_site": "same-origin", "sec_fetch_mode": "navigate", "sec_fetch_user": "?1"}
    for more in ({"referer": f"{BASE}{path}"}, {"x_forwarded_origin": BASE, "x_origin": BASE}, same, names):
        refused(ours, sent(ours, path, origin, **more))
    refused(ours, sent(ours, path, origin, host="evil.example", x_requested_with="XMLHttpRequest"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", [URL, TAKEN_BACK])
def test_no_other_method_passes_for_post(ours: Stack, path: str, method: str) -> None:
    session = ours.session()
    body = urlencode(FORMS[path](ours, session, path) | {"_method": "POST"})
    for name in ("x-other", *OVERRIDES):
        made = event(method, path, [session], query=f"{body}&_method=POST", body=body, origin=BASE)
        made["headers"][name] = "POST"
        assert ours.send(made).status == (200 if method == "GET" else 404)
        assert ours.world.journal.writes() == []


@pytest.mark.parametrize("path", [URL, TAKEN_BACK])
def test_fields_count_in_the_body_only(ours: Stack, path: str) -> None:
    session = ours.session()
    query = urlencode(FORMS[path](ours, session, path))
    assert ours.send(event("POST", path, [session], query=query, origin=BASE)).status == 400
    assert ours.world.journal.writes() == []


def test_a_token_is_good_for_its_session_and_its_address_alone(ours: Stack) -> None:
    """Of one person's two sessions and another's; of this request and that, here and there; to decide and to revoke."""
    first = ours.session(ANN)
    ours.clock.now += 1
    sessions = [first, ours.session(ANN), ours.session(BEN)]
    paths = [URL, "/requests/dev/abalone/3", "/requests/test/abalone/2", TAKEN_BACK]
    forms = {(session, path): ours.form(session, path) for session, path in product(sessions, paths)}
    assert len({form["csrf_token"] for form in forms.values()}) == len(forms)
    for (session, path), (at_session, at_path) in product(forms, forms):
        if (session, path) == (at_session, at_path):
            continue
        form, pressed = forms[at_session, at_path], {"decision": "Approved", "reason": "drifts"}
        with_its_evidence = found(ours, session).csrf_token(path, form["evidence"])
        for token in (forms[session, path]["csrf_token"], with_its_evidence):
            fields = form | {"csrf_token": token, "confirmed": at_path.split("/")[2]} | pressed
            answer = ours.post(fields, at_session, path=at_path)
            assert (answer.status, "was not made for this sign-in" in answer.said) == (400, True)
    assert ours.world.journal.writes() == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_other_token_will_do(ours: Stack, data: st.DataObject) -> None:
    session, path = ours.session(), data.draw(st.sampled_from([URL, TAKEN_BACK]))
    fields = FORMS[path](ours, session, path)
    token, at = fields["csrf_token"], data.draw(st.integers(0, 63))
    near = st.sampled_from("0123456789abcdefABCDEF \0é").map(lambda letter: token[:at] + letter + token[at + 1 :])
    fields["csrf_token"] = data.draw(near | st.sampled_from([token.upper(), token + "0", token[:-1]]) | st.text())
    if fields["csrf_token"] != token:
        assert ours.post(fields, session, path=path).status == 400
        assert ours.world.journal.writes() == []


@pytest.mark.parametrize("path", FORMS)
def test_and_from_here_the_same_goes_through(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Otherwise nothing above would say anything."""
    stack = Stack(monkeypatch)
    stack.world.answer(version=1)
    stack.ask()
    stack.world.journal.calls.clear()
    answer = sent(stack, path, BASE)
    assert answer.status == (200 if path == SIGN_OUT else 303)
    assert bool(stack.world.journal.writes()) == (path != SIGN_OUT)
    forgotten = ["__Host-session=", "__Host-draft="] if path == SIGN_OUT else []
    assert [cookie.split(";")[0] for cookie in answer.cookies] == forgotten
