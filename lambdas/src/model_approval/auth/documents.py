"""The identity provider's JSON documents: over https only, without redirects, in limited time and size."""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from http.client import HTTPException
from threading import Thread
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from model_approval.auth.errors import SignInFailed

TIMEOUT = 5.0
"""Seconds for each document, however slowly the provider sends it."""

MOST_BYTES = 1_000_000

UNREACHABLE = (OSError, HTTPException, ValueError, RecursionError)
"""What reading a document over HTTP can end in: no connection, no HTTP, no JSON."""

_T = TypeVar("_T")


def fetch(
    url: str, form: bytes | None = None, headers: Mapping[str, str] | None = None, timeout: float | None = None
) -> dict[str, Any]:
    """The JSON object at ``url``, got or, with a ``form``, posted for. Raises SignInFailed."""
    check_secure(url)
    seconds = TIMEOUT if timeout is None else timeout

    def read() -> bytes:
        request = Request(url, form, {"Accept": "application/json", **(headers or {})})  # noqa: S310 - checked above
        with _opener.open(request, timeout=seconds) as answer:
            return bytes(answer.read(MOST_BYTES))

    try:
        document = read_json(within(seconds, read))
    except HTTPError as error:
        raise SignInFailed(f"The identity provider answered {error.code}. Please sign in again.") from error
    except UNREACHABLE as error:
        raise SignInFailed("The identity provider cannot be reached or understood. Please try again.") from error
    if not isinstance(document, dict):
        raise SignInFailed("The identity provider's answer is not a JSON object.")
    return document


def within(seconds: float, task: Callable[[], _T]) -> _T:
    """What ``task`` returns or raises. Raises TimeoutError if that takes longer, or if there is no time at all.

    A socket's own timeout begins again with each byte, and with each of a host's addresses. What comes too late is
    thrown away; so ``task`` must be something that does no harm then.
    """
    if seconds <= 0:
        raise TimeoutError("no time is left")
    outcome: Future[_T] = Future()

    def run() -> None:
        try:
            outcome.set_result(task())
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    return outcome.result(seconds)


def read_json(text: str | bytes) -> Any:
    """What ``text`` says, if it says it once: of two values for one name, another reader might take the other.

    Raises ValueError, or RecursionError if it is nested too deep.
    """
    return json.loads(text, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError("a name stands twice in one JSON object")
    return names


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
