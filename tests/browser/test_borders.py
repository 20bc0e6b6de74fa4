"""What other sites, and whoever sits down at the same browser later, get of a page: Chromium obeys the headers. Each is
shown to be needed, too. Needs no sandbox."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

from model_approval.pages import web
from tests.browser.site import EVIL, OURS, Site
from tests.unit.pages.views import PAGES


@pytest.mark.parametrize("alone", ["Content-Security-Policy", "X-Frame-Options", None])
def test_no_page_can_be_framed(site: Site, alone: str | None) -> None:
    """Either header is enough; without both, the last case shows, it could be."""
    both = {"Content-Security-Policy", "X-Frame-Options"}
    site.headers = {name: value for name, value in web.security_headers().items() if name not in both - {alone}}
    site.html, site.evil = PAGES["waiting"](), f'<iframe src="{OURS}requests/dev/churn/1"></iframe>'
    site.page.goto(EVIL)
    [frame] = [frame for frame in site.page.frames if frame.parent_frame]
    site.page.wait_for_timeout(200)
    shown = frame.locator("h1").count() > 0 and frame.url.startswith(OURS)
    assert shown is (alone is None)


@pytest.mark.parametrize("kept", [True, False], ids=["with", "without"])
def test_whoever_opens_a_page_in_a_window_cannot_reach_it(site: Site, kept: bool) -> None:
    """Cross-Origin-Opener-Policy; without it, the second case shows, they could send it elsewhere."""
    dropped = set() if kept else {"Cross-Origin-Opener-Policy"}
    site.headers = {name: value for name, value in web.security_headers().items() if name not in dropped}
    site.html, site.evil = PAGES["waiting"](), "<title>evil</title>"
    site.page.goto(EVIL)
    with site.page.expect_popup() as opened:
        site.page.evaluate("url => { window.theirs = window.open(url) }", OURS)
    opened.value.wait_for_load_state()
    site.page.wait_for_timeout(200)
    severed = site.page.evaluate("window.theirs.closed")
    opened.value.close()
    assert severed is kept


def test_where_somebody_was_is_told_to_no_other_site(site: Site) -> None:
    """A link that leads away, such as the identity provider's, carries no address; within the site it may."""
    for target, told in ((EVIL, None), (f"{OURS}groups/churn", f"{OURS}requests/dev/churn/1")):
        site.show(f'<a id="go" href="{target}">go</a>', f"{OURS}requests/dev/churn/1")
        with site.page.expect_navigation():
            site.press_what_is_injected()
        assert site.page.url == target
        assert site.referrers[target] == told


@pytest.mark.parametrize("kept", [True, False], ids=["with", "without"])
def test_an_answer_runs_as_nobodys_script(site: Site, kept: bool) -> None:
    """An export as `application/json`, which another site names as the source of a script."""
    headers = web.security_headers() if kept else {}
    export = {**headers, "Content-Type": "application/json"}
    site.page.context.route(
        f"{OURS}groups/churn/history.json", lambda route: route.fulfill(body="window.pwned = 1", headers=export)
    )
    site.evil = f'<script src="{OURS}groups/churn/history.json"></script>'
    site.page.goto(EVIL)
    assert site.page.evaluate("window.pwned ?? 0") == (0 if kept else 1)


@pytest.mark.parametrize("kept", [True, False], ids=["with", "without"])
def test_going_back_asks_again_and_shows_nothing_from_a_cache(chromium: Browser, kept: bool) -> None:
    """Nobody reads after a sign-out what was read before it. Routed requests know no cache, a server does."""
    asked = list[str]()
    headers = web.security_headers() | ({} if kept else {"Cache-Control": "max-age=600"})

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = PAGES["waiting"]().encode()
            self.send_response(200)
            for name, value in (headers | {"Content-Type": "text/html", "Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context()
    page, address = context.new_page(), f"http://127.0.0.1:{server.server_port}"
    page.goto(f"{address}/read")
    page.goto(f"{address}/signed-out")
    page.go_back()
    context.close()
    server.shutdown()
    server.server_close()
    assert asked.count("/read") == (2 if kept else 1)
