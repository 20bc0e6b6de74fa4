"""The session cookie, and the CSRF token that binds a form to it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.auth.cookies import SESSION, SIGN_IN, cookie, parse_cookies
from model_approval.auth.identity import MOST_ALIASES, Identity
from model_approval.auth.seal import MOST_CHARACTERS
from model_approval.auth.session import LONGEST_ALIAS, Session, Sessions
from tests.unit.auth.signer import sealing
from tests.unit.examples import ANN

IDENTITY = Identity(ANN, frozenset({"dev-approvers", "football"}))
PATH = "/requests/dev/abalone/2"


def started() -> tuple[Sessions, Session, str]:
    sessions = Sessions(sealing()[0], frozenset({"dev-approvers", "test-approvers"}))
    text = sessions.start(IDENTITY).value
    found = sessions.find({SESSION: text})
    assert found is not None
    return sessions, found, text


def test_who_signed_in_is_found_with_the_groups_that_matter_here() -> None:
    _, found, _ = started()
    assert found.identity == Identity(ANN, frozenset({"dev-approvers"}))


def test_why_there_are_no_groups_is_remembered() -> None:
    sessions, _, _ = started()
    text = sessions.start(Identity(ANN, frozenset(), "too many")).value
    found = sessions.find({SESSION: text})
    assert found is not None
    assert found.identity.groups_note == "too many"


def test_the_persons_aliases_are_remembered() -> None:
    sessions, aliases = started()[0], frozenset({"00u1", "ann@example.com", "Ännchen"})
    found = sessions.find({SESSION: sessions.start(Identity(ANN, frozenset(), None, aliases)).value})
    assert found is not None
    assert found.identity.aliases == aliases


@given(st.sampled_from("aé漢𝄞"), st.integers(1, 2 * LONGEST_ALIAS), st.integers(1, 2 * MOST_ALIASES))
def test_however_long_and_many_they_are_the_cookie_is_kept_by_browsers(letter: str, length: int, number: int) -> None:
    aliases = [f"{n:03}{letter * length}" for n in range(number)]
    sessions = started()[0]
    text = sessions.start(Identity(ANN, frozenset({"dev-approvers"}), None, frozenset(aliases))).value
    found = sessions.find({SESSION: text})
    assert len(text) <= MOST_CHARACTERS
    assert found is not None
    expected = [a.encode()[:LONGEST_ALIAS].decode(errors="ignore") for a in aliases[:MOST_ALIASES]]
    assert found.identity.aliases == set(expected)


def test_a_session_of_before_there_were_aliases_is_started_again() -> None:
    seal, _, _ = sealing()
    value: dict[str, Any] = {"person": ANN.to_json(), "groups": [], "groups_note": None}
    assert Sessions(seal, frozenset()).find({SESSION: seal.seal(SESSION, value, 60)}) is None
    assert Sessions(seal, frozenset()).find({SESSION: seal.seal(SESSION, value | {"aliases": []}, 60)}) is not None


@pytest.mark.parametrize("cookies", [{}, {SESSION: ""}, {SESSION: "garbage"}, {"session": "x"}])
def test_without_the_cookie_there_is_no_session(cookies: dict[str, str]) -> None:
    assert started()[0].find(cookies) is None


def test_a_session_is_no_sign_in_and_the_other_way_round() -> None:
    seal, _, _ = sealing()
    sessions = Sessions(seal, frozenset())
    value: dict[str, Any] = {"person": ANN.to_json(), "groups": [], "groups_note": None, "aliases": []}
    assert sessions.find({SESSION: seal.seal(SIGN_IN, value, 60)}) is None


def test_scripts_other_hosts_and_other_sites_do_not_get_the_cookie() -> None:
    parts = str(Sessions(sealing()[0], frozenset()).start(IDENTITY)).split("; ")
    assert parts[0].startswith("__Host-session=")
    assert set(parts[1:]) == {"Path=/", "Max-Age=3600", "HttpOnly", "Secure", "SameSite=Lax"}
    assert "Max-Age=0" in str(cookie(SESSION, "", 0)).split("; ")


def test_a_csrf_token_is_for_one_session_one_request_and_one_evidence() -> None:
    sessions, found, _ = started()
    token = found.csrf_token(PATH, "evidence")
    other = sessions.find({SESSION: sessions.start(Identity(ANN, frozenset())).value})
    assert other is not None
    assert found.owns(token, PATH, "evidence")
    assert not found.owns(token, PATH, "other evidence")
    assert not found.owns(token, "/requests/dev/abalone/3", "evidence")
    assert not other.owns(token, PATH, "evidence")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_guess_is_a_csrf_token(token: str) -> None:
    assert not started()[1].owns(token, PATH, "evidence")


def test_of_cookies_with_one_name_none_counts() -> None:
    assert parse_cookies(["a=1", " b = 2=3 ", "a=4", "c", ""]) == {"b": "2=3", "c": "", "": ""}
