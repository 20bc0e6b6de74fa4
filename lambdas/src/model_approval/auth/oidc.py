"""OpenID Connect: the authorization code flow with PKCE, state and nonce, UserInfo, and the way to the sign-out.

Sources: OpenID Connect Core 1.0 sections 3.1.2, 3.1.3 and 5.3, OpenID Connect RP-Initiated Logout 1.0,
RFC 6749 (OAuth 2.0), RFC 7636 (PKCE), RFC 9207 (the issuer in the answer), RFC 9700 (OAuth 2.0 security practice).
"""

import base64
import hashlib
import math
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import jwt

from model_approval.auth import base64url, documents, id_token
from model_approval.auth.errors import SignInFailed
from model_approval.auth.identity import lacks_groups
from model_approval.auth.settings import Settings

SIGN_OUT_TIMEOUT = 2.0
"""Seconds: somebody who signs out has nothing to wait for."""

_COGNITO = re.compile(r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.(com(\.cn)?|eu)/")


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
    """The identity provider. Its metadata and keys are fetched when first needed and kept while the process lives.

    ``time_left`` gives the seconds in which it must have answered, all its documents together.
    """

    def __init__(
        self,
        settings: Settings,
        redirect_uri: str,
        client_secret: Callable[[], str | None],
        time_left: Callable[[], float] = lambda: math.inf,
    ) -> None:
        self._settings, self._redirect_uri, self._client_secret = settings, redirect_uri, client_secret
        self._time_left = time_left
        self._kept: Mapping[str, Any] | None = None

    def authorization_url(self, challenge: Challenge) -> str:
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": self._settings.scopes,
            "state": challenge.state,
            "nonce": challenge.nonce,
            "code_challenge": base64url.encode(hashlib.sha256(challenge.verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        return _with_query(self._metadata()["authorization_endpoint"], query)

    def check_issuer(self, answer: Mapping[str, str]) -> None:
        """Raises SignInFailed if the callback's ``answer`` is another provider's (RFC 9207, section 2.4)."""
        promised = self._metadata().get("authorization_response_iss_parameter_supported") is True
        if answer.get("iss") != self._settings.issuer and (promised or "iss" in answer):
            raise SignInFailed("This answer does not come from the identity provider that was asked.")

    def redeem(self, code: str, challenge: Challenge) -> dict[str, Any]:
        """The verified claims about the person for whom ``code`` stands. Raises SignInFailed."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": challenge.verifier,
        }
        credentials, headers = self._client_authentication()
        answer = self._fetch(self._metadata()["token_endpoint"], urlencode(form | credentials).encode(), headers)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInFailed("The identity provider sent no ID token.")
        return self._with_user_info(self.verify(token, challenge.nonce), answer.get("access_token"))

    def verify(self, token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token. Raises SignInFailed."""
        return id_token.verified(token, self._keys, self._settings, nonce)

    def sign_out_url(self, back: str) -> str | None:
        """Where the person can end their session with the provider, too, and come ``back`` from. None if it has no such
        place or does not answer: signing out here does not wait for it."""
        if _COGNITO.match(self._settings.issuer):
            return None  # its end_session_endpoint is of its own make and knows none of the standard's parameters
        try:
            endpoint = self._metadata(SIGN_OUT_TIMEOUT).get("end_session_endpoint")
            if not isinstance(endpoint, str):
                return None
            documents.check_secure(endpoint)
        except SignInFailed:
            return None
        return _with_query(endpoint, {"client_id": self._settings.client_id, "post_logout_redirect_uri": back})

    def _client_authentication(self) -> tuple[dict[str, str], dict[str, str]]:
        """Fields and headers that say who we are (RFC 6749, section 2.3.1; OpenID Connect Core, section 9)."""
        client_id, secret = self._settings.client_id, self._client_secret()
        if not secret:
            return {"client_id": client_id}, {}
        methods = self._metadata().get("token_endpoint_auth_methods_supported")
        if isinstance(methods, list) and "client_secret_post" in methods:
            return {"client_id": client_id, "client_secret": secret}, {}
        pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
        return {}, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _with_user_info(self, claims: dict[str, Any], access_token: object) -> dict[str, Any]:
        """``claims``, and those that the provider gives at its UserInfo endpoint only (Core, sections 5.3 and 5.4)."""
        endpoint = self._metadata().get("userinfo_endpoint")
        if not endpoint or not lacks_groups(claims, self._settings.groups_claim):
            return claims
        if not isinstance(access_token, str):
            raise SignInFailed("The identity provider sent no access token.")
        told = self._fetch(str(endpoint), headers={"Authorization": f"Bearer {access_token}"})
        # Section 5.3.2: otherwise a token that was slipped in could lend somebody else's groups.
        if told.get("sub") != claims["sub"]:
            raise SignInFailed("The identity provider's UserInfo is not about who signed in.")
        return told | {name: value for name, value in claims.items() if value is not None}

    def _metadata(self, timeout: float | None = None) -> Mapping[str, Any]:
        if self._kept is None:
            metadata = self._fetch(self._settings.discovery, most=timeout)
            if metadata.get("issuer") != self._settings.issuer:
                raise SignInFailed("The identity provider's discovery document names another issuer than the settings.")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                documents.check_secure(str(metadata.get(name)))
            self._kept = metadata
        return self._kept

    def _fetch(
        self, url: str, form: bytes | None = None, headers: Mapping[str, str] | None = None, most: float | None = None
    ) -> dict[str, Any]:
        return documents.fetch(url, form, headers, self._seconds(most))

    def _seconds(self, most: float | None = None) -> float:
        return min(documents.TIMEOUT if most is None else most, self._time_left())

    @cached_property
    def _keys(self) -> jwt.PyJWKClient:
        return _Keys(self._metadata()["jwks_uri"], self._seconds)


class _Keys(jwt.PyJWKClient):
    """``seconds`` gives the time that there is for fetching them."""

    def __init__(self, uri: str, seconds: Callable[[], float]) -> None:
        super().__init__(uri, timeout=documents.TIMEOUT)
        self._seconds = seconds

    def fetch_data(self) -> Any:
        return documents.within(self._seconds(), super().fetch_data)


def _with_query(url: str, query: Mapping[str, str]) -> str:
    """An endpoint may have a query of its own, which stays (RFC 6749, section 3.1)."""
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(query)}"
