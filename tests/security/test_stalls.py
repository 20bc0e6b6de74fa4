"""An identity provider or an AWS endpoint that stalls keeps nobody waiting: hanging sockets, limits a tenth as long.

What comes of a decision while AWS stalls is in tests/crashes (``Kind.STALLS``), which counts the seconds of every page.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from botocore import endpoint
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from model_approval.adapters import clients, deadline
from model_approval.auth import documents, oidc
from model_approval.auth.errors import SignInFailed
from model_approval.auth.identity import Identity
from model_approval.auth.oidc import Provider
from model_approval.auth.seal import Seal
from model_approval.auth.session import Sessions
from model_approval.auth.settings import IDENTITY_CLAIMS, Settings
from model_approval.auth.sign_in import SignIn
from model_approval.handlers import approval, wiring
from tests.security.stalling import DEAF, WAYS, stalling
from tests.unit.auth.provider import FakeProvider, running
from tests.unit.auth.signer import FakeSigner
from tests.unit.auth.test_oidc_tokens import signed
from tests.unit.examples import ANN
from tests.unit.handlers.stack import BASE, URL, Context, Stack, event
from tests.unit.handlers.test_reading import check_headers
from tests.unit.handlers.test_settings import CACHED, OIDC, VARIABLES
from tests.unit.handlers.test_signing_in import set_out

DISCOVERY = "/.well-known/openid-configuration"
ENDS = 2.9
"""Seconds that the approval function has (main.tf), a tenth of them."""
BUSY = 0.6
"""Seconds that a busy machine may need besides."""


@pytest.fixture(autouse=True)
def a_tenth_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "TIMEOUT", documents.TIMEOUT / 10)
    monkeypatch.setattr(oidc, "SIGN_OUT_TIMEOUT", oidc.SIGN_OUT_TIMEOUT / 10)
    for name in ("CONNECT_TIMEOUT", "READ_TIMEOUT"):
        monkeypatch.setattr(clients, name, getattr(clients, name) / 10)
    for name in ("LONGEST_TRY", "SPARE"):
        monkeypatch.setattr(deadline, name, getattr(deadline, name) / 10)
    monkeypatch.setattr(endpoint, "time", SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / 10)))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds + BUSY


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Stack:
    return Stack(monkeypatch)


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    cached = *CACHED, clients.client, clients._session
    for made in cached:
        made.cache_clear()
    yield
    for made in cached:
        made.cache_clear()


def entrance(stack: Stack, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The stack's sign-in is a real one, with the deadline that the function has."""
    provider = Provider(settings, f"{BASE}/auth/callback", lambda: None, deadline.left)
    sign_in = SignIn(provider, stack.seal, "groups", IDENTITY_CLAIMS)
    monkeypatch.setattr(wiring, "sign_in", lambda: sign_in)


@pytest.mark.parametrize("way", [*WAYS, DEAF])
def test_no_document_is_waited_for_longer_than_its_limit(way: str) -> None:
    with stalling(way) as address, within(documents.TIMEOUT), pytest.raises(SignInFailed, match="cannot be reached"):
        documents.fetch(f"http://{address}{DISCOVERY}")


def test_no_handshake_is_waited_for_longer_than_its_limit() -> None:
    refused = pytest.raises(SignInFailed, match="cannot be reached")
    with stalling("says nothing") as address, within(documents.TIMEOUT), refused:
        documents.fetch(f"https://{address}{DISCOVERY}")


@pytest.mark.parametrize("way", ["says nothing", "drips headers"])
def test_who_cannot_sign_in_as_the_provider_stalls_is_told_so(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    with stalling(way) as address:
        entrance(stack, monkeypatch, Settings(f"http://{address}", "c", "groups", "openid"))
        with within(documents.TIMEOUT):
            answer = stack.get(URL)
        assert (answer.status, answer.page.text("h1")) == (502, "Nobody can sign in right now")
        assert answer.cookies == []
        check_headers(answer.headers)


@pytest.mark.parametrize("endpoint", ["token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("way", ["says nothing", "drips headers"])
def test_a_provider_that_stalls_on_the_way_back_signs_nobody_in(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, endpoint: str, way: str
) -> None:
    with running() as fake, stalling(way) as address:
        fake.answers[DISCOVERY] = fake.answer(DISCOVERY) | {endpoint: f"http://{address}/"}
        fake.id_token = _token(fake)
        entrance(stack, monkeypatch, Settings(fake.url, "c", "groups", "openid"))
        state, cookie = set_out(stack)
        with within(documents.TIMEOUT):
            answer = stack.get("/auth/callback", cookie, query=f"code=code-1&state={state}")
        assert (answer.status, answer.page.text("h1")) == (403, "You are not signed in")
        assert [cookie.partition("=")[0] for cookie in answer.cookies] == ["__Host-sign-in"]
        check_headers(answer.headers)


def test_signing_out_waits_for_a_stalling_provider_a_moment_only(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    with stalling("drips headers") as address:
        entrance(stack, monkeypatch, Settings(f"http://{address}", "c", "groups", "openid"))
        with within(oidc.SIGN_OUT_TIMEOUT):
            answer = stack.post({}, stack.session(), path="/auth/sign-out")
    assert (answer.status, "Max-Age=0" in answer.cookies[0]) == (200, True)


def test_slow_answers_of_a_provider_do_not_add_up(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each comes just in time, and together they would take too long."""
    with running() as fake:
        entrance(stack, monkeypatch, Settings(fake.url, "c", "groups", "openid"))
        state, cookie = set_out(stack)
        fake.id_token = _token(fake)
        for path in ("/token", "/keys"):
            fake.answers[path] = _late(fake.answer(path), 0.8 * documents.TIMEOUT)
        call = event("GET", "/auth/callback", [cookie], query=f"code=code-1&state={state}")
        left = 1.2 * documents.TIMEOUT
        ends = left + deadline.SPARE + deadline.LONGEST_TRY
        with within(left):
            answer = approval.handler(call, Context(milliseconds=int(1000 * ends)))
        assert answer["statusCode"] == 403
        assert "/keys" in fake.seen


@pytest.mark.usefixtures("wired")
def test_the_function_asks_a_provider_only_while_it_has_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as fake:
        monkeypatch.setenv("OIDC", json.dumps(OIDC | {"issuer": fake.url}))
        _in_aws(monkeypatch, "127.0.0.1:9")
        for milliseconds, seen in ((0, []), (30_000, [DISCOVERY])):
            call = event("POST", "/auth/sign-out", origin=BASE)
            assert approval.handler(call, Context(milliseconds=milliseconds))["statusCode"] == 200
            assert fake.seen == seen


@pytest.mark.parametrize(
    ("way", "error"),
    [("says nothing", ReadTimeoutError), ("stops after the headers", ReadTimeoutError), (DEAF, ConnectTimeoutError)],
)
def test_an_endpoint_of_aws_that_stalls_is_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch, way: str, error: type[Exception]
) -> None:
    with stalling(way) as address:
        _in_aws(monkeypatch, address)
        ssm = clients.session_client("ssm", region_name="us-east-2")
        with within(ENDS - deadline.SPARE), deadline.answering(ENDS):
            with pytest.raises(error):
                ssm.get_parameters(Names=["/first"])
            for _ in range(5):
                with pytest.raises((error, deadline.OutOfTime)):
                    ssm.get_parameters(Names=["/another"])


@pytest.mark.usefixtures("wired")
def test_a_page_is_answered_although_all_of_aws_stalls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the function's own settings and clients; KMS is asked whether what a browser brought is a session."""
    with stalling("says nothing") as address:
        _in_aws(monkeypatch, address)
        clients.client("kms")
        with within(ENDS - deadline.SPARE):
            answer = approval.handler(event("GET", URL, [_session()]), Context(milliseconds=int(1000 * ENDS)))
    assert (answer["statusCode"], "That did not work" in answer["body"]) == (502, True)
    assert "127.0.0.1" not in json.dumps(answer)
    check_headers(answer["headers"])


def _in_aws(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-2")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{address}")
    monkeypatch.delenv("AWS_MAX_ATTEMPTS", raising=False)


def _session() -> str:
    sessions = Sessions(Seal(FakeSigner(), time.time), frozenset({"dev-g"}))
    cookie = sessions.start(Identity(ANN, frozenset({"dev-g"})))
    return f"{cookie.name}={cookie.value}"


def _token(fake: FakeProvider) -> str:
    return str(signed({"iss": fake.url, "sub": "00u1", "aud": "c"}))


def _late(answer: Any, seconds: float) -> Any:
    def wait() -> Any:
        time.sleep(seconds)
        return answer

    return wait
