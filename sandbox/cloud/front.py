"""What comes in: the sandbox's own pages, browsers' requests to HTTP APIs, and everything else to MiniStack."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from ministack import app as ministack

from . import holdings, http_api, inbox, limits, retries, role_sessions, used_rights

_LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
_HTML, _JSON, _TEXT = "text/html; charset=utf-8", "application/json", "text/plain; charset=utf-8"
_PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "/_sandbox/health": (_JSON, lambda: json.dumps({"status": "ok"})),
    "/_sandbox/holdings": (_JSON, holdings.page),
    "/_sandbox/inbox": (_HTML, inbox.page),
    "/_sandbox/limits": (_JSON, lambda: json.dumps(limits.calls())),
    "/_sandbox/mails": (_JSON, lambda: json.dumps([asdict(mail) for mail in inbox.mails()])),
    "/_sandbox/role-sessions": (_JSON, lambda: json.dumps(role_sessions.role_sessions())),
    "/_sandbox/used-rights": (_JSON, lambda: json.dumps(used_rights.used_rights())),
}
# What a POST with a JSON body changes; the page shows it afterwards.
_CHANGES: dict[str, Callable[[bytes], None]] = {"/_sandbox/limits": limits.change}
# A mail's HTML may bring its own styles and pictures, but no scripts and no forms.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-src 'self'"

Send = Callable[[dict[str, Any]], Awaitable[None]]


async def app(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """The ASGI application."""
    headers = {name: value.decode("latin-1") for name, value in scope.get("headers", [])}
    host, path = headers.get(b"host", ""), scope.get("path", "")
    if path in _PAGES:
        body = await _read(receive) if scope.get("method") == "POST" else None
        await _send(*_answer(path, host, headers.get(b"content-type", ""), body), send)
    elif http_api.is_off(host):
        await _send(404, _JSON, json.dumps({"message": "Not Found"}), send)
    else:
        http_api.serve_as_owner(host)
        await retries.serve(ministack.app, scope, receive, send)


def _answer(path: str, host: str, kind: str, body: bytes | None) -> tuple[int, str, str]:
    """Status, content type and text of a page, after the change that `body` asks for.

    Pages are for this machine's own address only, so that no other site's name can be made to point at them; and other
    sites cannot make a browser send JSON to them.
    """
    if not _LOOPBACK.fullmatch(host):
        return 403, _TEXT, "Open this page at 127.0.0.1 or localhost."
    if body is not None:
        if path not in _CHANGES:
            return 405, _TEXT, "This page shows and changes nothing."
        if kind != _JSON:
            return 415, _TEXT, f"Send {_JSON}."
        try:
            _CHANGES[path](body)
        except ValueError as error:
            return 400, _TEXT, str(error)
    shown, render = _PAGES[path]
    return 200, shown, render()


async def _read(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


async def _send(status: int, kind: str, text: str, send: Send) -> None:
    headers = {
        "content-type": kind,
        "content-security-policy": _POLICY,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
    }
    await send({
        "type": "http.response.start",
        "status": status,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    })  # fmt: skip
    await send({"type": "http.response.body", "body": text.encode()})
