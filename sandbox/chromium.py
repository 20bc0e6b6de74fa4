"""A real Chromium, the one that is installed, for tests and pictures. It resolves `*.localhost` names by itself.

Playwright, which drives it, is a development dependency.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from .errors import SandboxError
from .people import Person

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Raises SandboxError if there is none on the PATH."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise SandboxError("There is no Chromium on the PATH: install one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()


def sign_in(page: Page, link: str, person: Person) -> None:
    """Follow a link and sign in on Cognito's page."""
    page.goto(link)
    page.fill("input[name=username]", person.username)
    page.fill("input[name=password]", person.password)
    page.click("button")
    page.wait_for_url(link)
