"""What holds for every answer of the approval pages, whatever was asked, and whatever the answer is."""

import base64
import hashlib
import re

from tests.unit.handlers.answers import Answer
from tests.unit.pages.markup import Page

# Written out here and not taken from the code, so that nobody weakens them there unnoticed.
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_OTHERS = {"Content-Disposition", "Content-Security-Policy", "Content-Type", "Link", "Location"}
_POLICY = re.compile(
    r"default-src 'none'; style-src '(?P<style>sha256-[\w+/]{43}=)'; script-src '(?P<script>sha256-[\w+/]{43}=)'; "
    r"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_TYPES = {
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
    "text/csv; charset=utf-8; header=present",
    "application/json",
}
_COOKIE = re.compile(
    r"__Host-(session|sign-in|draft)=[\w.-]*; Path=/; Max-Age=(0|600|900|3600); HttpOnly; Secure; SameSite=Lax"
)
_INSIDES = re.compile(r"Traceback|File \"|Exception|Error\b|botocore|boto3|model_approval|/var/task|/opt/python")
_SCRIPTS = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


def check(answer: Answer) -> None:
    """Fails unless ``answer`` has every header, no other one, and shows nothing of the function's insides."""
    assert answer.headers.items() >= HEADERS.items()
    assert answer.headers.keys() <= HEADERS.keys() | _OTHERS
    assert answer.headers["Content-Type"] in _TYPES
    policy = _POLICY.fullmatch(answer.headers["Content-Security-Policy"])
    assert policy, answer.headers["Content-Security-Policy"]
    for value in answer.headers.values():
        assert value.isascii()
        assert value.isprintable()
    for cookie in answer.cookies:
        assert _COOKIE.fullmatch(cookie), cookie
    assert not _INSIDES.search(_SCRIPTS.sub("", answer.body))
    if answer.headers["Content-Type"].startswith("text/html"):
        _check_page(answer.body, policy)
    else:
        assert answer.status == 303 or "Content-Disposition" in answer.headers


def _check_page(html: str, policy: re.Match[str]) -> None:
    """The only style and the only script are those that the policy names, and nothing is loaded from anywhere."""
    found = dict(_SCRIPTS.findall(html))
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(found[name].encode()).digest()).decode()
        assert policy[name] == f"sha256-{digest}"
    page = Page(html)
    assert [len(page.all(name)) for name in ("style", "script")] == [1, 1]
    for tag, attributes in page.elements:
        assert tag not in {"base", "embed", "frame", "iframe", "img", "link", "object"}
        assert not [name for name in attributes if name in ("style", "src", "srcdoc") or name.startswith("on")]
