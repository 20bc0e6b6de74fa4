"""The ID token: everything that OpenID Connect Core 3.1.3.7 asks for, against real keys."""

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from model_approval.auth.errors import SignInFailed
from model_approval.auth.id_token import LEEWAY
from model_approval.auth.oidc import Provider
from tests.unit.auth.provider import EC_KEY, OTHER_KEY, RSA_KEY, FakeProvider

NONCE = "the-nonce"


def claims(fake: FakeProvider, **changes: Any) -> dict[str, Any]:
    now = int(time.time())
    good = {"iss": fake.url, "aud": "client-1", "sub": "00u1", "nonce": NONCE, "iat": now, "exp": now + 300}
    return {name: value for name, value in (good | changes).items() if value is not ...}


def signed(values: dict[str, Any], key: Any = RSA_KEY, alg: str = "RS256", kid: str | None = "rsa") -> str:
    return jwt.encode(values, key, alg, {"kid": kid} if kid else None)


@pytest.mark.parametrize(("key", "alg", "kid"), [(RSA_KEY, "RS256", "rsa"), (EC_KEY, "ES256", "ec")])
def test_a_good_token_is_accepted(fake: FakeProvider, client: Provider, key: Any, alg: str, kid: str) -> None:
    good = claims(fake, groups=["dev-approvers"])
    assert client.verify(signed(good, key, alg, kid), NONCE) == good


def test_a_token_for_several_clients_that_names_us_is_accepted(fake: FakeProvider, client: Provider) -> None:
    good = claims(fake, aud=["client-1", "client-2"], azp="client-1")
    assert client.verify(signed(good), NONCE) == good


def test_the_providers_clock_may_differ_a_little(fake: FakeProvider, client: Provider) -> None:
    now = int(time.time())
    for good in (claims(fake, exp=now - LEEWAY + 30), claims(fake, iat=now + LEEWAY - 30, nbf=now + LEEWAY - 30)):
        assert client.verify(signed(good), NONCE) == good


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://id.example.com"},
        {"iss": ...},
        {"aud": "client-2"},
        {"aud": ["client-2", "client-3"]},
        {"aud": []},
        {"aud": ...},
        {"aud": ["client-1", "client-2"]},
        {"aud": ["client-1", "client-2"], "azp": "client-2"},
        {"azp": "client-2"},
        {"azp": ""},
        {"nonce": "another"},
        {"nonce": ""},
        {"nonce": None},
        {"nonce": ...},
        {"sub": ...},
        {"sub": 7},
        {"exp": ...},
        {"exp": "soon"},
        {"iat": ...},
    ],
    ids=str,
)
def test_a_token_with_wrong_claims_is_refused(fake: FakeProvider, client: Provider, changes: dict[str, Any]) -> None:
    with pytest.raises(SignInFailed):
        client.verify(signed(claims(fake, **changes)), NONCE)


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -LEEWAY - 5), ("iat", LEEWAY + 30), ("nbf", LEEWAY + 30)])
def test_a_token_out_of_its_time_is_refused(fake: FakeProvider, client: Provider, claim: str, seconds: int) -> None:
    with pytest.raises(SignInFailed, match="The ID token was refused"):
        client.verify(signed(claims(fake, **{claim: int(time.time()) + seconds})), NONCE)


@pytest.mark.parametrize(
    ("key", "alg", "kid"),
    [
        (OTHER_KEY, "RS256", "rsa"),  # signed by somebody else
        (RSA_KEY, "RS256", "unknown"),
        (RSA_KEY, "RS256", None),
        (RSA_KEY, "RS256", "ec"),  # an RSA signature under an EC key
        (EC_KEY, "ES256", "rsa"),
    ],
)
def test_a_token_by_another_key_is_refused(fake: FakeProvider, client: Provider, key: Any, alg: str, kid: str) -> None:
    with pytest.raises(SignInFailed, match="The ID token was refused"):
        client.verify(signed(claims(fake), key, alg, kid), NONCE)


@pytest.mark.parametrize("alg", ["none", "None", "nOnE"])
def test_an_unsigned_token_is_refused(fake: FakeProvider, client: Provider, alg: str) -> None:
    header, body = part({"alg": alg, "typ": "JWT", "kid": "rsa"}), part(claims(fake))
    signature = signed(claims(fake)).rpartition(".")[2]
    for token in (f"{header}.{body}.", f"{header}.{body}.{signature}"):
        with pytest.raises(SignInFailed):
            client.verify(token, NONCE)


@pytest.mark.parametrize("kid", ["rsa", "ec"])
def test_a_token_signed_with_the_public_key_as_if_it_were_a_secret_is_refused(
    fake: FakeProvider, client: Provider, kid: str
) -> None:
    public = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': kid})}.{part(claims(fake))}"
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(head.encode(), public)
    with pytest.raises(SignInFailed, match="The ID token was refused"):
        client.verify(f"{head}.{encoded(mac)}", NONCE)


def test_a_shared_secret_is_no_key_even_if_the_provider_publishes_one(fake: FakeProvider, client: Provider) -> None:
    secret = b"k" * 32
    fake.answers["/keys"] = {"keys": [{"kty": "oct", "k": encoded(secret), "kid": "oct", "alg": "HS256"}]}
    with pytest.raises(SignInFailed, match="The ID token was refused: The specified alg value is not allowed"):
        client.verify(signed(claims(fake), secret, "HS256", "oct"), NONCE)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "é", "\x00", "x" * 10_000])
def test_what_is_no_token_is_refused(client: Provider, token: str) -> None:
    with pytest.raises(SignInFailed, match="The ID token was refused"):
        client.verify(token, NONCE)


def part(document: dict[str, Any]) -> str:
    return encoded(json.dumps(document).encode())


def encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
