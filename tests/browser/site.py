"""A page of ours in a window, with its real headers, and a made-up evil everywhere else. Needs no sandbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Route, TimeoutError

from model_approval.pages import web
from tests.unit.pages.views import PAGES

OURS, EVIL = "https://approve.example.com/", "https://evil.example.net/"
_LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => violations.push(event.effectiveDirective));
"""


@dataclass
class Site:
    """A window at `OURS`, where every page is `html` with `headers`, and all requests that were made."""

    page: Page
    html: str = ""
    headers: dict[str, str] = field(default_factory=web.security_headers)
    asked: list[str] = field(default_factory=list)
    referrers: dict[str, str | None] = field(default_factory=dict)
    evil: str = "document.body.dataset.pwned = 1"

    def answer(self, route: Route) -> None:
        url = route.request.url
        self.asked.append(url)
        self.referrers[url] = route.request.headers.get("referer")
        kind = {".js": "text/javascript", ".css": "text/css"}.get(url[url.rfind(".") :], "text/html; charset=utf-8")
        if url.startswith(OURS) and "html" in kind:
            route.fulfill(body=self.html, headers=self.headers | {"Content-Type": kind})
        else:
            route.fulfill(body=self.evil, headers={"Content-Type": kind, "Access-Control-Allow-Origin": "*"})

    def show(self, injected: str = "", url: str = OURS) -> None:
        self.html = PAGES["waiting"]().replace("</h1>", f"</h1>{injected}", 1)
        self.asked.clear()
        self.page.goto(url, wait_until="commit")
        self.page.wait_for_load_state()

    def blocks(self, directive: str) -> bool:
        """Whether the browser says that this directive kept something from happening."""
        try:
            self.page.wait_for_function("one => window.violations.includes(one)", arg=directive, timeout=3000)
        except TimeoutError:
            return False
        return True

    def is_sound(self) -> bool:
        """Whether the page still is where it was, ran nothing, and asked nobody else."""
        elsewhere = [url for url in self.asked if url != OURS and not url.endswith("/favicon.ico")]
        pwned = self.page.evaluate("document.body.dataset.pwned")
        return self.page.url == OURS and pwned is None and elsewhere == []

    def press_what_is_injected(self) -> None:
        self.page.evaluate("(document.querySelector('#go') || document.body).click()")


@contextmanager
def listening(chromium: Browser) -> Iterator[Page]:
    """A window that remembers which directives kept something from happening."""
    context = chromium.new_context()
    context.add_init_script(_LISTEN)
    yield context.new_page()
    context.close()
