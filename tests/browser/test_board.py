"""The board: what waits for whom, what is approved where, and finding a group among many."""

from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from sandbox.environments import ENVIRONMENTS, MODEL_PACKAGE_GROUP
from sandbox.people import DANA, OLIVER, TOM, URSULA
from sandbox.story import Story
from sandbox.world import World
from tests.browser.conftest import Visit
from tests.browser.looking import heading, look
from tests.browser.versions import answer, link, new_group, register, until_asked
from tests.journey.test_second_thoughts import denied

DEV, TEST, *_ = ENVIRONMENTS
GRID = "What is approved of each model package group"


@pytest.fixture(scope="module")
def board(story: Story, world: World) -> str:
    """Its address in dev."""
    return f"{world.stacks['dev']['api_url']}/"


@pytest.fixture(scope="module")
def group(world: World, story: Story) -> str:
    """Version 1 is approved for dev, versions 2 and 3 wait."""
    name = new_group(world, "returns-forecast")
    for _ in range(3):
        register(world, name)
    until_asked(world, {name: 3})
    answer(world, name, 1)
    return name


def test_the_grid_says_what_is_approved_where_by_whom_and_what_waits(visit: Visit, board: str, group: str) -> None:
    page = visit(DANA, board)
    assert heading(page) == "Model approvals"
    look(page, "board")
    grid = page.get_by_role("table", name=GRID)
    assert [cell.inner_text().split()[0] for cell in grid.get_by_role("columnheader").all()[1:]] == [
        environment.name for environment in ENVIRONMENTS
    ]
    page.get_by_label("Find a model package group").fill(group)
    page.get_by_role("button", name="Search").click()
    line = grid.get_by_role("row", name=group)
    here, *rest = line.get_by_role("cell").all()
    expect(here).to_contain_text("version 1")
    expect(here).to_contain_text("by dana@example.com")
    expect(here).to_contain_text("version 3 waits")
    expect(here).to_contain_text("and 1 more")
    assert [cell.inner_text().split()[-1] for cell in rest] == ["none"] * 3
    expect(grid.get_by_role("row")).to_have_count(2)
    look(page, "board-search")
    here.get_by_role("link", name="version 1", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Approved for dev by dana@example.com")


def test_the_other_stacks_pages_are_a_link_away(visit: Visit, world: World, board: str) -> None:
    page = visit(DANA, f"{board}?q={MODEL_PACKAGE_GROUP}")
    production = page.get_by_role("table", name=GRID).get_by_role("cell").nth(3)
    link = production.get_by_role("link", name="version").first.get_attribute("href")
    assert link is not None
    assert link.startswith(world.stacks["uat"]["api_url"])


def test_who_decides_finds_theirs_first(visit: Visit, board: str, group: str, world: World) -> None:
    page = visit(TOM, f"{board}?q={group}")
    expect(page.get_by_role("link", name=f"{group} version 2")).to_be_visible()
    expect(page.get_by_text("version 3 waits as well")).to_be_visible()
    page.get_by_role("link", name="Mine").click()
    expect(page.get_by_role("link", name="Mine")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("link", name=f"{group} version 2")).to_have_count(0)
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    look(page, "board-nothing-is-mine")
    page = visit(DANA, f"{board}?q={group}&waiting=mine")
    expect(page.get_by_text("You decide")).to_be_visible()
    look(page, "board-mine")
    page.get_by_role("link", name=f"{group} version 2").click()
    expect(page).to_have_url(link(world, group, 2))


def test_who_decides_nothing_sees_everybodys(visit: Visit, board: str, group: str) -> None:
    page = visit(OLIVER, f"{board}?q={group}")
    expect(page.get_by_role("link", name=f"{group} version 2")).to_be_visible()
    expect(page.get_by_role("link", name="Mine")).to_have_count(0)
    look(page, "board-of-an-outsider")


def test_a_search_without_hits_says_so_and_leads_back(visit: Visit, board: str) -> None:
    page = visit(DANA, board)
    page.get_by_label("Find a model package group").fill("nobody-has-this")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No group has “nobody-has-this” in its name.")).to_be_visible()
    look(page, "board-without-hits")
    page.get_by_role("link", name="Show all groups").first.click()
    expect(page).to_have_url(board)


def test_many_groups_come_in_pages(visit: Visit, board: str, world: World) -> None:
    names = [new_group(world, f"shop-{number:02}") for number in range(10)]
    page = visit(DANA, f"{board}?q=shop-")
    rows = page.get_by_role("table", name=GRID).get_by_role("rowheader")
    expect(rows).to_have_text(names[:9])
    expect(page.get_by_text("Nothing waits in groups with “shop-” in their name.")).to_be_visible()
    page.get_by_role("link", name="More groups").click()
    expect(rows).to_have_text(names[9:])
    look(page, "board-later-page")
    page.get_by_role("link", name="First page").click()
    expect(rows).to_have_text(names[:9])
    page.goto(f"{board}?q=shop-&token=made-up")
    expect(page.get_by_text("That page of groups is no longer there")).to_be_visible()
    expect(rows).to_have_text(names[:9])
    look(page, "board-lost-page")


def test_an_account_that_cannot_be_read_is_named_and_the_rest_is_there(
    visit: Visit, world: World, board: str, group: str
) -> None:
    role = f"arn:aws:iam::{TEST.account_id}:role/model-approval-test-reader"
    with denied(world, TEST, role, "ssm:*"):
        page = visit(URSULA, f"{board}?q={group}")
        expect(page.get_by_text("test cannot be read from here, so nobody can tell")).to_be_visible()
        expect(page.get_by_role("cell").nth(1)).to_contain_text("not readable")
        expect(page.get_by_role("cell").nth(0)).to_contain_text("version 1")
        look(page, "board-unreadable-account")
        answered = page.goto(f"{board}groups/{group}")
        assert answered is not None
        assert answered.status == HTTPStatus.OK
        expect(page.get_by_text("The records of test and uat cannot be read from here")).to_be_visible()
        look(page, "group-unreadable-account")
