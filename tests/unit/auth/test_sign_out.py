"""The way to the end of the provider's own session (OpenID Connect RP-Initiated Logout 1.0), where it has one."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from model_approval.auth import oidc
from model_approval.auth.oidc import Provider
from model_approval.auth.settings import Settings
from tests.unit.auth.provider import FakeProvider, running

BACK = "https://approve.example.com/"
DISCOVERY = "/.well-known/openid-configuration"


def offer(fake: FakeProvider, **metadata: Any) -> None:
    fake.answers[DISCOVERY] = fake.answer(DISCOVERY) | metadata


def test_the_provider_is_told_who_asks_and_where_to_send_the_person_back(fake: FakeProvider, client: Provider) -> None:
    offer(fake, end_session_endpoint="https://id.example.com/logout?tenant=a")
    parts = urlsplit(client.sign_out_url(BACK) or "")
    assert (parts.netloc, parts.path) == ("id.example.com", "/logout")
    assert parse_qs(parts.query) == {
        "tenant": ["a"],
        "client_id": ["client-1"],
        "post_logout_redirect_uri": [BACK],
    }


def test_a_provider_without_such_a_place_offers_none(client: Provider) -> None:
    assert client.sign_out_url(BACK) is None


@pytest.mark.parametrize(
    "endpoint", [None, 7, "", "javascript:alert(1)", "http://id.example.com/logout", "//x", "/out"]
)
def test_what_is_no_safe_address_is_not_offered(fake: FakeProvider, client: Provider, endpoint: object) -> None:
    offer(fake, end_session_endpoint=endpoint)
    assert client.sign_out_url(BACK) is None


@pytest.mark.parametrize(
    "host", ["eu-central-1.amazonaws.com", "us-gov-west-1.amazonaws.com", "eusc-de-east-1.amazonaws.eu"]
)
def test_cognitos_own_kind_of_sign_out_is_not_offered(fake: FakeProvider, host: str) -> None:
    issuer = f"https://cognito-idp.{host}/a"
    offer(fake, issuer=issuer, end_session_endpoint="https://a.auth.eu-central-1.amazoncognito.com/logout")
    client = Provider(Settings(issuer, "c", "cognito:groups", "openid", fake.url + DISCOVERY), BACK, lambda: None)
    assert client.sign_out_url(BACK) is None
    assert fake.seen == []


def test_a_provider_that_is_gone_or_talks_nonsense_keeps_nobody(fake: FakeProvider, client: Provider) -> None:
    answers: list[object] = [(503, {}, b""), (200, {}, b"<html>"), [], b""]
    for answer in answers:
        fake.answers[DISCOVERY] = answer
        assert client.sign_out_url(BACK) is None
    with running() as gone:
        settings = Settings(gone.url, "client-1", "groups", "openid")
    assert Provider(settings, BACK, lambda: None).sign_out_url(BACK) is None


def test_a_slow_provider_is_waited_for_a_moment_only(
    fake: FakeProvider, client: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert oidc.SIGN_OUT_TIMEOUT <= 3
    monkeypatch.setattr(oidc, "SIGN_OUT_TIMEOUT", 0.1)

    def slow() -> bytes:
        time.sleep(2)
        return b""

    fake.answers[DISCOVERY] = slow
    began = time.monotonic()
    assert client.sign_out_url(BACK) is None
    assert time.monotonic() - began < 1
