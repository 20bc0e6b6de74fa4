"""What somebody was typing when their sign-in ended, kept by their own browser until they have signed in again.

It is no secret and carries no authority: whoever owns the browser may have written it.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from aws_lambda_powertools.shared.cookies import Cookie

from model_approval.auth.cookies import DRAFT, cookie
from model_approval.domain.text import plain

LIFETIME = 900
"""Seconds: enough to sign in again, with a second factor that has to be looked for."""
TEXT_LIMIT = 500
"""Characters, as many as a comment or a reason may have: with four bytes each, a cookie has room for them."""
_VALUE_LIMIT = 3800
"""Characters of the cookie, so that it stays under the 4,096 bytes that browsers keep."""


@dataclass(frozen=True)
class Draft:
    """``text`` belongs into the field of the page at ``path``."""

    path: str
    text: str


def keep(draft: Draft) -> Cookie:
    """The cookie that makes the browser keep ``draft``."""
    value = {"path": draft.path, "text": draft.text[:TEXT_LIMIT]}
    # UTF-8 has no bytes for lone surrogates; nothing that was typed into a form has them.
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    return cookie(DRAFT, base64.urlsafe_b64encode(body).rstrip(b"=").decode(), LIFETIME)


def find(cookies: Mapping[str, str], path: str) -> str | None:
    """The text that is kept for the page at ``path``; None if there is none, whatever the cookie holds."""
    value = cookies.get(DRAFT, "")
    if len(value) > _VALUE_LIMIT:
        return None
    try:
        kept = json.loads(base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True))
        text = kept["text"] if kept["path"] == path else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return plain(text)[:TEXT_LIMIT] or None if isinstance(text, str) else None


def forget() -> Cookie:
    """The cookie that makes the browser forget what it kept."""
    return cookie(DRAFT, "", 0)
