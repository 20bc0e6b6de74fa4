"""What every web page shares: the frame and the headers. Style and script are inline, allowed by their hashes."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from model_approval.domain.person import Person
from model_approval.pages.templates import render_html


def page(template: str, *, title: str, person: Person | None, **values: Any) -> str:
    """A page that extends ``base.html.j2``. ``person`` is who is signed in."""
    return render_html(
        template, title=title, person=person, style=_text("style.css"), script=_text("script.js"), **values
    )


@cache
def security_headers() -> dict[str, str]:
    """For every answer, errors included (OWASP secure headers; CSP level 3 without anything but our own words)."""
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src '{_source('style.css')}'; script-src '{_source('script.js')}'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        # Another host of the domain is the same site, to which browsers send the session: it may not embed an export.
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def _source(name: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(_text(name).encode()).digest()).decode()}"


@cache
def _text(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")
