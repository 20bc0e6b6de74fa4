"""The page of a group: its versions' stories over more than one page, two of them side by side, and all as data."""

import csv
import io
import json
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sandbox.environments import MODEL_PACKAGE_GROUP, PARAMETER_PREFIX
from sandbox.people import ALEX, DANA, OLIVER
from sandbox.story import Story
from sandbox.world import World
from tests.browser.conftest import Visit
from tests.browser.looking import heading, look
from tests.browser.versions import answer, new_group, record, register_reporting, until_asked

VERSIONS = 12


@pytest.fixture(scope="module")
def history(world: World) -> str:
    """Version 1 is approved for dev, version 2 is rejected, ten wait."""
    name = new_group(world, "price-elasticity")
    for number in range(1, VERSIONS + 1):
        register_reporting(world, name, {"auc": 0.8 + number / 100})
    until_asked(world, {name: VERSIONS})
    answer(world, name, 1, comment="=HYPERLINK(1)")
    answer(world, name, 2, "Rejected", "Worse, and slower.\nMuch.")
    return name


@pytest.fixture(scope="module")
def groups(world: World) -> str:
    return f"{world.stacks['dev']['api_url']}/groups"


def numbers(page: Page) -> list[int]:
    found = page.get_by_role("article").get_by_role("heading", level=3).all_inner_texts()
    return [int(text.removeprefix("Version ")) for text in found]


def test_the_story_of_every_version_is_told_ten_at_a_time(visit: Visit, groups: str, history: str) -> None:
    page = visit(DANA, f"{groups}/{history}")
    assert heading(page) == history
    assert numbers(page) == list(range(12, 2, -1))
    newest = page.get_by_role("article").first
    expect(newest).to_contain_text("waits")
    expect(newest.get_by_role("link", name="Decide")).to_have_count(1)
    now = page.get_by_role("region", name="Approved now").get_by_role("listitem")
    expect(now.nth(0)).to_contain_text("version 1")
    expect(now.nth(0).get_by_role("link", name="Revoke")).to_be_visible()
    expect(now.nth(1)).to_contain_text("no version")
    look(page, "group")
    page.get_by_role("link", name="Older").click()
    assert numbers(page) == [2, 1]
    expect(page.get_by_role("article", name="Version 2")).to_contain_text("Worse, and slower.")
    expect(page.get_by_role("article", name="Version 1")).to_contain_text("by dana@example.com")
    expect(page.get_by_role("link", name="Older")).to_have_count(0)
    look(page, "group-older")
    page.get_by_role("link", name="Newest").click()
    assert numbers(page)[0] == VERSIONS


def test_who_does_not_decide_can_look_and_not_revoke(visit: Visit, groups: str, history: str) -> None:
    page = visit(OLIVER, f"{groups}/{history}")
    expect(page.get_by_role("link", name="Revoke")).to_have_count(0)
    expect(page.get_by_role("link", name="Decide")).to_have_count(0)
    expect(page.get_by_role("link", name="Review page").first).to_be_visible()


def test_the_way_of_a_version_through_all_environments_is_on_one_page(visit: Visit, groups: str, story: Story) -> None:
    page = visit(DANA, f"{groups}/{MODEL_PACKAGE_GROUP}?before=4")
    stops = page.get_by_role("article", name="Version 1", exact=True).get_by_role("listitem")
    names = ("dana", "tom", "ursula", "paul")
    for stop, name in zip(stops.all(), names, strict=True):
        expect(stop).to_contain_text("approved")
        if name != "paul":  # votes of the same second have an order that is not theirs
            expect(stop).to_contain_text(f"by {name}@example.com")
    expect(page.get_by_role("article", name="Version 2", exact=True)).to_contain_text("rejected")
    expect(page.get_by_role("article", name="Version 3", exact=True)).to_contain_text("It looked better than it is.")
    look(page, "group-to-production")


def test_any_two_versions_stand_beside_each_other(visit: Visit, groups: str, history: str) -> None:
    page = visit(DANA, f"{groups}/{history}")
    page.get_by_label("Version", exact=True).fill("11")
    page.get_by_label("beside version").fill("2")
    page.get_by_role("button", name="Compare").click()
    assert heading(page) == f"{history}: version 11 beside version 2"
    expect(page.get_by_role("table", name="Metrics").get_by_role("row", name="auc")).to_contain_text("+0.09")
    standing = page.get_by_role("region", name="Who approved what")
    expect(standing).to_contain_text("rejected")
    expect(page.get_by_role("region", name="What would run")).to_contain_text("different")
    look(page, "comparison")
    for a, b, said in (("7", "7", "Both are version 7."), ("7", "", "Give the numbers of two versions")):
        answered = page.goto(f"{groups}/{history}/compare?a={a}&b={b}")
        assert answered is not None
        assert answered.status == HTTPStatus.BAD_REQUEST
        expect(page.get_by_role("alert")).to_contain_text(said)
    look(page, "comparison-refused")
    page.goto(f"{groups}/{history}/compare?a=12&b=99")
    expect(page.get_by_text("Nothing is recorded about version 99")).to_be_visible()
    look(page, "comparison-unknown-version")


def download(page: Page, name: str) -> tuple[str, str]:
    """Returns the file's name and what is in it."""
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    text = Path(started.value.path()).read_bytes().decode()
    return started.value.suggested_filename, text


def test_an_auditor_takes_the_history_along_as_data(visit: Visit, groups: str, history: str) -> None:
    page = visit(OLIVER, f"{groups}/{history}")
    name, text = download(page, "CSV")
    assert name == f"{history}-history.csv"
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    name, text = download(page, "JSON")
    assert name == f"{history}-history.json"
    data = json.loads(text)
    assert (data["schema"], data["group"], data["next"]) == (1, history, None)
    events = [(event["version"], event["event"]) for event in data["events"]]
    assert [event for event in events if event[1] != "requested"] == [(2, "rejected"), (1, "approved")]
    assert [version for version, event in events if event == "requested"] == list(range(VERSIONS, 0, -1))
    assert [(int(row["version"]), row["event"]) for row in table] == events
    rejected, approved = (row for row in table if row["event"] in ("rejected", "approved"))
    assert (rejected["by"], rejected["comment"]) == ("dana@example.com", "Worse, and slower.\nMuch.")
    assert approved["comment"] == "'=HYPERLINK(1)"  # no spreadsheet runs it
    assert approved["record"] == f"{record(history, 1)}/decision"
    assert approved["record"].startswith(PARAMETER_PREFIX)
    assert json.loads(approved["metrics"]) == {"auc": 0.81}


def test_an_unknown_group_is_not_found(visit: Visit, groups: str) -> None:
    page = visit(ALEX, f"{groups}/nobody-knows")
    assert heading(page) == "Nobody knows this group"
    answered = page.reload()
    assert answered is not None
    assert answered.status == HTTPStatus.NOT_FOUND
    look(page, "group-unknown")
    page.get_by_role("link", name="See all groups").click()
    assert heading(page) == "Model approvals"


def test_a_group_without_versions_says_so(visit: Visit, world: World, groups: str) -> None:
    page = visit(DANA, f"{groups}/{new_group(world, 'not-trained-yet')}")
    expect(page.get_by_text("This group has no version yet.")).to_be_visible()
    look(page, "group-without-versions")
