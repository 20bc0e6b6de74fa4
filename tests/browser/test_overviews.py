"""The board, a group's page and the comparison on a wide screen, with long words, many environments, and no mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from model_approval.domain.board import Board, Column
from model_approval.domain.desks import desks
from model_approval.domain.history import Entry, History, Version
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.standing import Standing
from model_approval.domain.waiting import Waiting
from model_approval.pages.board import Place, Search, board
from model_approval.pages.group import group
from tests.browser.accessibility import complaints, fits
from tests.browser.test_pages import LONG, show
from tests.unit.examples import ANN, approved, decision, request
from tests.unit.pages.overviews import NOW, OVERVIEWS, desks_of

TEN = PromotionPath(tuple(f"environment-{number}" for number in range(10)))


@pytest.fixture(scope="module")
def wide(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="Europe/Berlin")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", OVERVIEWS)
def test_axe_finds_nothing_and_the_page_fits_a_wide_screen(wide: Page, name: str) -> None:
    show(wide, OVERVIEWS[name]())
    assert fits(wide)
    assert complaints(wide) == []


def ten_environments() -> str:
    columns = tuple(Column(name, {"abalone": approved()}, ()) for name in TEN.names)
    groups = dict.fromkeys(TEN.names, "approvers")
    found = desks(TEN, groups, here=TEN.names, stacks={}, mine=())
    values = {"person": ANN, "search": Search(), "place": Place.FIRST, "valid_days": 90, "now": NOW}
    return board(Board(("abalone",), None, columns, {}), found, **values)


def test_ten_environments_scroll_beside_the_page_and_with_the_keyboard(wide: Page) -> None:
    show(wide, ten_environments())
    assert fits(wide)
    region = wide.get_by_role("region", name="Groups and environments")
    region.focus()
    wide.keyboard.press("ArrowRight")
    moved = "part => part.scrollLeft > 0 || new Promise(done => part.addEventListener('scroll', () => done(true)))"
    assert region.evaluate(moved)


@pytest.mark.parametrize("width", [320, 1280])
def test_long_words_and_right_to_left_text_keep_to_their_place(wide: Page, width: int) -> None:
    wide.set_viewport_size({"width": width, "height": 800})
    person, comment = Person("s", LONG, "i"), f"{LONG}\n{LONG}"
    made = decision(decided_by=person, comment=comment)
    version = Version(
        VersionId("g" * 63, 123456789),
        tuple(Entry(n, request(author=LONG, summary=LONG), Standing(made)) for n in "dtp"),
    )
    history = History("g" * 63, (version,), None, {"dev": approved()}, {}, {LONG: ""})
    waiting = Waiting("dev", VersionId("g" * 63, 123456789), NOW)
    columns = tuple(Column(desk.environment, {"g" * 63: approved()}, (waiting,)) for desk in desks_of())
    view = {"person": person, "valid_days": 90, "now": NOW}
    for html in (
        group(history, desks_of(), before=None, **view),
        board(Board(("g" * 63,), "t", columns, {}), desks_of(), search=Search("g" * 63), place=Place.LATER, **view),
    ):
        show(wide, html)
        assert fits(wide)
    wide.set_viewport_size({"width": 1280, "height": 800})


def test_without_a_script_versions_are_compared_and_groups_are_found(chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    asked = list[str]()
    page.on("request", lambda sent: asked.append(sent.url))
    show(page, OVERVIEWS["group"]())
    page.route("https://approve.example.com/**", lambda route: route.fulfill(body=""))
    page.get_by_label("beside version").fill("4")
    page.get_by_role("button", name="Compare").click()
    assert asked[-1] == "https://approve.example.com/groups/abalone/compare?a=12&b=4"
    page.unroute_all()
    show(page, OVERVIEWS["board, mine"]())
    page.route("https://approve.example.com/**", lambda route: route.fulfill(body=""))
    page.get_by_label("Find a model package group").fill("churn")
    page.get_by_role("button", name="Search").click()
    assert asked[-1] == "https://approve.example.com/?q=churn&waiting=mine"
    context.close()


def test_the_table_stays_a_table_where_it_looks_like_cards(page: Page) -> None:
    show(page, OVERVIEWS["board"]())
    table = page.get_by_role("table", name="What is approved of each model package group")
    expect(table.get_by_role("rowheader")).to_have_count(4)
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table.get_by_role("cell").first).to_be_visible()
