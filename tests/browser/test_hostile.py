"""Words of strangers, as hostile as the APIs take them, everywhere they are shown: nothing runs, nothing breaks out."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.approver import Approver
from sandbox.mailbox import mails
from sandbox.people import DANA
from sandbox.world import World
from tests.browser.conftest import PHONE, Visit, window
from tests.browser.looking import look, press, shot
from tests.browser.people import VERA
from tests.browser.versions import link, new_group, register_reporting, until_asked

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
RIGHT_TO_LEFT = "\u05d0\u05d9\u05e9\u05d5\u05e8 \u0627\u0644\u0645\u0648\u0627\u0641\u0642\u0629"
TURNED = "\u202egnorw\u202c\u200f\u2066"
CONTROLS = "\x00\x07\x1b[31m\x85\u2028\u2029\ufeff"
LONG = "W" * 200

# ModelPackageDescription: letters, marks, separators, symbols, numbers and punctuation, up to 1,024.
DESCRIPTION = f"</p></textarea>{SCRIPT}\"' {RIGHT_TO_LEFT}\u2028{{{{7*7}}}} {LONG}"
# CustomerMetadataProperties: keys of 128 and values of 256 of [\w\s.:/=+\-@], which takes line breaks and any letters.
PROPERTIES = {
    "requested_by": f"javascript:alert@example.com\n{RIGHT_TO_LEFT} {LONG}",
    f"{RIGHT_TO_LEFT}:{LONG[:90]}": f"data:text/html\r\n{RIGHT_TO_LEFT}{LONG}",
}
# MetadataProperties: anything, up to 1,024.
ORIGIN = {
    "CommitId": f"{SCRIPT}{TURNED}",
    "Repository": f"javascript:alert(3)//{LONG}",
    "GeneratedBy": f'"><svg onload=alert(4)>{RIGHT_TO_LEFT}{LONG}',
}
# A report is whatever a pipeline writes into a file.
REPORT = {
    "auc": 0.9,  # what dev's gate asks for
    f"{SCRIPT}{CONTROLS}": 0.5,
    f"{TURNED}{RIGHT_TO_LEFT}": -1e300,
    LONG: 1e-300,
    "</svg></title><script>alert(5)</script>": {"value": 0.25, "standard_deviation": SCRIPT},
    "__proto__": 1,
}
COMMENT = f"</blockquote>{SCRIPT}\n{TURNED}{RIGHT_TO_LEFT}\n{LONG}\x07"


@pytest.fixture(scope="module")
def group(world: World) -> str:
    """Version 1 waits to be compared, version 2 to be decided."""
    name = new_group(world, "w" * 40)
    for _ in range(2):
        register_reporting(
            world, name, REPORT, ModelPackageDescription=DESCRIPTION, MetadataProperties=ORIGIN,
            CustomerMetadataProperties=PROPERTIES,
        )  # fmt: skip
    until_asked(world, {name: 2})
    return name


def is_harmless(page: Page) -> None:
    """No element of theirs is on the page, and no character that turns text around."""
    assert page.locator("main script, main img, svg[onload], iframe, a[href^='javascript:']").count() == 0
    assert page.locator("script").count() == 1
    shown = page.locator("body").inner_text()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b\x1b]", shown)
    assert "7*7" in shown or "{{" not in shown


def test_on_the_way_of_a_decision(visit: Visit, world: World, group: str) -> None:
    page = visit(DANA, link(world, group, 1))
    expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    is_harmless(page)
    page.get_by_text("Other properties").click()
    look(page, "hostile-review")
    page.get_by_label("Comment").fill(COMMENT)
    assert press(page, "Approve") == 200
    expect(page.locator("blockquote")).to_contain_text("</blockquote><script>alert(1)</script>")
    is_harmless(page)
    look(page, "hostile-confirmation")
    press(page, "Go back")
    expect(page.get_by_label("Comment")).to_have_value(re.compile("^</blockquote>"))
    is_harmless(page)
    assert press(page, "Approve") == 200
    page.get_by_role("button", name="Approve for dev", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Approved for dev by dana@example.com")
    is_harmless(page)
    look(page, "hostile-approved")


def test_beside_what_runs_and_in_a_revocation(visit: Visit, world: World, group: str) -> None:
    page = visit(VERA, link(world, group, 2))
    expect(page.get_by_role("heading", name="Metrics against the version that runs in dev now")).to_be_visible()
    is_harmless(page)
    look(page, "hostile-compared")
    page.goto(link(world, group, 1) + "/revocation")
    is_harmless(page)
    look(page, "hostile-revocation")
    page.get_by_label("Reason").fill(COMMENT)
    page.get_by_role("button", name="Revoke for dev").click()
    expect(page.get_by_role("status")).to_contain_text("Revoked for dev by vera@example.com")
    is_harmless(page)


@pytest.mark.parametrize("path", ["/?q={group}", "/groups/{group}", "/groups/{group}/compare?a=2&b=1"])
def test_in_the_overviews(visit: Visit, world: World, group: str, path: str) -> None:
    page = visit(DANA, world.stacks["dev"]["api_url"] + path.format(group=group))
    expect(page.get_by_text(group).first).to_be_visible()
    is_harmless(page)
    look(page, f"hostile-{'board' if '?q' in path else 'comparison' if 'compare' in path else 'group'}")


def test_in_what_was_searched_for(visit: Visit, world: World) -> None:
    page = visit(DANA, world.stacks["dev"]["api_url"] + "/")
    page.get_by_label("Find a model package group").fill(SCRIPT)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("No group has").first).to_be_visible()
    is_harmless(page)
    look(page, "hostile-search")


def test_in_the_mails(chromium: Browser, world: World, group: str) -> None:
    asked = Approver(world.aws, DANA).mail(f"{group} version 2", "dev")
    found = [mail for mail in mails(world.aws, DANA.email) if group in mail.subject]
    assert {mail.subject[:3] for mail in found} == {"App", "Re:"}  # also: superseded, and revoked by Vera
    with window(chromium, viewport=PHONE) as page:
        for mail in found:
            assert not re.search("[\r\n\x00-\x08]", mail.subject)
            page.set_content(mail.html)
            assert page.locator("script, img[onerror], svg").count() == 0
            if mail == asked:
                shot(page, "hostile-mail")
