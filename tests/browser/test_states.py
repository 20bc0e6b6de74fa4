"""The page of a request in every state that it can be in, each reached by what really leads to it."""

import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from sandbox.environments import DEV, PARAMETER_PREFIX
from sandbox.ledger import records
from sandbox.local_aws import root
from sandbox.people import ALEX, DANA, OLIVER
from sandbox.world import World
from tests.browser.conftest import Visit
from tests.browser.looking import heading, look, press
from tests.browser.people import VERA
from tests.browser.versions import (
    BETTER,
    SUMMARY,
    answer,
    link,
    new_group,
    record,
    register,
    register_reporting,
    until_asked,
)
from tests.journey.test_second_thoughts import denied


@pytest.fixture(scope="module")
def fresh(world: World) -> str:
    """A group whose only version waits; Alex wants it, and writes their name in a way of their own."""
    group = new_group(world, "churn")
    register(world, group, CustomerMetadataProperties={"requested_by": "ALEX+ml@Example.com", "dataset": "orders"})
    until_asked(world, {group: 1})
    return group


@pytest.fixture(scope="module")
def pair(world: World) -> str:
    """Two versions wait."""
    group = new_group(world, "fraud")
    register(world, group)
    register_reporting(world, group, BETTER)
    until_asked(world, {group: 2})
    return group


def test_the_first_request_of_a_group_shows_what_is_asked_and_on_what_evidence(
    visit: Visit, world: World, fresh: str
) -> None:
    page = visit(DANA, link(world, fresh, 1))
    assert heading(page) == f"{fresh} version 1 for dev"
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Waiting for one approval of ml-approvers-dev.")
    expect(page.get_by_role("status")).to_contain_text("It can be decided until")
    expect(page.get_by_role("row", name="auc 0.91")).to_be_visible()
    expect(page.get_by_text("so there is nothing to compare with")).to_be_visible()
    facts = page.get_by_role("region", name="The model")
    for fact in ("ALEX+ml@Example.com", f"pipeline/{fresh}/execution/run1", "sha256:0", "orders"):
        expect(facts).to_contain_text(fact)
    for button in ("Approve", "Reject"):
        expect(page.get_by_role("button", name=button, exact=True)).to_be_enabled()
    look(page, "review-waiting")


def test_who_is_not_in_the_group_reads_which_one_decides(visit: Visit, world: World, fresh: str) -> None:
    page = visit(OLIVER, link(world, fresh, 1))
    expect(page.get_by_text("only members of the group 'ml-approvers-dev' decide here")).to_be_visible()
    for button in ("Approve", "Reject"):
        expect(page.get_by_role("button", name=button)).to_have_count(0)
    look(page, "review-not-in-the-group")


def test_who_requested_it_under_another_spelling_may_only_reject(visit: Visit, world: World, fresh: str) -> None:
    page = visit(ALEX, link(world, fresh, 1))
    expect(page.get_by_text("You requested this version yourself (as 'ALEX+ml@Example.com')")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    expect(page.get_by_role("button", name="Reject")).to_be_enabled()
    look(page, "review-requested-by-yourself")


def test_without_the_registry_the_page_is_whole_but_for_what_it_says(visit: Visit, world: World, fresh: str) -> None:
    with denied(world, DEV, world.stacks["dev"]["approval_role_arn"], "sagemaker:DescribeModelPackage"):
        page = visit(DANA, link(world, fresh, 1))
    expect(page.get_by_text("The model registry could not be read just now.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_enabled()
    look(page, "review-without-registry")


def test_an_older_version_says_that_a_newer_one_waits(visit: Visit, world: World, pair: str) -> None:
    page = visit(DANA, link(world, pair, 1))
    expect(page.get_by_text("Version 2 of")).to_be_visible()
    look(page, "review-superseded")
    page.get_by_role("link", name="compare both").click()
    assert heading(page) == f"{pair}: version 1 beside version 2"
    page.go_back()
    page.get_by_role("link", name="Look at version 2").click()
    expect(page).to_have_url(link(world, pair, 2))
    expect(page.get_by_text("is newer.")).to_have_count(0)


def test_what_changed_since_it_was_shown_decides_nothing_and_is_shown(visit: Visit, world: World, pair: str) -> None:
    page = visit(DANA, link(world, pair, 1))
    page.get_by_label("Comment").fill("The better of the two.")
    answer(world, pair, 2, person=VERA)
    assert press(page, "Approve") == HTTPStatus.CONFLICT
    expect(page.get_by_role("alert")).to_contain_text("What you were shown has changed: version 2 is approved for dev")
    expect(page.get_by_label("Comment")).to_have_value("The better of the two.")
    assert f"{record(pair, 1)}/decision" not in records(world.aws, DEV)
    look(page, "review-changed-since-shown")
    assert press(page, "Approve") == HTTPStatus.OK
    expect(page.get_by_text("keep running version 2, which is newer")).to_be_visible()
    look(page, "confirmation-of-an-older-version")


def test_of_two_who_decide_the_second_is_told_what_the_first_decided(visit: Visit, world: World, fresh: str) -> None:
    first, second = (visit(person, link(world, fresh, 1)) for person in (DANA, VERA))
    second.get_by_label("Comment").fill("I would not.")
    assert press(second, "Reject") == HTTPStatus.OK
    assert press(first, "Approve") == HTTPStatus.OK
    first.get_by_role("button", name="Approve for dev", exact=True).click()
    expect(first.get_by_role("status")).to_contain_text("Approved for dev by dana@example.com")
    assert press(second, "Reject for dev") == HTTPStatus.CONFLICT
    expect(second.get_by_role("status")).to_contain_text("This was decided before.")
    expect(second.get_by_role("status")).to_contain_text("Approved for dev by dana@example.com")
    assert records(world.aws, DEV)[f"{record(fresh, 1)}/decision"]["status"] == "Approved"
    look(second, "review-decided-by-somebody-else")


def test_an_expired_request_says_so_and_what_to_do_instead(visit: Visit, world: World) -> None:
    group = new_group(world, "stock-levels")
    register(world, group)
    until_asked(world, {group: 1})
    grow_old(world, group, days=31)  # the sandbox's requests are valid for 30
    page = visit(DANA, link(world, group, 1))
    expect(page.get_by_role("status")).to_contain_text("Nobody decided in time: it expired")
    expect(page.get_by_role("status")).to_contain_text("register the model as a new version")
    for button in ("Approve", "Reject"):
        expect(page.get_by_role("button", name=button)).to_have_count(0)
    look(page, "review-expired")
    page.goto(world.stacks["dev"]["api_url"] + f"/?q={group}")
    page.get_by_text("1 expired without a decision").click()
    expect(page.get_by_role("link", name=f"{group} version 1", exact=True)).to_be_visible()
    look(page, "board-expired")


def grow_old(world: World, group: str, days: int) -> None:
    """The records of a request, as they would look after so many days."""
    ssm, found = world.aws.client("ssm", root(DEV.account_id)), records(world.aws, DEV)
    then = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in (f"{record(group, 1)}/request", f"{PARAMETER_PREFIX}/dev/_waiting/{group}/1"):
        value = json.dumps(found[name] | {"requested_at": then}, separators=(",", ":"))
        ssm.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)


def test_nobody_asked_for_what_is_not_there(visit: Visit, world: World) -> None:
    page = visit(DANA, link(world, "no-such-group", 1))
    assert heading(page) == "There is nothing here"
    look(page, "nothing-here")
