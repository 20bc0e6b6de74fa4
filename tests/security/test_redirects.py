"""Promise 10: redirects lead to the configured identity provider, or to a page of ours that was asked for here. Nothing
in a request, not even the Host that it names, leads anywhere else."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.security import verdict
from tests.security.front import Front, front
from tests.security.strangers import ADDRESSES, headers, paths, queries
from tests.unit.handlers.answers import Answer
from tests.unit.handlers.stack import BASE, event

HOST = urlsplit(BASE).netloc
PAGES = [address for address in ADDRESSES if not address.startswith("/auth/")]
NEXT = [
    "https://evil.example", "https:evil.example", "//evil.example", "///evil.example", "/\\evil.example",
    "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "\t//evil.example", "/\n/evil.example",
    "/%2fevil.example", "/%5cevil.example", "%2f%2fevil.example", "\uff0f\uff0fevil.example", "/\uff0fevil.example",
    "/\u2044/evil.example", "\u29f5\u29f5evil.example", "/\u200b/evil.example", "/./\\evil.example",
    "/..//evil.example", "@evil.example", ".evil.example", ":@evil.example", "https://approve.example.com@evil.example",
    "//\u0435vil.example", "javascript:alert(1)", "data:text/html,x", "/x\r\nLocation: https://evil.example",
    "/\0/evil.example",
]  # fmt: skip
NAMES = ["next", "redirect", "redirect_uri", "redirect_url", "return_to", "returnUrl", "continue", "url", "path"]
LIES = {
    "host": "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    "x-forwarded-port": "8080",
    "x-forwarded-prefix": "//evil.example",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-server": "evil.example",
    "x-host": "evil.example",
    "x-original-host": "evil.example",
    "x-original-url": "/wp-login.php",
    "x-rewrite-url": "/wp-login.php",
    "forwarded": "for=127.0.0.1;host=evil.example;proto=http",
    "referer": "https://evil.example/",
    "via": "1.1 evil.example",
}


@pytest.fixture(scope="module")
def ours() -> Iterator[Front]:
    with front() as made:
        yield made


def ends_at(location: str) -> str:
    """The address at which a browser ends. Source: WHATWG's URL standard, where tabs and line breaks vanish, and
    backslashes are slashes."""
    assert location.isascii()
    assert location.isprintable()
    seen = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    return urljoin(f"{BASE}/auth/callback", seen)


def is_here(location: str) -> bool:
    end = urlsplit(ends_at(location))
    return (end.scheme, end.netloc) == ("https", HOST) and bool(re.match(r"/(?![/\\])", location))


def off(ours: Front, answer: Answer) -> bool:
    """Whether it sends a stranger off to the identity provider, and asks that for nothing else than to come back."""
    sent = urlsplit(answer.headers["Location"])
    assert f"{sent.scheme}://{sent.netloc}{sent.path}" == f"{ours.provider.url}/authorize"
    return ours.asked_for(answer)["redirect_uri"] == f"{BASE}/auth/callback"


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=paths, query=queries, more=headers, word=st.sampled_from(NEXT))
def test_who_signs_in_comes_back_to_a_page_of_ours(
    ours: Front, path: str, query: dict[str, str], more: dict[str, str], word: str
) -> None:
    asked = event("GET", path) | {"queryStringParameters": query | {"next": word}}
    asked["headers"] |= more
    answer = ours.send(asked)
    verdict.check(answer)
    assume(answer.status == 303)
    assert off(ours, answer)
    arrived = ours.arrive(ours.asked_for(answer), answer.cookies[0].partition(";")[0])
    assert (arrived.status, is_here(arrived.headers["Location"])) == (303, True)
    assert urlsplit(arrived.headers["Location"]).path in PAGES or path not in PAGES


@pytest.mark.parametrize("word", NEXT)
def test_no_parameter_says_where_to_go(ours: Front, word: str) -> None:
    asked = event("GET", "/requests/dev/abalone/2") | {"queryStringParameters": dict.fromkeys(NAMES, word)}
    answer = ours.send(asked)
    assert off(ours, answer)
    back = dict.fromkeys(NAMES, word) | {"state": ours.asked_for(answer)["state"]}
    arrived = ours.arrive(ours.asked_for(answer), answer.cookies[0].partition(";")[0], **back)
    assert (arrived.status, arrived.headers["Location"]) == (303, "/requests/dev/abalone/2")


@pytest.mark.parametrize("word", NEXT)
@pytest.mark.parametrize("path", ["/", "/groups/", "/groups/abalone", "/requests/dev/abalone/2"])
def test_no_path_leads_away(ours: Front, path: str, word: str) -> None:
    for asked in (word, path + word, path.rstrip("/") + word):
        assert ours.get(asked, ours.session()).status == 404
        answer = ours.get(asked)
        if answer.status != 404:
            assert off(ours, answer)
            arrived = ours.arrive(ours.asked_for(answer), answer.cookies[0].partition(";")[0])
            assert is_here(arrived.headers["Location"])


@pytest.mark.parametrize("address", ADDRESSES)
def test_host_and_forwarded_headers_change_no_byte(ours: Front, address: str) -> None:
    session = ours.session()
    plain = event("GET", address, [session], query="a=1&b=2")
    told = event("GET", address, [session], query="a=1&b=2")
    told["headers"] |= LIES
    told["requestContext"] |= {"domainName": "evil.example", "domainPrefix": "evil"}
    assert ours.send(told) == ours.send(plain)


@pytest.mark.parametrize("address", PAGES)
def test_nor_do_they_change_where_strangers_go(ours: Front, address: str) -> None:
    told = event("GET", address, query="a=1&b=2")
    told["headers"] |= LIES
    answer = ours.send(told)
    assert answer.status == 303
    assert off(ours, answer)
    arrived = ours.arrive(ours.asked_for(answer), answer.cookies[0].partition(";")[0])
    assert urlsplit(arrived.headers["Location"]).path == address


@pytest.mark.parametrize("address", PAGES)
def test_every_address_on_a_page_is_on_this_host(ours: Front, address: str) -> None:
    answer = ours.get(address, ours.session(), query="a=1&b=2")
    assert answer.status in (200, 404)
    if answer.headers["Content-Type"].startswith("text/html"):
        for _, attributes in answer.page.elements:
            for name in ("href", "action", "formaction"):
                assert is_here(attributes.get(name, "/")) or attributes[name].startswith("#")
