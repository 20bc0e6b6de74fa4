"""The identity provider's JSON documents: over https only, without redirects, in limited time and size."""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from model_approval.auth.errors import SignInFailed

TIMEOUT = 5.0
"""Seconds for each call to the provider; API Gateway gives up on the whole request after 30."""

MOST_BYTES = 1_000_000

UNREACHABLE = (OSError, HTTPException, ValueError, RecursionError)
"""What reading a document over HTTP can end in: no connection, no HTTP, no JSON."""


def fetch(
    url: str, form: bytes | None = None, headers: Mapping[str, str] | None = None, timeout: float | None = None
) -> dict[str, Any]:
    """The JSON object at ``url``, got or, with a ``form``, posted for. Raises SignInFailed."""
    check_secure(url)
    try:
        request = Request(url, form, {"Accept": "application/json", **(headers or {})})  # noqa: S310 - checked above
        with _opener.open(request, timeout=timeout or TIMEOUT) as answer:
            document = json.loads(answer.read(MOST_BYTES))
    except HTTPError as error:
        raise SignInFailed(f"The identity provider answered {error.code}. Please sign in again.") from error
    except UNREACHABLE as error:
        raise SignInFailed("The identity provider cannot be reached or understood. Please try again.") from error
    if not isinstance(document, dict):
        raise SignInFailed("The identity provider's answer is not a JSON object.")
    return document


def check_secure(url: str) -> None:
    """Raises SignInFailed if whoever sits on the way could read or change what is sent to ``url``."""
    try:
        parts = urlsplit(url)
        # Plain HTTP never leaves the machine: for identity providers in tests.
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))
    except ValueError:
        secure = False
    if not secure:
        raise SignInFailed("The identity provider must be reached over https.")


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would lead past the check for https; a provider's documents have no need of one."""

    def redirect_request(self, *_redirect: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)
