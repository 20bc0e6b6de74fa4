"""The approval function with its real sign-in, before an identity provider that keeps to the rules or breaks them."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from model_approval.auth import base64url
from model_approval.auth.cookies import SESSION
from model_approval.auth.oidc import Provider
from model_approval.auth.settings import IDENTITY_CLAIMS, Settings
from model_approval.auth.sign_in import SignIn
from model_approval.handlers import wiring
from tests.unit.auth.provider import FakeProvider, running
from tests.unit.auth.test_oidc_tokens import claims, signed
from tests.unit.handlers.answers import Answer
from tests.unit.handlers.stack import BASE, URL, Stack

SECRET = "s3cret"
REFUSED = 400, {}, b'{"error": "invalid_grant"}'


@dataclass
class Grant:
    """What an authorization code stands for."""

    query: dict[str, str]
    person: dict[str, Any]


@dataclass
class Authority:
    """An identity provider whose codes are for one use and for whoever has the verifier, unless it is told otherwise.

    ``make`` writes the ID token.
    """

    fake: FakeProvider
    checks_pkce: bool = True
    codes_last: bool = False
    make: Callable[[dict[str, Any]], Any] = signed
    grants: dict[str, Grant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fake.answers["/token"] = self._redeem

    def grant(self, url: str, **person: Any) -> str:
        """Somebody signs in at the provider's page at ``url``. The query that it sends their browser back with."""
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        code = f"code-{len(self.grants) + 1}"
        self.grants[code] = Grant(query, person)
        return urlencode({"code": code, "state": query["state"]})

    @property
    def asked(self) -> int:
        """How often the token endpoint was."""
        return len(self.fake.forms)

    def _redeem(self) -> tuple[int, dict[str, str], bytes]:
        form = {name: values[0] for name, values in self.fake.forms[-1].items()}
        code = form["code"]
        grant = self.grants.get(code) if self.codes_last else self.grants.pop(code, None)
        if grant is None or form["redirect_uri"] != grant.query["redirect_uri"]:
            return REFUSED
        if self.checks_pkce and not _fits(form.get("code_verifier", ""), grant.query):
            return REFUSED
        token = self.make(claims(self.fake, nonce=grant.query["nonce"], **grant.person))
        return 200, {}, json.dumps({"id_token": token, "access_token": "access-1"}).encode()


def _fits(verifier: str, query: dict[str, str]) -> bool:
    digest = base64url.encode(hashlib.sha256(verifier.encode()).digest())
    return query.get("code_challenge_method") == "S256" and query.get("code_challenge") == digest


class Front(Stack):
    """The function; version 2 waits for dev's decision."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fake: FakeProvider, required: int = 1) -> None:
        super().__init__(monkeypatch, required)
        self.authority = Authority(fake)
        settings = Settings(fake.url, "client-1", "groups", "openid")
        provider = Provider(settings, f"{BASE}/auth/callback", lambda: SECRET)
        sign_in = SignIn(provider, self.seal, "groups", IDENTITY_CLAIMS)
        monkeypatch.setattr(wiring, "sign_in", lambda: sign_in)
        self.ask()


@contextmanager
def front(required: int = 1) -> Iterator[Front]:
    with running() as fake, pytest.MonkeyPatch.context() as patch:
        yield Front(patch, fake, required)


@dataclass
class Jar:
    """A browser: it keeps the cookies that it is given, and brings them back."""

    front: Front
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> list[str]:
        return [f"{name}={value}" for name, value in self.cookies.items()]

    @property
    def is_signed_in(self) -> bool:
        return SESSION in self.cookies

    def open(self, path: str = URL, query: str = "") -> Answer:
        return self._keep(self.front.get(path, *self.pairs, query=query))

    def post(self, fields: dict[str, str], path: str = URL) -> Answer:
        return self._keep(self.front.post(fields, *self.pairs, path=path))

    def set_out(self) -> str:
        """The address of the provider's page that the browser is sent to."""
        return self.open().headers["Location"]

    def come_back(self, query: str) -> Answer:
        return self.open("/auth/callback", query)

    def sign_in(self, **person: Any) -> Answer:
        return self.come_back(self.front.authority.grant(self.set_out(), **person))

    def copy(self) -> "Jar":
        """What a thief has who reads the browser's cookies now."""
        return Jar(self.front, dict(self.cookies))

    def _keep(self, answer: Answer) -> Answer:
        for line in answer.cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in line.split("; "):
                del self.cookies[name]
        return answer
