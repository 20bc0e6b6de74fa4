"""Small values that a browser keeps for us and cannot change: ``payload.mac``, with a lifetime and a purpose."""

import json
from collections.abc import Callable
from typing import Any, Protocol

from model_approval.auth import base64url

MAC_BYTES = 32
"""HMAC with SHA-256."""
_MAC_CHARACTERS = len(".") + 43

MOST_CHARACTERS = 3800
"""So that a cookie stays under the 4,096 bytes that browsers keep, and a message under KMS's 4,096."""


class TooLong(ValueError):
    """What was to be sealed would not come back: browsers keep no cookie of that size."""


class Signer(Protocol):
    """Makes and checks message authentication codes with a key that never leaves its keeper."""

    def sign(self, message: bytes) -> bytes: ...

    def verify(self, message: bytes, mac: bytes) -> bool: ...


class Seal:
    """``clock`` gives the seconds since 1970."""

    def __init__(self, signer: Signer, clock: Callable[[], float]) -> None:
        self._signer, self._clock = signer, clock

    def seal(self, purpose: str, value: dict[str, Any], lifetime: int) -> str:
        """``value`` for ``lifetime`` seconds. A value sealed for one purpose does not open for another.

        Raises TooLong.
        """
        body = {"exp": int(self._clock()) + lifetime, "value": value}
        payload = base64url.encode(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())
        if len(payload) + _MAC_CHARACTERS > MOST_CHARACTERS:
            raise TooLong(f"{len(payload)} characters")
        return f"{payload}.{base64url.encode(self._signer.sign(_message(purpose, payload)))}"

    def open(self, purpose: str, text: str) -> dict[str, Any] | None:
        """None if ``text`` was not sealed here for this purpose, or its time is over."""
        if len(text) > MOST_CHARACTERS or not text.isascii():
            return None
        payload, _, mac = text.partition(".")
        try:
            body, code = json.loads(base64url.decode(payload)), base64url.decode(mac)
            value, expires = body["value"], body["exp"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        # The cheap checks come first, so that stale cookies cost no call; nothing is believed before the last one.
        if not isinstance(value, dict) or not isinstance(expires, int) or expires <= self._clock():
            return None
        if len(code) != MAC_BYTES:
            return None
        return value if self._signer.verify(_message(purpose, payload), code) else None


def _message(purpose: str, payload: str) -> bytes:
    return f"{purpose}\n{payload}".encode()
