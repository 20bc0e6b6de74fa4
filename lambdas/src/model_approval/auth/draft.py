"""What somebody was typing when their sign-in ended, kept by their own browser until they have signed in again.

It is no secret and carries no authority: whoever owns the browser may have written it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aws_lambda_powertools.shared.cookies import Cookie

from model_approval.auth import base64url
from model_approval.auth.cookies import DRAFT, cookie
from model_approval.domain.text import COMMENT_LIMIT, plain

LIFETIME = 900
"""Seconds: enough to sign in again, with a second factor that has to be looked for."""
_VALUE_LIMIT = 3800
"""Characters of the cookie, so that it stays under the 4,096 bytes that browsers keep."""


@dataclass(frozen=True)
class Draft:
    """``text`` belongs into the field of the page at ``path``."""

    path: str
    text: str


def keep(draft: Draft) -> Cookie:
    """The cookie that makes the browser keep ``draft``."""
    value = {"path": draft.path, "text": draft.text[:COMMENT_LIMIT]}
    # UTF-8 has no bytes for lone surrogates; nothing that was typed into a form has them.
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    return cookie(DRAFT, base64url.encode(body), LIFETIME)


def find(cookies: Mapping[str, str], path: str) -> str | None:
    """The text that is kept for the page at ``path``; None if there is none, whatever the cookie holds."""
    value = cookies.get(DRAFT, "")
    if len(value) > _VALUE_LIMIT:
        return None
    try:
        kept = json.loads(base64url.decode(value))
        text = kept["text"] if kept["path"] == path else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return plain(text)[:COMMENT_LIMIT] or None if isinstance(text, str) else None


def forget() -> Cookie:
    """The cookie that makes the browser forget what it kept."""
    return cookie(DRAFT, "", 0)
