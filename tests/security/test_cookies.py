"""Promise 13: cookies are for this host, https and no script, fit into browsers, and end in time and at sign-out."""

from http.cookies import Morsel, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.auth import draft, sign_in
from model_approval.auth.cookies import DRAFT, SESSION, SIGN_IN
from model_approval.auth.errors import SignInFailed
from model_approval.auth.identity import identity
from model_approval.auth.session import SESSION_LIFETIME, Sessions
from tests.unit.auth.signer import sealing
from tests.unit.handlers.answers import Answer
from tests.unit.handlers.conftest import stack as stack
from tests.unit.handlers.stack import URL, Stack, choice
from tests.unit.handlers.test_signing_in import CLAIMS

LIFETIMES = {SESSION: SESSION_LIFETIME, SIGN_IN: sign_in.LIFETIME, DRAFT: draft.LIFETIME}
KEPT_BY_BROWSERS = 4096
"""Bytes of a cookie, name and attributes included (RFC 6265, section 6.1)."""


class Person:
    """With a browser that keeps what a browser keeps, and every cookie that it was ever sent in ``seen``."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.jar = stack, dict[str, str]()
        self.seen: list[Morsel[str]] = []

    def get(self, path: str = URL, query: str = "") -> Answer:
        return self._keep(self.stack.get(path, *self.sent, query=query))

    def post(self, fields: dict[str, str], path: str = URL) -> Answer:
        return self._keep(self.stack.post(fields, *self.sent, path=path))

    def sign_in(self, **claims: Any) -> Answer:
        self.stack.oidc.claims = CLAIMS | claims
        state = parse_qs(urlsplit(self.get().headers["Location"]).query)["state"][0]
        return self.get("/auth/callback", f"code=code-1&state={state}")

    @property
    def sent(self) -> list[str]:
        return [f"{name}={value}" for name, value in self.jar.items()]

    def _keep(self, answer: Answer) -> Answer:
        for text in answer.cookies:
            assert len(text.encode()) < KEPT_BY_BROWSERS
            [made] = SimpleCookie(text).values()
            self.seen.append(made)
            self.jar[made.key] = made.value
            if made["max-age"] == "0":
                del self.jar[made.key]
        return answer


@pytest.fixture
def person(stack: Stack) -> Person:
    stack.ask()
    return Person(stack)


def test_every_cookie_of_every_page_is_for_this_host_https_and_no_script(person: Person) -> None:
    person.get("/auth/callback", "code=code-1&state=none")
    person.sign_in()
    form = choice(person.stack, *person.sent)
    person.stack.clock.now += SESSION_LIFETIME
    person.post(form)  # what was typed is kept
    person.sign_in()
    person.get()  # and given back
    person.post({}, path="/auth/sign-out")
    given = {(made.key, made["max-age"]) for made in person.seen}
    assert given == {(name, str(seconds)) for name, lifetime in LIFETIMES.items() for seconds in (lifetime, 0)}
    for made in person.seen:
        assert made.key.startswith("__Host-")
        assert (made["path"], made["domain"], made["samesite"]) == ("/", "", "Lax")
        assert made["secure"] is made["httponly"] is True


def test_a_session_ends_after_an_hour_whether_it_is_used_or_not_and_whatever_the_browser_keeps(person: Person) -> None:
    person.sign_in()
    form = choice(person.stack, *person.sent)
    began = len(person.seen)
    for _ in range(6):
        assert person.get().status == 200
        person.stack.clock.now += SESSION_LIFETIME / 6 - 1
    assert person.get().status == 200
    assert len(person.seen) == began  # using it does not prolong it
    person.stack.clock.now += 6
    assert person.jar[SESSION]
    assert person.stack.get(URL, *person.sent).status == 303
    assert person.post(form).status == 401
    assert person.stack.world.journal.writes() == []


def test_a_sign_in_that_was_begun_ends_after_ten_minutes(person: Person) -> None:
    person.stack.oidc.claims = CLAIMS
    state = parse_qs(urlsplit(person.get().headers["Location"]).query)["state"][0]
    person.stack.clock.now += sign_in.LIFETIME
    assert person.get("/auth/callback", f"code=code-1&state={state}").status == 403
    assert SESSION not in person.jar


def test_signing_out_ends_it_in_this_browser(person: Person) -> None:
    person.sign_in()
    form = choice(person.stack, *person.sent)
    person.post({}, path="/auth/sign-out")
    assert person.jar == {}
    assert person.get().status == 303
    assert person.post(form).status == 401
    assert person.stack.world.journal.writes() == []


words = st.text("aé漢𝄞", min_size=1, max_size=300)
names = [f"group-{number:02}" for number in range(12)]


@settings(max_examples=60)
@given(words, words, st.lists(words, max_size=12), st.integers(1, 120), st.integers(0, 12))
def test_whatever_a_provider_says_a_session_fits_or_is_refused(
    subject: str, name: str, others: list[str], length: int, number: int
) -> None:
    groups = [group * length for group in names]
    claims = {"sub": subject, "iss": "https://id.example.com", "email": name, "groups": groups[:number]}
    claims |= {f"claim-{n}": f"{n}{other}" for n, other in enumerate(others)}
    found = identity(claims, "groups", ["sub", "email", *claims])
    sessions = Sessions(sealing()[0], frozenset(groups))
    try:
        made = sessions.start(found)
    except SignInFailed:
        return
    assert len(str(made).encode()) < KEPT_BY_BROWSERS
    kept = sessions.find({SESSION: made.value})
    assert kept is not None
    assert (kept.identity.person, kept.identity.groups) == (found.person, found.groups)


def test_who_has_more_names_than_fit_is_told_so_and_not_sent_round_in_circles(person: Person) -> None:
    answer = person.sign_in(sub="s" * 3000)
    assert (answer.status, answer.page.text("h1")) == (403, "You are not signed in")
    assert "Your names and groups are too long or too many for a session." in answer.said
    assert person.jar == {}
