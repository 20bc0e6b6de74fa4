"""The approver's two minutes in a real browser, on a phone's screen: cookies, policies and redirects as there."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.approver import Approver
from sandbox.environments import DEV
from sandbox.ledger import registered
from sandbox.people import DANA, OLIVER, Person
from sandbox.story import Story
from sandbox.world import World


@pytest.fixture(scope="module")
def waiting(story: Story, world: World) -> tuple[str, str]:
    """A version that waits for dev's approvers: its model package, and the link in the mail."""
    arn, version = story.register("logistic regression")
    return arn, Approver(world.aws, DANA).mail(version, DEV.name).link


def sign_in(page: Page, link: str, person: Person) -> None:
    page.goto(link)
    page.fill("input[name=username]", person.username)
    page.fill("input[name=password]", person.password)
    page.click("button")
    expect(page).to_have_url(link)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_somebody_outside_the_group_looks_and_cannot_decide(page: Page, waiting: tuple[str, str]) -> None:
    sign_in(page, waiting[1], OLIVER)
    expect(
        page.get_by_text("You may look, but only members of the group 'ml-approvers-dev' decide here.")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    assert fits(page)


def test_an_approver_follows_the_link_signs_in_and_approves(page: Page, waiting: tuple[str, str], world: World) -> None:
    arn, link = waiting
    sign_in(page, link, DANA)
    assert fits(page)
    [session] = [cookie for cookie in page.context.cookies() if cookie["name"].startswith("__Host-")]
    assert (session["secure"], session["httpOnly"], session["sameSite"], session["path"]) == (True, True, "Lax", "/")
    page.get_by_label("Comment").fill("Fine.\n<b>Really</b>")
    page.get_by_role("button", name="Approve for dev").click()
    expect(page.get_by_role("status")).to_contain_text("Approved for dev by dana@example.com")
    expect(page.get_by_text("<b>Really</b>")).to_be_visible()
    assert registered(world.aws, arn)[0] == "Approved"
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading")).to_have_text("You are signed out")
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "__Host-session"]
