"""Who we are to the provider, when the code is redeemed: by the method that it takes (RFC 6749, section 2.3.1)."""

import base64
from typing import Any

import pytest

from model_approval.auth.oidc import Challenge, Provider
from model_approval.auth.settings import Settings
from tests.unit.auth.provider import FakeProvider
from tests.unit.auth.test_oidc_tokens import NONCE, claims, signed

CHALLENGE = Challenge("state", NONCE, "verifier" * 8)
DISCOVERY = "/.well-known/openid-configuration"
METHODS = "token_endpoint_auth_methods_supported"


def redeem(
    fake: FakeProvider, secret: str | None, client_id: str = "client-1", **metadata: Any
) -> dict[str, list[str]]:
    """The form that reached the token endpoint."""
    fake.answers[DISCOVERY] = fake.answer(DISCOVERY) | metadata
    fake.id_token = signed(claims(fake, aud=client_id))
    settings = Settings(fake.url, client_id, "groups", "openid")
    Provider(settings, "https://approve.example.com/auth/callback", lambda: secret).redeem("code-1", CHALLENGE)
    (form,) = fake.forms
    return form


def basic(user: str, password: str) -> str:
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


@pytest.mark.parametrize("methods", [["client_secret_post"], ["private_key_jwt", "client_secret_post"]])
def test_the_secret_goes_into_the_form_where_the_provider_takes_it_there(
    fake: FakeProvider, methods: list[str]
) -> None:
    assert redeem(fake, "s3cret", **{METHODS: methods}) == {
        "grant_type": ["authorization_code"],
        "client_id": ["client-1"],
        "client_secret": ["s3cret"],
        "code": ["code-1"],
        "redirect_uri": ["https://approve.example.com/auth/callback"],
        "code_verifier": [CHALLENGE.verifier],
    }
    assert fake.authorizations["/token"] is None


@pytest.mark.parametrize("metadata", [{}, {METHODS: ["client_secret_basic"]}, {METHODS: 7}, {METHODS: None}], ids=str)
def test_elsewhere_it_goes_into_the_header_and_only_there(fake: FakeProvider, metadata: dict[str, Any]) -> None:
    form = redeem(fake, "s3cret", **metadata)
    assert fake.authorizations["/token"] == basic("client-1", "s3cret")
    assert set(form) == {"grant_type", "code", "redirect_uri", "code_verifier"}


def test_name_and_secret_are_encoded_for_the_header(fake: FakeProvider) -> None:
    redeem(fake, "a:b+c d%é/", client_id="app:1 é")
    assert fake.authorizations["/token"] == basic("app%3A1+%C3%A9", "a%3Ab%2Bc+d%25%C3%A9%2F")


@pytest.mark.parametrize("secret", [None, ""])
def test_a_public_client_names_itself_and_sends_no_secret(fake: FakeProvider, secret: str | None) -> None:
    form = redeem(fake, secret)
    assert form["client_id"] == ["client-1"]
    assert form["code_verifier"] == [CHALLENGE.verifier]
    assert "client_secret" not in form
    assert fake.authorizations["/token"] is None
