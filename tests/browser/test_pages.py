"""Every page in every state, as rendered and with its real headers, in a real browser; needs no sandbox."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect

from model_approval.domain.evidence import Evidence, Source, Stage, Stored, Violation, Violations
from model_approval.domain.model_version import ModelVersion, VersionId
from model_approval.pages import web
from tests.browser.accessibility import complaints, fits, small_targets
from tests.unit.examples import BEN
from tests.unit.pages.views import FORM, PAGES, confirmed, gated, package, request, running, shown, vote, whole

HERE = "https://approve.example.com/"
LONG = "w" * 250 + " \u202e\u05d0\u05d1\u05d2 " + "\u05d3" * 80


@pytest.fixture(scope="module")
def shared(chromium: Browser) -> Iterator[Page]:
    """One window for all states, as narrow as WCAG's reflow asks for. Complaints of the policy fail the test."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="en-GB", timezone_id="Europe/Berlin")
    page = context.new_page()
    yield page
    context.close()


def show(page: Page, html: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=html, headers=web.security_headers() | {"Content-Type": "text/html; charset=utf-8"})

    blocked = list[str]()

    def note(message: ConsoleMessage) -> None:
        if not message.location["url"].endswith("/favicon.ico"):  # asked for by the browser itself, whenever it likes
            blocked.append(message.text)

    page.on("console", note)
    page.route(f"{HERE}**", answer)
    page.goto(HERE)
    page.unroute(f"{HERE}**")
    page.remove_listener("console", note)
    assert blocked == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_page_fits_a_small_phone(shared: Page, name: str) -> None:
    show(shared, PAGES[name]())
    assert fits(shared)
    assert small_targets(shared) == []
    assert complaints(shared) == []


def test_long_words_and_right_to_left_text_keep_to_their_place(shared: Page) -> None:
    metrics = {f"metric_{LONG}"[:64]: 1e300, "auc": -1.23456e-7}
    model = ModelVersion(VersionId("g" * 63, 123456789), LONG)
    asked = request(
        model=model,
        metrics=metrics,
        author=LONG,
        summary=LONG,
        requested_by=LONG,
        earlier=(Stage(None, metrics), Stage(LONG, metrics)),
        violations=Violations(10**9, (LONG,)),
        run={LONG: 1e300},
        sources=(Source(LONG, LONG, 10**9, LONG),),
        stored=Stored(LONG, LONG, 10**9, 10**9),
    )
    review = replace(
        gated(f"{'m' * 64} >= approved - {'9' * 15}", request=asked),
        approved=replace(running(), approved_by=LONG),
        required=2,
        votes=(vote(BEN, comment=LONG, overridden=(LONG,)),),
    )
    everything = Evidence({LONG: -1e300}, {LONG: 1e-300}, (Violation(LONG, LONG, LONG),), asked.sources, asked.run)
    told = package(summary=f"{LONG}.", created_by=LONG, metadata={LONG: LONG})
    for html in (
        shown(review, package=told, form=replace(FORM, typed=LONG, note=LONG), objection=LONG, notice=LONG),
        shown(review, blocked=review.blocking, may_override=True, override_group=LONG),
        shown(review, blocked=review.blocking, override_group=LONG),
        whole(everything, asked),
        confirmed(review=review, typed=LONG),
        web.message(LONG, LONG, typed=LONG, retry="/"),
    ):
        show(shared, html)
        assert fits(shared)


def test_each_stage_of_a_metric_has_its_name_beside_it_on_a_phone(shared: Page) -> None:
    show(shared, PAGES["waiting"]())
    row = shared.get_by_role("table", name="This version’s metrics").get_by_role("row", name="auc")
    for stage in ("training", "dev", "test", "Drift"):
        expect(row.get_by_text(stage, exact=True)).to_be_visible()
    expect(row.get_by_role("cell")).to_have_count(5)


def test_times_are_local_with_their_zone_and_utc_stays_at_hand(shared: Page) -> None:
    show(shared, PAGES["approved"]())
    time = shared.get_by_role("status").locator("time").first
    expect(time).to_have_text("25 Feb 2026, 10:30 CET")
    expect(time).to_have_attribute("title", "2026-02-25 09:30 UTC")
    expect(shared.get_by_text("Times are those of your time zone, Europe/Berlin.")).to_be_visible()


def test_since_when_and_until_when_are_said_in_days_as_well(page: Page) -> None:
    page.clock.set_fixed_time("2026-02-26T12:00:00Z")
    show(page, PAGES["waiting"]())
    expect(page.get_by_text("(2 days ago)")).to_be_visible()
    expect(page.get_by_role("status").locator("time")).to_contain_text("(in 88 days)")


def test_a_comment_counts_what_is_left(shared: Page) -> None:
    show(shared, PAGES["waiting"]())
    shared.get_by_label("Comment").fill("four")
    expect(shared.get_by_text("496 left.")).to_be_visible()


def test_without_a_script_everything_is_there_and_in_utc(chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.set_content(PAGES["waiting"]())
    expect(page.get_by_text("Times are in UTC.")).to_be_visible()
    expect(page.get_by_text("2026-02-24 12:00 UTC").first).to_be_visible()
    for name in ("Approve", "Reject"):
        expect(page.get_by_role("button", name=name)).to_be_enabled()
    context.close()


def test_the_keyboard_goes_from_the_top_to_the_decision(shared: Page) -> None:
    show(shared, PAGES["waiting"]())
    reached = []
    for _ in range(8):
        shared.keyboard.press("Tab")
        seen_now = "(document.activeElement.innerText || document.activeElement.name || '').trim()"
        reached.append(shared.evaluate(seen_now))
        assert shared.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached == [
        "Skip to the content", "Model approval", "Sign out", "Model approvals", "churn", "comment", "Approve", "Reject",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["waiting", "approved", "revoke"])
def test_on_paper_there_are_words_and_no_buttons(shared: Page, name: str) -> None:
    show(shared, PAGES[name]())
    shared.emulate_media(media="print")
    assert not [button for button in shared.get_by_role("button").all() if button.is_visible()]
    expect(shared.get_by_role("heading", level=1)).to_be_visible()
    shared.emulate_media(media="screen")
