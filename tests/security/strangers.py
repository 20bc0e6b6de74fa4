"""Requests that nobody expects: every address of the pages, with any method, query, headers, cookies and body."""

import base64
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.unit.handlers.stack import BASE, event

REVIEWS = ("/requests/dev/abalone/2", "/requests/dev/abalone/1", "/requests/test/abalone/1")
ADDRESSES = (
    "/",
    "/auth/callback",
    "/auth/sign-out",
    "/groups/abalone",
    "/groups/abalone/compare",
    "/groups/abalone/history.csv",
    "/groups/abalone/history.json",
    *REVIEWS,
    *(f"{path}/revocation" for path in REVIEWS),
    *(f"{path}/evidence" for path in REVIEWS),
    *(f"{path}/evidence.json" for path in REVIEWS),
)
"""All that the function answers, about what is there in ``front.py``."""

SAFE = ("GET", "GET", "GET", "HEAD", "OPTIONS")
METHODS = (
    *("GET", "POST") * 5,  # more often than what no address answers
    *("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "post", "POST GET", ""),
)

OVERRIDES = ("x-http-method-override", "x-http-method", "x-method-override")

ODD = [
    "", "0", "-1", "1", "2", "٢", "02", "1e3", "9" * 30, "..", "%2e%2e", "%00", "\0", "\n", "\r\n", "\\", "//",
    "a" * 64, "a" * 5000, "<script>", "' or 1=1", "{{7*7}}", "${jndi:ldap://x}", "prod", "mine", "Approved",
    "Rejected", "dev", "\u202e", "é", "💥", "\ufffe", "e\u0301", "true", "null", "[]", "{}", "NaN", "=cmd()",
]  # fmt: skip
ODD_BODIES = [
    b"", b"&" * 1000, b"a=1&" * 1000, b"comment=" + b"a" * 100_000, b"comment=%ff%fe&reason=%", b"\xff\xfe",
    b"\0", b"{}",
]  # fmt: skip
_words = st.sampled_from(ODD) | st.text(max_size=40)

_addresses = st.sampled_from(ADDRESSES)
paths = st.one_of(
    *[_addresses] * 4,
    st.builds(lambda path, tail: path + tail, _addresses, _words | st.just("/")),
    st.builds(
        lambda path, at, word: "/".join(word if n == at else part for n, part in enumerate(path.split("/"))),
        _addresses,
        st.integers(1, 5),
        _words,
    ),
    _words.map(lambda word: f"/{word}"),
    _words,
)
ASKED = ("q", "waiting", "token", "a", "b", "before", "code", "state", "iss", "error", "error_description")
_FILLED_IN = ("decision", "confirmed", "csrf_token", "evidence", "comment", "reason", "back")
_names = st.sampled_from([*ASKED, *_FILLED_IN, "next", "_method"])
_all_asked = st.fixed_dictionaries(dict.fromkeys(ASKED[:6], _words))
queries = _all_asked | st.dictionaries(_names | st.text(max_size=10), _words, max_size=6)
fields = st.dictionaries(_names, _words, max_size=8)

_headers = st.sampled_from([
    "host", "origin", "referer", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-for",
    "x-original-url", "x-rewrite-url", "content-type", "content-length", "accept", "accept-encoding", "user-agent",
    "authorization", "if-none-match", "range", "x-amzn-trace-id", *OVERRIDES,
])  # fmt: skip
headers = st.dictionaries(
    _headers | st.text(min_size=1, max_size=10).map(str.lower),
    _words | st.sampled_from(["POST", "gzip", BASE, "https://evil.example", "application/json"]),
    max_size=5,
)


def _body(fields: dict[str, str]) -> bytes:
    return urlencode(fields).encode()


bodies = st.one_of(
    fields.map(_body),
    st.text(max_size=200).map(str.encode),
    st.binary(max_size=200),
    st.sampled_from(ODD_BODIES),
)


@st.composite
def cookies(draw: st.DrawFn, *real: str) -> list[str]:
    """Any number of cookies: those in ``real`` (``name=value``), what somebody made of them, and others."""
    names = st.sampled_from(["__Host-session", "__Host-sign-in", "__Host-draft", "__host-session", " x", ""])
    made_up = st.builds(lambda name, value: f"{name}={value}", names, _words)
    if not real:
        return draw(st.lists(made_up, max_size=2))
    changed = st.builds(lambda cookie, cut: cookie[:-cut], st.sampled_from(real), st.integers(1, 60))
    swapped = st.builds(lambda name, cookie: f"{name}={cookie.partition('=')[2]}", names, st.sampled_from(real))
    return [draw(st.sampled_from(real)), *draw(st.lists(made_up | changed | swapped, max_size=2))]


@st.composite
def requests(draw: st.DrawFn, *real: str, methods: tuple[str, ...] = METHODS) -> dict[str, Any]:
    """A request as API Gateway hands it over. Three of four have one of the cookies in ``real``."""
    held = real if draw(st.integers(0, 3)) else ()
    query, body = draw(queries), draw(st.none() | bodies)
    made = event(draw(st.sampled_from(methods)), draw(paths), draw(cookies(*held)))
    made["headers"] |= {"origin": BASE} if draw(st.booleans()) else {}
    made["headers"] |= draw(headers)
    made |= {"queryStringParameters": query or None, "rawQueryString": urlencode(query)}
    if body is None or draw(st.booleans()):
        return made | {"body": body and base64.b64encode(body).decode(), "isBase64Encoded": True}
    return made | {"body": body.decode(errors="replace"), "isBase64Encoded": False}
