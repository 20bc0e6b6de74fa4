"""Off to the provider and back: only the browser that set out arrives, and only where it wanted to go."""

import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from model_approval.auth import base64url
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
    return SignIn(client, seal, "groups", ("sub", "email"))


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
    assert arrival.identity.aliases == {"00u1", "ann@example.com"}


def test_the_code_is_redeemed_with_the_very_secret_whose_digest_was_sent_along(
    fake: FakeProvider, sign_in: SignIn
) -> None:
    departure = sign_in.depart(PATH)
    sent = {name: values[0] for name, values in parse_qs(urlsplit(departure.url).query).items()}
    fake.id_token = signed(claims(fake, nonce=sent["nonce"]))
    sign_in.arrive({"code": "code-1", "state": sent["state"]}, {SIGN_IN: departure.cookie.value})
    (form,) = fake.forms
    assert base64url.encode(hashlib.sha256(form["code_verifier"][0].encode()).digest()) == sent["code_challenge"]
    assert form["code"] == ["code-1"]


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
        ({"error": "access_denied", "code": None}, "You or your identity provider cancelled the sign-in"),
        ({"error": "access_denied"}, "You or your identity provider cancelled the sign-in"),
        ({"error": "server_error", "code": None}, "has a problem of its own"),
        ({"error": "temporarily_unavailable", "code": None}, "is overloaded or being maintained"),
        ({"error": "invalid_scope", "code": None}, "did not sign you in"),
        ({"error": "", "code": None}, "did not sign you in"),
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


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"error": "access_denied"}, "access_denied"),
        (
            {"error": "invalid_scope", "error_description": "no\nsuch\x1b[31m scope"},
            "invalid_scope: no such [31m scope",
        ),
        ({"error": "x" * 500}, "x" * 299 + "…"),
        ({"code": ""}, None),
    ],
    ids=str,
)
def test_what_the_provider_said_is_kept_for_the_log_on_one_short_line(
    sign_in: SignIn, query: dict[str, str], detail: str | None
) -> None:
    good, cookies = set_out(sign_in)
    with pytest.raises(SignInFailed) as refused:
        sign_in.arrive({"state": good["state"]} | query, cookies)
    assert refused.value.detail == detail
    assert (detail or "-") not in str(refused.value)


@pytest.mark.parametrize("promised", [True, False])
def test_the_answers_issuer_is_the_one_that_was_asked(fake: FakeProvider, sign_in: SignIn, promised: bool) -> None:
    promise(fake, promised)
    query, cookies = set_out(sign_in)
    fake.id_token = signed(claims(fake, nonce=query["nonce"]))
    assert sign_in.arrive(query | {"iss": fake.url}, cookies).path == PATH
    if not promised:
        assert sign_in.arrive(query, cookies).path == PATH


@pytest.mark.parametrize("more", [{}, {"error": "access_denied"}], ids=str)
@pytest.mark.parametrize(
    ("promised", "issuer"),
    [(True, None), (True, ""), (True, "https://evil.example"), (False, "https://evil.example"), (False, "")],
)
def test_an_answer_of_another_issuer_signs_nobody_in(
    fake: FakeProvider, sign_in: SignIn, promised: bool, issuer: str | None, more: dict[str, str]
) -> None:
    promise(fake, promised)
    query, cookies = set_out(sign_in)
    named = {} if issuer is None else {"iss": issuer}
    with pytest.raises(SignInFailed, match="does not come from the identity provider that was asked"):
        sign_in.arrive(query | more | named, cookies)
    assert fake.forms == []


def promise(fake: FakeProvider, promised: bool) -> None:
    metadata = fake.answer("/.well-known/openid-configuration")
    fake.answers["/.well-known/openid-configuration"] = metadata | {
        "authorization_response_iss_parameter_supported": promised
    }
