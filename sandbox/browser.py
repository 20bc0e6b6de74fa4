"""A browser for people in stories and tests: it keeps cookies, follows redirects, fills in forms and runs no scripts.

Like browsers, it takes every `*.localhost` name for this machine and sends Secure cookies to it over plain HTTP. It
visits nothing but this machine, which it may be told to take for https:// names of other hosts, too.
"""

import http.client
import http.cookiejar
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEP_METHOD = frozenset({307, 308})
_MOST_REDIRECTS = 10
_SECONDS = 60  # a function's cold start included


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page; `buttons` are the name and value of each that has a name."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """What the browser shows; `url` is where the redirects ended."""

    url: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def forms(self) -> list[Form]:
        """The page's forms."""
        reader = _FormReader(self.url)
        reader.feed(self.text)
        return reader.forms

    def form_with(self, name: str) -> Form:
        """The form that has a field or a button of this name. Raises LookupError, quoting the page."""
        for form in self.forms:
            if name in form.fields or any(name == button for button, _ in form.buttons):
                return form
        raise LookupError(f"{self.url} ({self.status}) has no form with {name!r}: {self.text[:500]}")


class Browser:
    """One person's browser, with a cookie jar of its own; `names` are hosts that it finds at ports of this machine."""

    def __init__(self, names: Mapping[str, int] | None = None) -> None:
        self._names = names or {}
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self._jar = http.cookiejar.CookieJar(policy)
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self._jar), _Loopback(), _Redirects(),
            _Named(self._names),
        )  # fmt: skip

    def open(self, url: str, *, follow: bool = True) -> Page:
        """Go to an address, as if it had been typed in. With `follow=False`, redirects are shown and not followed."""
        return self._request("GET", url, {}, {"Sec-Fetch-Site": "none"}, follow)

    def submit(
        self,
        page: Page,
        form: Form,
        values: dict[str, str],
        button: tuple[str, str] | None = None,
        *,
        follow: bool = True,
    ) -> Page:
        """Fill in a form of a page and press a button of it."""
        fields = form.fields | values | (dict([button]) if button else {})
        origin = _origin(page.url)
        site = "same-origin" if _origin(form.action) == origin else "cross-site"
        headers = {"Origin": origin, "Referer": page.url, "Sec-Fetch-Site": site}
        return self._request(form.method, form.action, fields, headers, follow)

    def sign_in(self, page: Page, username: str, password: str) -> Page:
        """Sign in on the identity provider's page. Returns the page that the sign-in leads back to."""
        form = page.form_with("password")
        return self.submit(page, form, {"username": username, "password": password})

    @property
    def cookies(self) -> dict[str, str]:
        """Names and values of the cookies, of all hosts."""
        return {cookie.name: cookie.value or "" for cookie in self._jar}

    def _request(self, method: str, url: str, fields: dict[str, str], headers: dict[str, str], follow: bool) -> Page:
        for _ in range(_MOST_REDIRECTS):
            page = self._send(method, url, fields, headers)
            if not (follow and page.status in _REDIRECTS):
                return page
            url = urljoin(page.url, page.headers["location"])
            if page.status not in _KEEP_METHOD:
                method, fields = "GET", {}
        raise LookupError(f"{url} is the end of {_MOST_REDIRECTS} redirects.")

    def _send(self, method: str, url: str, fields: dict[str, str], headers: dict[str, str]) -> Page:
        address = urlsplit(url)
        host = address.hostname or ""
        named = address.scheme == "https" and host in self._names
        if not named and host not in ("127.0.0.1", "localhost") and not host.endswith(".localhost"):
            raise ValueError(f"{url} is not on this machine.")
        body = urlencode(fields)
        if method == "GET":
            url, body = (f"{url.partition('?')[0]}?{body}" if body else url), ""
        navigation = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        request = urllib.request.Request(url, body.encode() or None, navigation | headers, method=method)
        try:
            answer = self._opener.open(request, timeout=_SECONDS)
        except urllib.error.HTTPError as error:  # a page like any other
            answer = error
        with answer:
            told = {name.lower(): value for name, value in answer.headers.items()}
            return Page(url, answer.status, told, answer.read().decode("utf-8", "replace"))


class _Loopback(urllib.request.HTTPHandler):
    """Connects to this machine whatever `*.localhost` name the address has."""

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_LoopbackConnection, req)


class _Named(urllib.request.HTTPSHandler):
    """Connects to this machine as behind a proxy that has a certificate for the name and speaks plain HTTP inside."""

    def __init__(self, names: Mapping[str, int]) -> None:
        super().__init__()
        self._names = names

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, /, **options: Any) -> http.client.HTTPConnection:
        return _LoopbackConnection(host, **options | {"port": self._names[host]})


class _LoopbackConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = socket.create_connection(("127.0.0.1", self.port), self.timeout)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to the browser."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _FormReader(HTMLParser):
    """Collects forms with their inputs, text areas and buttons."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._url = url
        self._form: Form | None = None
        self._text_area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self._url, given.get("action", ""))
            self._form = Form(action, given.get("method", "get").upper())
            self.forms.append(self._form)
        elif self._form is not None and (name := given.get("name")):
            if tag == "button" or given.get("type") == "submit":
                self._form.buttons.append((name, given.get("value", "")))
            elif tag == "textarea":
                self._text_area = name
                self._form.fields[name] = ""
            elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
                self._form.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._text_area:
            self._form.fields[self._text_area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text_area = ""
        elif tag == "form":
            self._form = None


def _origin(url: str) -> str:
    address = urlsplit(url)
    return f"{address.scheme}://{address.netloc}"
