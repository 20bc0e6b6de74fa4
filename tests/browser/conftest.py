"""Windows of a real Chromium for people who are signed in; the sandbox's names end in .localhost, which browsers
resolve. What a console complains about, such as a blocked script, and every dialog that opens fails the test."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

from sandbox import people
from sandbox.chromium import chromium as installed
from sandbox.chromium import sign_in
from sandbox.errors import SandboxError
from sandbox.people import Person
from sandbox.world import World
from tests.browser.people import VERA
from tests.browser.site import Site, listening

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
BERLIN = {"locale": "en-GB", "timezone_id": "Europe/Berlin"}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "late: waits for a mail that comes half a minute after a decision")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who waits does so at the very end, when it has come."""
    items.sort(key=lambda item: item.get_closest_marker("late") is not None)


class Visit(Protocol):
    def __call__(self, person: Person, link: str, **options: Any) -> Page:
        """A new window in which `person` has signed in and followed `link`; `options` are of a browser context."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(installed())
        except SandboxError as error:
            if os.environ.get("CI"):
                pytest.fail(str(error))
            pytest.skip(str(error))
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new person's browser, as narrow as a phone."""
    with window(chromium, viewport=PHONE) as page:
        yield page


@pytest.fixture(scope="session")
def listener(chromium: Browser) -> Iterator[Page]:
    with listening(chromium) as page:
        yield page


@pytest.fixture
def site(listener: Page) -> Iterator[Site]:
    """One window for all tests of what a page's headers keep from happening."""
    site = Site(listener)
    listener.context.route("**/*", site.answer)
    yield site
    listener.context.unroute_all()


@pytest.fixture(scope="session")
def signed_in() -> dict[tuple[str, str], Any]:
    """The cookies of whoever has signed in, by user name and host: nobody types a password twice."""
    return {}


@pytest.fixture(scope="session")
def everybody(world: World) -> None:
    """Lets in those who are not in every sandbox."""
    people.join(world.aws, world.identity, VERA)


@pytest.fixture
def visit(chromium: Browser, everybody: None, signed_in: dict[tuple[str, str], Any]) -> Iterator[Visit]:
    with ExitStack() as stack:

        def open_window(person: Person, link: str, **options: Any) -> Page:
            key = person.username, urlsplit(link).netloc
            known = {"storage_state": signed_in[key]} if key in signed_in else {}
            page = stack.enter_context(window(chromium, **{"viewport": DESK, **BERLIN, **known, **options}))
            if known:
                page.goto(link)
            else:
                sign_in(page, link, person)
                signed_in[key] = page.context.storage_state()
            return page

        yield open_window


@contextmanager
def window(chromium: Browser, **options: Any) -> Iterator[Page]:
    """A window of a context of its own."""
    context: BrowserContext = chromium.new_context(**options)
    complaints = list[str]()

    def heard(message: ConsoleMessage) -> None:
        if "Content Security" in message.text:
            complaints.append(message.text)

    def asked(dialog: Dialog) -> None:
        complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    context.on("console", heard)
    context.on("dialog", asked)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert complaints == []
