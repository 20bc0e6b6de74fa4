"""The provider's side of the sign-in: reached over https only, and whatever it answers, nobody is signed in by it."""

import base64
import hashlib
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from model_approval.auth import documents
from model_approval.auth.errors import SignInFailed
from model_approval.auth.oidc import Challenge, Provider
from model_approval.auth.settings import Settings
from tests.unit.auth.provider import FakeProvider, running
from tests.unit.auth.test_oidc_tokens import claims, signed

CHALLENGE = Challenge("state", "the-nonce", "verifier" * 8)
DISCOVERY = "/.well-known/openid-configuration"


def sign_in(client: Provider) -> None:
    client.authorization_url(CHALLENGE)
    client.redeem("code-1", CHALLENGE)


def test_the_browser_is_sent_with_all_that_binds_the_answer_to_it(fake: FakeProvider, client: Provider) -> None:
    url = client.authorization_url(CHALLENGE)
    digest = hashlib.sha256(CHALLENGE.verifier.encode()).digest()
    assert url.startswith(f"{fake.url}/authorize?")
    assert parse_qs(urlsplit(url).query) == {
        "response_type": ["code"],
        "client_id": ["client-1"],
        "redirect_uri": ["https://approve.example.com/auth/callback"],
        "scope": ["openid email"],
        "state": ["state"],
        "nonce": ["the-nonce"],
        "code_challenge": [base64.urlsafe_b64encode(digest).decode().rstrip("=")],
        "code_challenge_method": ["S256"],
    }


def test_an_endpoint_keeps_the_query_that_it_has(fake: FakeProvider, client: Provider) -> None:
    url = f"{fake.url}/authorize?p=policy"
    fake.answers[DISCOVERY] = fake.answer(DISCOVERY) | {"authorization_endpoint": url}
    query = parse_qs(urlsplit(client.authorization_url(CHALLENGE)).query)
    assert (query["p"], query["client_id"]) == (["policy"], ["client-1"])


def test_challenges_never_repeat_and_are_long_enough() -> None:
    made = [Challenge.new() for _ in range(50)]
    assert len({c.state for c in made} | {c.nonce for c in made} | {c.verifier for c in made}) == 150
    assert all(43 <= len(c.verifier) <= 128 for c in made)  # RFC 7636, section 4.1


def test_metadata_and_keys_are_fetched_once(fake: FakeProvider, client: Provider) -> None:
    fake.id_token = signed(claims(fake))
    sign_in(client)
    sign_in(client)
    assert sorted(fake.seen) == [DISCOVERY, "/keys", "/token", "/token"]


def test_a_failure_is_not_remembered(fake: FakeProvider, client: Provider) -> None:
    fake.answers[DISCOVERY] = (503, {}, b"")
    with pytest.raises(SignInFailed, match="answered 503"):
        client.authorization_url(CHALLENGE)
    del fake.answers[DISCOVERY]
    assert client.authorization_url(CHALLENGE)


@pytest.mark.parametrize("path", [DISCOVERY, "/keys", "/token"])
@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"oops"),
        (400, {}, b'{"error": "invalid_grant"}'),
        (200, {}, b""),
        (200, {}, b"<html>"),
        (200, {}, b"\xff\xfe"),
        (200, {}, b"[" * 100_000),
        (200, {"Content-Length": "100000"}, b"{}"),
        [],
        {},
        {"id_token": 7, "keys": 7, "issuer": 7},
        {"keys": [], "id_token": None},
        {"keys": [{"kty": "oct", "k": "AAAA", "kid": "rsa"}], "id_token": "a.b.c"},
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
    ids=lambda answer: str(answer)[:40],
)
def test_a_provider_that_answers_garbage_signs_nobody_in(
    fake: FakeProvider, client: Provider, path: str, answer: object
) -> None:
    fake.id_token = signed(claims(fake))
    fake.answers[path] = answer
    with pytest.raises(SignInFailed):
        sign_in(client)


@pytest.mark.parametrize("path", [DISCOVERY, "/keys", "/token"])
def test_a_slow_provider_is_not_waited_for(
    fake: FakeProvider, client: Provider, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "TIMEOUT", 0.1)
    fake.id_token = signed(claims(fake))

    def slow() -> bytes:
        time.sleep(0.5)
        return b""

    fake.answers[path] = slow
    with pytest.raises(SignInFailed):
        sign_in(client)


def test_an_unreachable_provider_is_a_failed_sign_in() -> None:
    with running() as gone:
        settings = Settings(gone.url, "client-1", "groups", "openid")
    with pytest.raises(SignInFailed, match="cannot be reached"):
        Provider(settings, "https://a/auth/callback", lambda: None).authorization_url(CHALLENGE)


@pytest.mark.parametrize(
    "url",
    [
        "http://id.example.com",
        "http://127.0.0.1.example.com",
        "http://[::1",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "",
        "//x",
    ],
)
def test_plain_http_never_leaves_the_machine(fake: FakeProvider, client: Provider, url: str) -> None:
    unsafe = Provider(Settings(url or "/", "c", "groups", "openid", url or "/"), "https://a/b", lambda: None)
    with pytest.raises(SignInFailed, match="must be reached over https"):
        unsafe.authorization_url(CHALLENGE)
    for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        fake.answers[DISCOVERY] = fake.answer(DISCOVERY) | {endpoint: url}
        with pytest.raises(SignInFailed, match="must be reached over https"):
            client.authorization_url(CHALLENGE)
        del fake.answers[DISCOVERY]


@pytest.mark.parametrize("path", [DISCOVERY, "/keys", "/token"])
def test_a_redirect_does_not_lead_past_that_check(fake: FakeProvider, client: Provider, path: str) -> None:
    fake.id_token = signed(claims(fake))
    with running("127.0.0.2") as elsewhere:  # loopback too, but no address that may be reached without https
        elsewhere.answers = {path: fake.answer(path)}
        fake.answers[path] = (302, {"Location": elsewhere.url + path}, b"")
        with pytest.raises(SignInFailed):
            sign_in(client)
        assert elsewhere.seen == []


def test_the_issuer_of_the_discovery_document_must_be_the_configured_one(fake: FakeProvider) -> None:
    settings = Settings("https://id.example.com", "client-1", "groups", "openid", fake.url + DISCOVERY)
    with pytest.raises(SignInFailed, match="names another issuer"):
        Provider(settings, "https://a/auth/callback", lambda: None).authorization_url(CHALLENGE)


def test_a_discovery_url_of_its_own_is_used(fake: FakeProvider) -> None:
    issuer = "https://cognito-idp.us-east-2.amazonaws.com/pool"
    fake.answers["/pool/openid"] = fake.answer(DISCOVERY) | {"issuer": issuer}
    settings = Settings(issuer, "client-1", "groups", "openid", f"{fake.url}/pool/openid")
    assert Provider(settings, "https://a/auth/callback", lambda: None).authorization_url(CHALLENGE)
    assert Settings("https://id.example.com/", "c", "g", "s").discovery == "https://id.example.com" + DISCOVERY
