"""What follows a decision: the question before it, what is said afterwards, and taking an approval back."""

from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from sandbox.environments import DEV, PARAMETER_PREFIX
from sandbox.ledger import records
from sandbox.people import DANA
from sandbox.world import World
from tests.browser.conftest import Visit
from tests.browser.looking import heading, look, press
from tests.browser.people import VERA
from tests.browser.versions import BETTER, answer, link, new_group, record, register_reporting, until_asked


@pytest.fixture(scope="module")
def settled(world: World) -> str:
    """Version 1 and 3 are approved, version 2 is rejected, version 4 waits."""
    group = new_group(world, "delivery-times")
    for report in ({"auc": 0.9}, {"auc": 0.6}, {"auc": 0.92, "recall": 0.7}, BETTER):
        register_reporting(world, group, report)
    until_asked(world, {group: 4})
    answer(world, group, 1, comment="A good start.")
    answer(world, group, 2, "Rejected", "Far less accurate than version 1.\nAnd slower.")
    answer(world, group, 3, comment="Better on all counts.")
    return group


def test_a_version_is_set_beside_the_one_that_it_would_replace(visit: Visit, world: World, settled: str) -> None:
    page = visit(DANA, link(world, settled, 4))
    metrics = page.get_by_role("region", name=f"Metrics of {settled} version 4")
    expect(metrics.get_by_role("columnheader", name="Version 3 (now)")).to_be_visible()
    expect(metrics.get_by_role("row", name="auc 0.93 0.92")).to_contain_text("+0.01")
    plot = metrics.get_by_role("img", name="auc")
    expect(plot).to_be_visible()
    assert plot.locator("rect").count() == 2
    expect(page.get_by_text("Against version 3, which runs in dev now")).to_be_visible()
    look(page, "review-compared")


def test_the_last_question_names_the_environment_and_what_follows(visit: Visit, world: World, settled: str) -> None:
    page = visit(DANA, link(world, settled, 4))
    page.get_by_label("Comment").fill("Let me think.\nTwice.")
    for button, title, follows in (
        ("Approve", f"Approve {settled} version 4 for dev?", "will run version 4 instead of version 3"),
        ("Reject", f"Reject {settled} version 4 for dev?", "Version 4 will never run in dev; this cannot be undone."),
    ):
        assert press(page, button) == HTTPStatus.OK
        assert heading(page) == title
        expect(page.get_by_text(follows)).to_be_visible()
        expect(page.get_by_role("button", name=f"{button} for dev", exact=True)).to_be_visible()
        look(page, f"confirmation-{button.lower()}")
        page.get_by_role("button", name="Go back").click()
        expect(page.get_by_label("Comment")).to_have_value("Let me think.\nTwice.")
    assert f"{record(settled, 4)}/decision" not in records(world.aws, DEV)


@pytest.mark.parametrize(
    ("version", "said", "follows"),
    [
        (3, "Approved for dev by dana@example.com", "Inference pipelines of dev run it."),
        (1, "Approved for dev by dana@example.com", "run version 3 now, which is newer"),
        (2, "Rejected for dev by dana@example.com", "It will never run in dev."),
    ],
)
def test_a_decided_request_says_who_decided_and_what_runs(
    visit: Visit, world: World, settled: str, version: int, said: str, follows: str
) -> None:
    page = visit(DANA, link(world, settled, version))
    expect(page.get_by_role("status")).to_contain_text(said)
    expect(page.get_by_role("status")).to_contain_text(follows)
    for button in ("Approve", "Reject"):
        expect(page.get_by_role("button", name=button, exact=True)).to_have_count(0)
    if version == 2:
        comment = page.get_by_role("region", name="History").locator("blockquote")
        expect(comment).to_have_text("Far less accurate than version 1.\nAnd slower.")
    look(page, {3: "review-approved", 1: "review-approved-and-replaced", 2: "review-rejected"}[version])


def test_revoking_says_before_what_pipelines_get_and_asks_for_a_reason(
    visit: Visit, world: World, settled: str
) -> None:
    page = visit(VERA, link(world, settled, 3))
    page.get_by_role("link", name="Revoke for dev").click()
    change = page.get_by_role("region", name="What dev's inference pipelines get").get_by_role("listitem")
    expect(change.nth(0)).to_contain_text("Version 3")
    expect(change.nth(1)).to_contain_text("Version 1")
    look(page, "revocation-preview")
    page.get_by_role("button", name="Revoke for dev").click()  # the browser asks for the reason
    assert f"{record(settled, 3)}/revocation" not in records(world.aws, DEV)
    page.get_by_label("Reason").fill("It drifts.")
    page.get_by_role("button", name="Revoke for dev").click()
    expect(page.get_by_role("status")).to_contain_text("Revoked for dev by vera@example.com")
    expect(page.get_by_role("status")).to_contain_text("Inference pipelines of dev run version 1 now.")
    look(page, "review-revoked")
    assert records(world.aws, DEV)[f"{PARAMETER_PREFIX}/dev/{settled}/approved"]["version"] == 1

    page.goto(link(world, settled, 1) + "/revocation")
    expect(page.get_by_text("No approved version")).to_be_visible()
    look(page, "revocation-preview-of-the-last")
    page.goto(link(world, settled, 2) + "/revocation")
    expect(page.get_by_text("There is nothing to revoke")).to_be_visible()
    look(page, "revocation-of-nothing")
