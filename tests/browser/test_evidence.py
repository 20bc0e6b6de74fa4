"""What approvers decide on, in a browser: gates that keep them from approving or do not, and the complete evidence."""

import hashlib
import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from sandbox.environments import DEV
from sandbox.ledger import records
from sandbox.local_aws import root
from sandbox.people import DANA, GRACE, OLIVER
from sandbox.world import GATES, World
from tests.browser.conftest import PHONE, Visit
from tests.browser.looking import heading, look, press, shot
from tests.browser.versions import link, new_group, record, register_reporting, until_asked

[RULE] = GATES["dev"]["rules"]
BAD, GOOD = {"auc": 0.61, "recall": 0.4}, {"auc": 0.91, "recall": 0.84, "log_loss": 0.31}


@pytest.fixture(scope="module")
def group(world: World) -> str:
    """Versions 1 and 2 fail dev's gate, version 3 passes it."""
    name = new_group(world, "credit-lines")
    for report in (BAD, BAD, GOOD):
        register_reporting(world, name, report)
    until_asked(world, {name: 3})
    return name


def stored(world: World, group: str, version: int) -> dict[str, Any]:
    """Where the complete evidence is, as the request says."""
    found: dict[str, Any] = records(world.aws, DEV)[f"{record(group, version)}/request"]["stored"]
    return found


def test_a_gate_keeps_an_approver_from_approving_and_says_who_may(visit: Visit, world: World, group: str) -> None:
    page = visit(DANA, link(world, group, 1))
    gates = page.get_by_role("region", name="Gates 1 failed, approval blocked")
    expect(gates).to_contain_text(RULE)
    expect(gates).to_contain_text("0.61 is below 0.75")
    expect(page.get_by_text("A gate keeps this from being approved.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    expect(page.get_by_role("button", name="Reject", exact=True)).to_be_enabled()
    look(page, "review-gate-blocks")


def test_who_may_break_the_glass_says_why_and_everybody_sees_it(visit: Visit, world: World, group: str) -> None:
    page = visit(GRACE, link(world, group, 1))
    expect(page.get_by_text("Approving overrides a gate that failed.")).to_be_visible()
    look(page, "review-may-override")
    assert press(page, "Override and approve") == HTTPStatus.BAD_REQUEST
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    look(page, "review-override-without-reason")
    page.get_by_label("Comment").fill("The old model is worse still.")
    assert press(page, "Override and approve") == HTTPStatus.OK
    expect(page.get_by_text("You override a gate that failed:")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=RULE)).to_contain_text("0.61 is below 0.75")
    look(page, "confirmation-override")
    page.get_by_role("button", name="Approve for dev", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Approved for dev by grace@example.com")
    expect(page.get_by_role("status")).to_contain_text(f"A gate failed, and was overridden: {RULE}")
    look(page, "review-overridden")
    assert records(world.aws, DEV)[f"{record(group, 1)}/decision"]["overridden"] == [RULE]
    page.goto(f"{world.stacks['dev']['api_url']}/groups/{group}")
    story = page.get_by_role("article", name="Version 1", exact=True)
    expect(story).to_contain_text(f"Approved although a gate failed: {RULE}")
    look(page, "group-overridden")


def test_gates_and_evidence_on_a_phone(visit: Visit, world: World, group: str) -> None:
    page = visit(DANA, link(world, group, 2), viewport=PHONE)
    look(page, "phone-gate-blocks")
    page = visit(GRACE, link(world, group, 2), viewport=PHONE, color_scheme="dark")
    shot(page, "phone-dark-may-override")
    page = visit(DANA, f"{link(world, group, 3)}/evidence", viewport=PHONE)
    look(page, "phone-evidence")


def test_the_complete_evidence_is_a_link_away_and_can_be_taken_along(visit: Visit, world: World, group: str) -> None:
    page = visit(OLIVER, link(world, group, 3))
    page.get_by_role("link", name="The complete evidence").click()
    assert heading(page) == f"Evidence: {group} version 3 for dev"
    expect(page.get_by_text("Unchanged")).to_be_visible()
    for name, value in GOOD.items():
        expect(page.get_by_role("row", name=f"{name} {value}")).to_be_visible()
    look(page, "evidence")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as JSON").click()
    body = download.value.path().read_bytes()
    assert download.value.suggested_filename == f"{group}-3-dev-evidence.json"
    assert hashlib.sha256(body).hexdigest() == stored(world, group, 3)["sha256"]
    assert json.loads(body)["metrics"] == GOOD


def test_evidence_that_somebody_changed_is_not_shown(visit: Visit, world: World, group: str) -> None:
    place = urlsplit(stored(world, group, 3)["uri"])
    at = {"Bucket": place.netloc, "Key": place.path.lstrip("/")}
    s3 = world.aws.client("s3", root(DEV.account_id))
    body = s3.get_object(**at)["Body"].read()
    s3.put_object(**at, Body=body.replace(b"0.91", b"0.99"))
    try:
        page = visit(DANA, f"{link(world, group, 3)}/evidence")
        expect(page.get_by_role("status")).to_contain_text("The evidence was changed after this was asked")
        expect(page.get_by_text("0.99")).to_have_count(0)
        look(page, "evidence-changed")
    finally:
        s3.put_object(**at, Body=body)
