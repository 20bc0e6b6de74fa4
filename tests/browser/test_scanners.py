"""Programs that open and submit whatever they find decide nothing: with what a mail has, with what somebody's browser
asked for, with copies of pages and their tokens; and nothing is decided by what one press does in a signed-in browser.

A program that presses twice in an approver's own browser cannot be told from them."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from sandbox.approver import Approver
from sandbox.environments import DEV, ENVIRONMENTS
from sandbox.ledger import Records, records, registered
from sandbox.mailbox import mails
from sandbox.people import DANA
from sandbox.world import World
from tests.browser.conftest import Visit, window
from tests.browser.looking import press
from tests.browser.scanner import Scanner
from tests.browser.versions import answer, link, new_group, record, register, until_asked

Truth = tuple[Records, list[tuple[str, dict[str, str]]]]


@pytest.fixture(scope="module")
def group(world: World) -> str:
    """Version 1 is approved and can be revoked, version 2 waits."""
    name = new_group(world, "parcel-weights")
    for _ in range(2):
        register(world, name)
    until_asked(world, {name: 2})
    answer(world, name, 1)
    for number in (1, 2):
        Approver(world.aws, DANA).mail(f"{name} version {number}", "dev")
    return name


@pytest.fixture
def truth(world: World, group: str) -> Iterator[None]:
    """What is decided about the group stays as it is, in all accounts and in the registry."""
    before = decided(world, group)
    yield
    assert decided(world, group) == before


@pytest.fixture
def scanner(chromium: Browser) -> Iterator[Scanner]:
    with window(chromium) as page:
        yield Scanner(page)


def decided(world: World, group: str) -> Truth:
    found = {
        name: value
        for environment in ENVIRONMENTS
        for name, value in records(world.aws, environment).items()
        if re.search(rf"/{group}/(approved$|versions/\d+/(decision|revocation|votes/))", name)
    }
    arns = [records(world.aws, DEV)[f"{record(group, n)}/request"]["model_package_arn"] for n in (1, 2)]
    return found, [registered(world.aws, arn) for arn in arns]


def in_mails(world: World, group: str) -> set[str]:
    """Every address in the mails about the group, in the text and in the markup."""
    found = [mail for mail in mails(world.aws, DANA.email) if group in mail.subject]
    return {url for mail in found for url in re.findall(r"https?://[^\s\"'<>]+", f"{mail.text} {mail.html}")}


@pytest.mark.usefixtures("truth")
def test_a_scanner_that_opens_and_submits_all_that_mails_lead_to_decides_nothing(
    scanner: Scanner, world: World, group: str
) -> None:
    api = world.stacks["dev"]["api_url"]
    links = in_mails(world, group)
    assert {link(world, group, 1), link(world, group, 2)} <= links
    guesses = [f"{link(world, group, n)}{more}" for n in (1, 2) for more in ("/revocation", "/evidence")]
    answers = [f"{api}/auth/callback?{query}" for query in ("code=x&state=y", "error=access_denied&state=y", "")]
    scanner.scan([*links, *guesses, *answers, api])
    assert not [url for url in scanner.opened if urlsplit(url).path.startswith(("/requests/", "/groups/"))]
    assert [url for url in scanner.opened if "/auth/callback" in url]
    assert len({url for url, _ in scanner.submitted}) >= 1, "it found no form, not even one to sign in with"
    assert "__Host-session" not in {cookie["name"] for cookie in scanner.page.context.cookies()}


@pytest.mark.usefixtures("truth")
def test_a_scanner_with_copies_of_the_pages_and_their_tokens_but_without_the_session_decides_nothing(
    visit: Visit, scanner: Scanner, world: World, group: str
) -> None:
    """Such as a proxy has that reads along."""
    seen = visit(DANA, link(world, group, 2))
    copies = {seen.url: [seen.content()]}
    press(seen, "Approve")
    copies[seen.url].append(seen.content())
    seen.goto(link(world, group, 1) + "/revocation")
    copies[seen.url] = [seen.content()]
    for url, pages in copies.items():
        for html in pages:
            replay(scanner.page, url, html)
            scanner.scan([url], deep=1, follow=None)
            scanner.page.unroute(url)
    changes = [status for url, status in scanner.submitted if "/requests/" in url]
    assert set(changes) == {HTTPStatus.UNAUTHORIZED}
    assert len(changes) == len(["Approve", "Reject", "Approve for dev", "Go back", "Revoke for dev"])


def replay(page: Page, url: str, html: str) -> None:
    """Show `html` as if it had come from `url`, to which its forms are really sent."""

    def show(route: Route) -> None:
        if route.request.method == "GET":
            route.fulfill(body=html, content_type="text/html")
        else:
            route.continue_()

    page.route(url, show)


@pytest.mark.usefixtures("truth")
def test_a_scanner_that_opens_what_an_approvers_browser_opened_is_nobody(
    chromium: Browser, scanner: Scanner, world: World, group: str
) -> None:
    """The addresses of a whole sign-in, with state and code: used up, and of another browser."""
    with window(chromium) as page:
        asked = list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(link(world, group, 2))
        page.fill("input[name=username]", DANA.username)
        page.fill("input[name=password]", DANA.password)
        page.click("button")
        page.wait_for_url(link(world, group, 2))
        assert [url for url in asked if "code=" in url]
        scanner.scan(asked, deep=1, follow=None)
        assert not [url for url in scanner.opened if urlsplit(url).path.startswith("/requests/")]
        page.reload()
        assert page.get_by_role("button", name="Approve", exact=True).is_enabled()  # and their session lives on


@pytest.mark.usefixtures("truth")
def test_in_a_signed_in_browser_following_every_link_decides_nothing(visit: Visit, world: World, group: str) -> None:
    """As browsers do that fetch ahead, and extensions that look behind links."""
    scanner = Scanner(visit(DANA, link(world, group, 2)))
    scanner.scan([link(world, group, 1), link(world, group, 2)], deep=0, follow=group)
    assert {link(world, group, 2), f"{link(world, group, 1)}/revocation"} <= set(scanner.opened)
    assert scanner.submitted == []


@pytest.mark.usefixtures("truth")
def test_in_a_signed_in_browser_one_press_of_each_button_that_a_mail_leads_to_decides_nothing(
    visit: Visit, world: World, group: str
) -> None:
    scanner = Scanner(visit(DANA, link(world, group, 2)), skips=("/auth/sign-out",))
    scanner.scan(in_mails(world, group), deep=1, follow=None)
    pressed = [status for url, status in scanner.submitted if url == link(world, group, 2)]
    assert pressed == [HTTPStatus.OK, HTTPStatus.OK]
