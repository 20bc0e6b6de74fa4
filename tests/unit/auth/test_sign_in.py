"""Off to the provider and back: only the browser that set out arrives, and only where it wanted to go."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from model_approval.auth.cookies import SESSION, SIGN_IN
from model_approval.auth.errors import SignInFailed
from model_approval.auth.oidc import Challenge, Provider
from model_approval.auth.sign_in import LIFETIME, SignIn
from tests.unit.auth.provider import FakeProvider
from tests.unit.auth.signer import Clock, sealing
from tests.unit.auth.test_oidc_tokens import claims, signed

PATH = "/requests/dev/abalone/2"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_in(client: Provider, clock: Clock) -> SignIn:
    seal, _, _ = sealing()
    seal._clock = clock
    return SignIn(client, seal, "groups")


def set_out(sign_in: SignIn) -> tuple[dict[str, str], dict[str, str]]:
    """The query that the provider sends back for a good sign-in, and the cookies."""
    departure = sign_in.depart(PATH)
    query = parse_qs(urlsplit(departure.url).query)
    return {"code": "code-1", "state": query["state"][0], "nonce": query["nonce"][0]}, {SIGN_IN: departure.cookie.value}


def test_who_comes_back_is_signed_in_and_goes_where_they_wanted(fake: FakeProvider, sign_in: SignIn) -> None:
    query, cookies = set_out(sign_in)
    fake.id_token = signed(claims(fake, nonce=query["nonce"], email="ann@example.com", groups=["dev-approvers"]))
    arrival = sign_in.arrive(query, cookies)
    assert (arrival.path, arrival.identity.person.name) == (PATH, "ann@example.com")
    assert arrival.identity.groups == {"dev-approvers"}


def test_the_one_time_values_are_in_a_cookie_of_ten_minutes(sign_in: SignIn) -> None:
    parts = str(sign_in.depart(PATH).cookie).split("; ")
    assert parts[0].startswith("__Host-sign-in=")
    assert set(parts[1:]) == {"Path=/", "Max-Age=600", "HttpOnly", "Secure", "SameSite=Lax"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"state": "another"}, "overtaken by another"),
        ({"state": ""}, "overtaken by another"),
        ({"state": "é"}, "overtaken by another"),
        ({"state": None}, "overtaken by another"),
        ({"error": "access_denied", "code": None}, "did not sign you in"),
        ({"error": "access_denied"}, "did not sign you in"),
        ({"code": None}, "did not sign you in"),
        ({"code": ""}, "did not sign you in"),
    ],
    ids=str,
)
def test_an_answer_to_another_question_signs_nobody_in(
    fake: FakeProvider, sign_in: SignIn, query: dict[str, Any], sentence: str
) -> None:
    good, cookies = set_out(sign_in)
    changed = {name: value for name, value in (good | query).items() if value is not None}
    with pytest.raises(SignInFailed, match=sentence):
        sign_in.arrive(changed, cookies)
    assert fake.forms == []


def test_a_browser_that_did_not_set_out_does_not_arrive(fake: FakeProvider, sign_in: SignIn, clock: Clock) -> None:
    query, cookies = set_out(sign_in)
    stolen: list[dict[str, str]] = [{}, {SIGN_IN: ""}, {SIGN_IN: "x.y"}, {SESSION: cookies[SIGN_IN]}]
    for brought in stolen:
        with pytest.raises(SignInFailed, match="not started in this browser"):
            sign_in.arrive(query, brought)
    clock.now += LIFETIME
    with pytest.raises(SignInFailed, match="took too long"):
        sign_in.arrive(query, cookies)
    assert fake.forms == []


def test_the_cookie_of_another_sign_in_does_not_fit(sign_in: SignIn) -> None:
    query, _ = set_out(sign_in)
    _, cookies = set_out(sign_in)
    with pytest.raises(SignInFailed, match="overtaken by another"):
        sign_in.arrive(query, cookies)


def test_a_token_of_another_sign_in_does_not_fit(fake: FakeProvider, sign_in: SignIn) -> None:
    query, cookies = set_out(sign_in)
    fake.id_token = signed(claims(fake, nonce=Challenge.new().nonce))
    with pytest.raises(SignInFailed, match="belongs to another sign-in"):
        sign_in.arrive(query, cookies)
