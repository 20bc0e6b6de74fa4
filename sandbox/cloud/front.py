"""What comes in: the sandbox's own pages, browsers' requests to HTTP APIs, and everything else to MiniStack."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from ministack import app as ministack

from . import http_api, inbox, role_sessions

_LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
_PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "/_sandbox/health": ("application/json", lambda: json.dumps({"status": "ok"})),
    "/_sandbox/inbox": ("text/html; charset=utf-8", inbox.page),
    "/_sandbox/mails": ("application/json", lambda: json.dumps([asdict(mail) for mail in inbox.mails()])),
    "/_sandbox/role-sessions": ("application/json", lambda: json.dumps(role_sessions.role_sessions())),
}
# A mail's HTML may bring its own styles and pictures, but no scripts and no forms.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-src 'self'"

Send = Callable[[dict[str, Any]], Awaitable[None]]


async def app(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """The ASGI application."""
    host = dict(scope.get("headers", [])).get(b"host", b"").decode("latin-1")
    if page := _PAGES.get(scope.get("path", "")):
        await _answer(page, host, send)
    else:
        http_api.serve_as_owner(host)
        await ministack.app(scope, receive, send)


async def _answer(page: tuple[str, Callable[[], str]], host: str, send: Send) -> None:
    """Pages are for this machine's own address only, so that no other site's name can be made to point at them."""
    kind, render = page
    status, body = (200, render()) if _LOOPBACK.fullmatch(host) else (403, "Open this page at 127.0.0.1 or localhost.")
    headers = {
        "content-type": kind if status == 200 else "text/plain",
        "content-security-policy": _POLICY,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
    }
    await send({
        "type": "http.response.start",
        "status": status,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    })  # fmt: skip
    await send({"type": "http.response.body", "body": body.encode()})
