"""UserInfo: a provider may give groups there and not in the ID token (OpenID Connect Core, sections 5.3 and 5.4)."""

import time
from typing import Any

import pytest

from model_approval.auth import documents
from model_approval.auth.errors import SignInFailed
from model_approval.auth.oidc import Challenge, Provider
from tests.unit.auth.provider import FakeProvider
from tests.unit.auth.test_oidc_tokens import NONCE, claims, signed

CHALLENGE = Challenge("state", NONCE, "verifier" * 8)
DISCOVERY = "/.well-known/openid-configuration"
INFO = {"sub": "00u1", "groups": ["dev-approvers"], "email": "ann@example.com"}


@pytest.fixture
def telling(fake: FakeProvider) -> FakeProvider:
    """The provider, which has a UserInfo endpoint."""
    fake.answers[DISCOVERY] = fake.answer(DISCOVERY) | {"userinfo_endpoint": f"{fake.url}/userinfo"}
    fake.answers["/userinfo"] = INFO
    return fake


def redeem(fake: FakeProvider, client: Provider, **told: Any) -> dict[str, Any]:
    fake.id_token = signed(claims(fake, **told))
    return client.redeem("code-1", CHALLENGE)


@pytest.mark.parametrize("told", [{}, {"groups": None}, {"_claim_names": {"roles": "src1"}}], ids=str)
def test_groups_that_are_not_in_the_id_token_are_asked_for(
    telling: FakeProvider, client: Provider, told: dict[str, Any]
) -> None:
    found = redeem(telling, client, **told)
    assert (found["groups"], found["email"]) == (["dev-approvers"], "ann@example.com")
    assert telling.authorizations["/userinfo"] == "Bearer access-1"


@pytest.mark.parametrize(
    "told", [{"groups": []}, {"groups": ["a"]}, {"hasgroups": True}, {"_claim_names": {"groups": "src1"}}], ids=str
)
def test_groups_that_are_there_or_left_out_on_purpose_are_not(
    telling: FakeProvider, client: Provider, told: dict[str, Any]
) -> None:
    found = redeem(telling, client, **told)
    assert found["sub"] == "00u1"
    assert found.get("groups") == told.get("groups")
    assert "/userinfo" not in telling.seen


def test_a_provider_without_user_info_signs_in_without_groups(fake: FakeProvider, client: Provider) -> None:
    assert "groups" not in redeem(fake, client)


def test_what_the_id_token_says_counts_more(telling: FakeProvider, client: Provider) -> None:
    telling.answers["/userinfo"] = INFO | {"iss": "https://evil.example", "email": "eve@example.com", "name": "Ann"}
    found = redeem(telling, client, email="ann@example.com", name=None)
    assert (found["iss"], found["email"], found["name"]) == (telling.url, "ann@example.com", "Ann")


@pytest.mark.parametrize("subject", [{"sub": "00u2"}, {"sub": None}, {"sub": ["00u1"]}, {"sub": "00U1"}], ids=str)
def test_somebody_elses_groups_are_not_lent(telling: FakeProvider, client: Provider, subject: dict[str, Any]) -> None:
    telling.answers["/userinfo"] = INFO | subject
    with pytest.raises(SignInFailed, match="is not about who signed in"):
        redeem(telling, client)


@pytest.mark.parametrize("token", [None, 7, "two\nlines", "\ud800"], ids=repr)
def test_without_a_usable_access_token_nobody_is_signed_in(
    telling: FakeProvider, client: Provider, token: object
) -> None:
    telling.id_token = signed(claims(telling))
    telling.answers["/token"] = {"id_token": telling.id_token, "access_token": token}
    with pytest.raises(SignInFailed, match=r"sent no access token|cannot be reached or understood"):
        client.redeem("code-1", CHALLENGE)
    assert "/userinfo" not in telling.seen


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((401, {"WWW-Authenticate": "Bearer"}, b""), "answered 401"),
        ((302, {"Location": "https://example.com"}, b""), "answered 302"),
        ((200, {"Content-Type": "application/jwt"}, b"a.b.c"), "cannot be reached or understood"),
        ([], "not a JSON object"),
        ({}, "is not about who signed in"),
        (b"", "cannot be reached or understood"),
    ],
    ids=str,
)
def test_user_info_that_fails_signs_nobody_in(
    telling: FakeProvider, client: Provider, answer: object, sentence: str
) -> None:
    telling.answers["/userinfo"] = answer
    with pytest.raises(SignInFailed, match=sentence):
        redeem(telling, client)


def test_slow_user_info_is_not_waited_for(
    telling: FakeProvider, client: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.authorization_url(CHALLENGE)
    monkeypatch.setattr(documents, "TIMEOUT", 0.1)

    def slow() -> bytes:
        time.sleep(0.5)
        return b""

    telling.answers["/userinfo"] = slow
    with pytest.raises(SignInFailed, match="cannot be reached"):
        redeem(telling, client)


def test_the_access_token_goes_nowhere_without_https(telling: FakeProvider, client: Provider) -> None:
    telling.answers[DISCOVERY] |= {"userinfo_endpoint": "http://id.example.com/userinfo"}
    with pytest.raises(SignInFailed, match="must be reached over https"):
        redeem(telling, client)
