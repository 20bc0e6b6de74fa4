"""One version on its way through all environments, with who must not approve it twice and who approves it together."""

from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from sandbox.approver import Approver
from sandbox.environments import ENVIRONMENTS, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX, Environment
from sandbox.ledger import records
from sandbox.mailbox import Mail, mails
from sandbox.people import PAUL, PETRA, TOM, URSULA, Person
from sandbox.story import Story
from sandbox.world import World
from tests.browser.conftest import Visit
from tests.browser.looking import look, press
from tests.browser.people import VERA
from tests.browser.versions import link, record
from tests.journey.queues import until

DEV, TEST, UAT, PROD = ENVIRONMENTS


@pytest.fixture(scope="session")
def traveller(story: Story, everybody: None) -> tuple[str, int]:
    """The model package that travels, and its number; version 1 is in production already."""
    arn, _ = story.register("logistic regression")
    return arn, int(arn.rpartition("/")[2])


def subject(number: int, environment: str) -> str:
    return f"Approve {MODEL_PACKAGE_GROUP} version {number} for {environment}?"


def approve(world: World, person: Person, number: int, environment: str) -> None:
    approver = Approver(world.aws, person)
    page = approver.visit(link(world, MODEL_PACKAGE_GROUP, number, environment))
    assert f"Approved for {environment} by" in approver.decide(page, "Approved", "").text


def test_an_approval_for_one_environment_excludes_one_for_another(
    visit: Visit, world: World, story: Story, traveller: tuple[str, int]
) -> None:
    arn, number = traveller
    page = visit(VERA, link(world, MODEL_PACKAGE_GROUP, number))
    assert press(page, "Approve") == HTTPStatus.OK
    page.get_by_role("button", name="Approve for dev", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Approved for dev by vera@example.com")

    story.run(arn, DEV)
    Approver(world.aws, TOM).mail(f"{MODEL_PACKAGE_GROUP} version {number}", "test")
    page = visit(VERA, link(world, MODEL_PACKAGE_GROUP, number, "test"))
    expect(page.get_by_text("You approved this version for dev; somebody else has to approve it")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    expect(page.get_by_role("button", name="Reject", exact=True)).to_be_enabled()
    look(page, "review-approved-another-environment")


def test_the_next_environment_shows_the_way_so_far_and_what_would_be_replaced(
    visit: Visit, world: World, traveller: tuple[str, int]
) -> None:
    _, number = traveller
    page = visit(TOM, link(world, MODEL_PACKAGE_GROUP, number, "test"))
    path = page.get_by_role("region", name="Its path").get_by_role("listitem")
    expect(path.nth(0)).to_contain_text("Approved by vera@example.com")
    expect(path.nth(1)).to_contain_text("Waiting for a decision")
    expect(page.get_by_role("heading", name="Metrics against the version that runs in test now")).to_be_visible()
    plots = page.get_by_role("img", name="auc")
    expect(plots).to_have_count(2)  # beside what runs now, and since the training
    drift = page.get_by_role("region", name="This version’s metrics, from its training on")
    expect(drift.get_by_role("columnheader", name="training")).to_be_visible()
    expect(drift.get_by_role("columnheader", name="dev")).to_be_visible()
    expect(page.get_by_role("region", name="The model")).to_contain_text("Inference in dev")
    look(page, "review-next-environment")


def test_two_approvals_are_counted_and_the_first_one_is_told_of_the_second(
    visit: Visit, world: World, story: Story, traveller: tuple[str, int]
) -> None:
    arn, number = traveller
    for person, environment in ((TOM, TEST), (URSULA, UAT)):
        approve(world, person, number, environment.name)
        story.run(arn, environment)
        _wait_for_the_question_after(world, environment, number)
    before = _approved(world)
    petra = visit(PETRA, link(world, MODEL_PACKAGE_GROUP, number, "prod"))
    expect(petra.get_by_role("status")).to_contain_text("0 of 2 approvals; waiting for 2 more")
    look(petra, "review-waiting-for-two")
    assert press(petra, "Approve") == HTTPStatus.OK
    expect(petra.get_by_text("One more approval is needed after yours.")).to_be_visible()
    look(petra, "confirmation-of-a-vote")
    petra.get_by_role("button", name="Approve for prod", exact=True).click()
    expect(petra.get_by_role("status")).to_contain_text("1 of 2 approvals; waiting for one more")
    expect(petra.get_by_role("status")).to_contain_text("You voted to approve")
    expect(petra.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    look(petra, "review-you-voted")
    assert _approved(world) == before

    paul = visit(PAUL, link(world, MODEL_PACKAGE_GROUP, number, "prod"))
    expect(paul.get_by_role("region", name="Approvals")).to_contain_text("petra@example.com")
    look(paul, "review-one-of-two")
    assert press(paul, "Approve") == HTTPStatus.OK
    expect(paul.get_by_text(f"will run version {number} instead of version {before}")).to_be_visible()
    paul.get_by_role("button", name="Approve for prod", exact=True).click()
    expect(paul.get_by_role("status")).to_contain_text("Approved for prod by paul@example.com")
    expect(paul.get_by_role("region", name="Its path").get_by_text("Approved")).to_have_count(4)
    look(paul, "review-approved-by-two")


def test_production_falls_back_to_what_it_ran_before(visit: Visit, world: World, traveller: tuple[str, int]) -> None:
    """And uat with it, so that both are left as they were found."""
    _, number = traveller
    page = visit(PAUL, link(world, MODEL_PACKAGE_GROUP, number, "prod"))
    page.get_by_role("link", name="Revoke for prod").click()
    change = page.get_by_role("region", name="What prod's inference pipelines get").get_by_role("listitem")
    expect(change.nth(0)).to_contain_text(f"Version {number}")
    falls_to = int(change.nth(1).locator("strong").inner_text().removeprefix("Version "))
    page.get_by_label("Reason").fill("Only to see whether it works.")
    page.get_by_role("button", name="Revoke for prod").click()
    expect(page.get_by_role("status")).to_contain_text("Revoked for prod by paul@example.com")
    expect(page.get_by_role("status")).to_contain_text(f"run version {falls_to} now")
    assert _approved(world) == falls_to < number
    ursula = Approver(world.aws, URSULA)
    asked = ursula.visit(link(world, MODEL_PACKAGE_GROUP, number, "uat"))
    assert "Revoked for uat by" in ursula.revoke(asked, "As in production.").text


@pytest.mark.late
def test_who_voted_first_is_told_of_the_decision_in_the_thread_of_the_request(
    world: World, traveller: tuple[str, int]
) -> None:
    _, number = traveller
    asked, answered = subject(number, "prod"), f"Re: {subject(number, 'prod')}"
    until(lambda: len(_mails(world, PETRA.email, answered)) > 1, "Petra is told of the decision and of the revocation")
    [question] = _mails(world, PETRA.email, asked)
    [told] = [mail for mail in _mails(world, PETRA.email, answered) if "took back" not in mail.text]
    assert told.headers["References"] == told.headers["In-Reply-To"] == question.headers["References"]
    assert "paul@example.com approved" in told.text
    assert not _mails(world, PAUL.email, answered)


def _approved(world: World) -> int:
    return int(records(world.aws, PROD)[f"{PARAMETER_PREFIX}/prod/{MODEL_PACKAGE_GROUP}/approved"]["version"])


def _wait_for_the_question_after(world: World, environment: Environment, number: int) -> None:
    following = ENVIRONMENTS[ENVIRONMENTS.index(environment) + 1].name
    name = f"{record(MODEL_PACKAGE_GROUP, number, following)}/request"
    until(lambda: name in records(world.aws, environment), f"{following} is asked")


def _mails(world: World, to: str, subject: str) -> list[Mail]:
    return [mail for mail in mails(world.aws, to) if mail.subject == subject]
