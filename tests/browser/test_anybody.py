"""Deciding as people really do: from the mail with the keyboard alone, without scripts, on a phone, in the dark, and in
a time zone of their own."""

import re
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sandbox.approver import Approver
from sandbox.chromium import sign_in
from sandbox.environments import DEV
from sandbox.ledger import records, registered
from sandbox.people import DANA
from sandbox.world import World
from tests.browser.accessibility import fits
from tests.browser.conftest import BERLIN, DESK, PHONE, Visit, window
from tests.browser.looking import heading, look, press, shot
from tests.browser.versions import link, new_group, record, register, until_asked

VERSIONS = 3


@pytest.fixture(scope="module")
def group(world: World) -> str:
    """A group with a version for each test that decides."""
    name = new_group(world, "basket-size")
    for _ in range(VERSIONS):
        register(world, name)
    until_asked(world, {name: VERSIONS})
    return name


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus, and see where that is."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {target}")


def test_with_the_keyboard_alone_from_the_mail_to_the_approval(chromium: Browser, world: World, group: str) -> None:
    with window(chromium, viewport=DESK, **BERLIN) as page:
        mail = Approver(world.aws, DANA).mail(f"{group} version 1", "dev")
        page.goto(f"{world.aws.endpoint}/_sandbox/health")
        page.set_content(mail.html)
        tab_to(page, page.get_by_role("link").first)
        page.keyboard.press("Enter")
        tab_to(page, page.locator("input[name=username]"))
        page.keyboard.type(DANA.username)
        tab_to(page, page.locator("input[name=password]"))
        page.keyboard.type(DANA.password)
        page.keyboard.press("Enter")
        page.wait_for_url(mail.link)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        shot(page, "keyboard-skip-link")
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_label("Comment"))
        page.keyboard.type("Typed, not clicked.")
        tab_to(page, page.get_by_role("button", name="Approve", exact=True))
        shot(page, "keyboard-focus")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Approve {group} version 1 for dev?")
        tab_to(page, page.get_by_role("button", name="Approve for dev", exact=True))
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Approved for dev by dana@example.com")
    decision = records(world.aws, DEV)[f"{record(group, 1)}/decision"]
    assert (decision["comment"], decision["decided_by"]["name"]) == ("Typed, not clicked.", DANA.email)
    assert registered(world.aws, decision["model_package_arn"])[0] == "Approved"


def test_without_scripts_on_a_phone(chromium: Browser, world: World, group: str) -> None:
    with window(chromium, viewport=PHONE, java_script_enabled=False, **BERLIN) as page:
        sign_in(page, link(world, group, 2), DANA)
        expect(page.get_by_text("Times are in UTC.")).to_be_visible()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", page.get_by_role("status").locator("time").inner_text())
        page.get_by_label("Comment").fill("No script did this.")
        assert press(page, "Reject") == HTTPStatus.OK
        page.get_by_role("button", name="Reject for dev", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("Rejected for dev by dana@example.com")
        shot(page, "no-scripts")
        page.goto(f"{world.stacks['dev']['api_url']}/?q={group}")
        expect(page.get_by_role("rowheader", name=group)).to_be_visible()
        page.goto(f"{world.stacks['dev']['api_url']}/groups/{group}")
        expect(page.get_by_text("No script did this.")).to_be_visible()
        expect(page.locator("time").first).to_contain_text("UTC")
    assert records(world.aws, DEV)[f"{record(group, 2)}/decision"]["comment"] == "No script did this."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_by_day_and_by_night(visit: Visit, world: World, group: str, scheme: str) -> None:
    page = visit(DANA, link(world, group, 3), viewport=PHONE, color_scheme=scheme)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", colour)[:3])) / 3
    assert (brightness < 128) is (scheme == "dark")
    shot(page, f"phone-{scheme}-review")
    assert press(page, "Approve") == HTTPStatus.OK
    shot(page, f"phone-{scheme}-confirmation")
    assert fits(page)
    base = world.stacks["dev"]["api_url"]
    for path, name in ((f"/?q={group}", "board"), (f"/groups/{group}", "group")):
        page.goto(base + path)
        shot(page, f"phone-{scheme}-{name}")
        assert fits(page)
    page.goto(f"{base}/groups/{group}/compare?a=3&b=1")
    shot(page, f"phone-{scheme}-comparison")
    assert fits(page)


def test_at_a_desk_by_night(visit: Visit, world: World, group: str) -> None:
    page = visit(DANA, link(world, group, 3), color_scheme="dark")
    shot(page, "dark-review")
    paths = {"board": "/", "group": f"/groups/{group}", "comparison": f"/groups/{group}/compare?a=3&b=1"}
    for name, path in paths.items():
        page.goto(world.stacks["dev"]["api_url"] + path)
        shot(page, f"dark-{name}")


@pytest.mark.parametrize(
    ("place", "zones"),
    [("Europe/Berlin", "CET|CEST"), ("America/New_York", "GMT-[45]|EST|EDT"), ("Asia/Tokyo", r"GMT\+9|JST")],
)
def test_times_are_those_of_the_approvers_place(visit: Visit, world: World, group: str, place: str, zones: str) -> None:
    page = visit(DANA, link(world, group, 3), timezone_id=place)
    until = page.get_by_role("status").locator("time")
    expect(until).to_have_text(re.compile(rf", \d\d:\d\d ({zones}) \(in 30 days\)$"))
    expect(until).to_have_attribute("title", re.compile(r"\d\d:\d\d UTC$"))
    expect(page.get_by_text(f"Times are those of your time zone, {place}.")).to_be_visible()


def test_the_board_and_the_story_of_a_group_can_be_walked_with_the_keyboard(
    visit: Visit, world: World, group: str
) -> None:
    page = visit(DANA, f"{world.stacks['dev']['api_url']}/")
    tab_to(page, page.get_by_label("Find a model package group"))
    page.keyboard.type(group)
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").get_by_role("rowheader")).to_have_count(1)
    tab_to(page, page.get_by_role("rowheader").get_by_role("link"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(group)
    tab_to(page, page.get_by_label("beside version"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("beside version"))
    assert heading(page).startswith(group)
    look(page, "keyboard-comparison")
