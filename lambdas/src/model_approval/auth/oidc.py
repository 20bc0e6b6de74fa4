"""OpenID Connect: the authorization code flow with PKCE, state and nonce, and the ID token's full verification.

Sources: OpenID Connect Core 1.0 sections 3.1.2 and 3.1.3.7, RFC 7636 (PKCE), RFC 9700 (OAuth 2.0 security practice).
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt

from model_approval.auth.errors import SignInFailed
from model_approval.auth.settings import Settings

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Asymmetric ones only: with a symmetric one, whoever knows the public key could sign."""

TIMEOUT = 5
"""Seconds for each call to the provider; API Gateway gives up on the whole request after 30."""

LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""

MOST_BYTES = 1_000_000

_UNREACHABLE = (OSError, HTTPException, ValueError, RecursionError)
"""What reading a document over HTTP can end in: no connection, no HTTP, no JSON."""


@dataclass(frozen=True)
class Challenge:
    """The one-time values of a sign-in; they are bound to the browser in a signed cookie."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Challenge":
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


class Provider:
    """The identity provider. Its metadata and keys are fetched when first needed and kept while the process lives."""

    def __init__(self, settings: Settings, redirect_uri: str, client_secret: Callable[[], str | None]) -> None:
        self._settings, self._redirect_uri, self._client_secret = settings, redirect_uri, client_secret

    def authorization_url(self, challenge: Challenge) -> str:
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": self._settings.scopes,
            "state": challenge.state,
            "nonce": challenge.nonce,
            "code_challenge": _base64url(hashlib.sha256(challenge.verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        return f"{self._metadata['authorization_endpoint']}?{urlencode(query)}"

    def redeem(self, code: str, challenge: Challenge) -> dict[str, Any]:
        """The verified claims of the ID token that ``code`` stands for. Raises SignInFailed."""
        form = {
            "grant_type": "authorization_code",
            "client_id": self._settings.client_id,
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": challenge.verifier,
        }
        if secret := self._client_secret():
            form["client_secret"] = secret
        answer = _fetch(self._metadata["token_endpoint"], urlencode(form).encode())
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInFailed("The identity provider sent no ID token.")
        return self.verify(token, challenge.nonce)

    def verify(self, token: str, nonce: str) -> dict[str, Any]:
        """The claims of ``token`` if all of OpenID Connect Core 3.1.3.7 holds. Raises SignInFailed."""
        settings = self._settings
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._keys.get_signing_key_from_jwt(token),
                algorithms=ALGORITHMS,
                audience=settings.client_id,
                issuer=settings.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, *_UNREACHABLE) as error:
            raise SignInFailed(f"The ID token was refused: {error}.") from error
        if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise SignInFailed("The ID token belongs to another sign-in.")
        party = claims.get("azp")
        if party is None and isinstance(claims["aud"], list) and len(claims["aud"]) > 1:
            raise SignInFailed("The ID token is for several clients and does not say for which it was issued.")
        if party is not None and party != settings.client_id:
            raise SignInFailed("The ID token was issued to another client.")
        return claims

    @cached_property
    def _metadata(self) -> Mapping[str, str]:
        metadata = _fetch(self._settings.discovery)
        if metadata.get("issuer") != self._settings.issuer:
            raise SignInFailed("The identity provider's discovery document names another issuer than the settings.")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            _check_secure(str(metadata.get(name)))
        return metadata

    @cached_property
    def _keys(self) -> jwt.PyJWKClient:
        return jwt.PyJWKClient(self._metadata["jwks_uri"], timeout=TIMEOUT)


def _fetch(url: str, form: bytes | None = None) -> dict[str, Any]:
    _check_secure(url)
    request = Request(url, data=form, headers={"Accept": "application/json"})  # noqa: S310 - checked above
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            document = json.loads(answer.read(MOST_BYTES))
    except HTTPError as error:
        raise SignInFailed(f"The identity provider answered {error.code}. Please sign in again.") from error
    except _UNREACHABLE as error:
        raise SignInFailed("The identity provider cannot be reached or understood. Please try again.") from error
    if not isinstance(document, dict):
        raise SignInFailed("The identity provider's answer is not a JSON object.")
    return document


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would lead past the check for https; a provider's documents have no need of one."""

    def redirect_request(self, *_redirect: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)


def _check_secure(url: str) -> None:
    try:
        parts = urlsplit(url)
        # Plain HTTP never leaves the machine: for identity providers in tests.
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))
    except ValueError:
        secure = False
    if not secure:
        raise SignInFailed("The identity provider must be reached over https.")


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
