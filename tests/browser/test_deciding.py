"""The approver's two minutes in a real browser, on a phone's screen: cookies, policies and redirects as there."""

from http import HTTPStatus

import pytest
from playwright.sync_api import Page, expect

from sandbox.approver import Approver
from sandbox.chromium import sign_in
from sandbox.environments import DEV
from sandbox.ledger import registered
from sandbox.people import DANA
from sandbox.story import Story
from sandbox.world import World
from tests.browser.looking import look, press


@pytest.fixture(scope="module")
def waiting(story: Story, world: World) -> tuple[str, str]:
    """A version that waits for dev's approvers: its model package, and the link in the mail."""
    arn, version = story.register("logistic regression")
    return arn, Approver(world.aws, DANA).mail(version, DEV.name).link


def approve(page: Page, comment: str = "") -> None:
    """Both presses, on the request's page and on the one that asks."""
    page.get_by_label("Comment").fill(comment)
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_role("button", name="Approve for dev", exact=True).click()


def test_a_session_that_ends_while_somebody_writes_loses_nothing(page: Page, waiting: tuple[str, str]) -> None:
    sign_in(page, waiting[1], DANA)
    page.get_by_label("Comment").fill("A long thought.\nIn two parts.")
    page.context.clear_cookies(name="__Host-session")
    assert press(page, "Approve") == HTTPStatus.UNAUTHORIZED
    expect(page.get_by_role("heading", level=1)).to_have_text("Your sign-in has ended")
    expect(page.get_by_label("What you wrote, to copy")).to_have_value("A long thought.\nIn two parts.")
    look(page, "sign-in-ended")
    page.get_by_role("link", name="Go on").click()
    if page.locator("input[name=username]").count():
        page.fill("input[name=username]", DANA.username)
        page.fill("input[name=password]", DANA.password)
        page.click("button")
    expect(page.get_by_label("Comment")).to_have_value("A long thought.\nIn two parts.")
    look(page, "review-with-what-was-typed")
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "__Host-draft"]
    page.reload()
    expect(page.get_by_label("Comment")).to_have_value("")


def test_an_approver_follows_the_link_signs_in_and_approves(page: Page, waiting: tuple[str, str], world: World) -> None:
    arn, link = waiting
    sign_in(page, link, DANA)
    look(page, "phone-review")
    [session] = [cookie for cookie in page.context.cookies() if cookie["name"].startswith("__Host-")]
    assert (session["secure"], session["httpOnly"], session["sameSite"], session["path"]) == (True, True, "Lax", "/")
    approve(page, "Fine.\n<b>Really</b>")
    expect(page).to_have_url(link)
    expect(page.get_by_role("status")).to_contain_text("Approved for dev by dana@example.com")
    expect(page.get_by_text("<b>Really</b>")).to_be_visible()
    assert registered(world.aws, arn)[0] == "Approved"
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    look(page, "signed-out")
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "__Host-session"]


def test_an_approver_takes_an_approval_back_and_knows_before_what_runs_then(
    page: Page, waiting: tuple[str, str], world: World
) -> None:
    arn, link = waiting
    sign_in(page, link, DANA)
    page.get_by_role("link", name="Revoke for dev").click()
    expect(page).to_have_url(f"{link}/revocation")
    expect(page.get_by_text("After you revoke it")).to_be_visible()
    look(page, "phone-revocation-preview")
    page.get_by_label("Reason").fill("It drifts.")
    page.get_by_role("button", name="Revoke for dev").click()
    expect(page).to_have_url(link)
    expect(page.get_by_role("status")).to_contain_text("Revoked for dev by dana@example.com")
    assert registered(world.aws, arn)[1]["dev"] == "Revoked"
