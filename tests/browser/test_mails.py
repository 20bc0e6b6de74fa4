"""The mails about one request: each in its thread, to those whom it tells something new, and never to who did it."""

import pytest
from playwright.sync_api import Browser, expect

from sandbox.approver import Approver
from sandbox.environments import DEV
from sandbox.ledger import records
from sandbox.mailbox import Mail, mails
from sandbox.people import DANA, PAUL, PETRA, TOM, URSULA
from sandbox.world import World
from tests.browser.accessibility import fits
from tests.browser.conftest import DESK, PHONE, window
from tests.browser.looking import shot
from tests.browser.people import VERA
from tests.browser.versions import answer, link, new_group, record, register, register_reporting, until_asked
from tests.journey.queues import until


@pytest.fixture(scope="session")
def group(world: World, everybody: None) -> str:
    """Version 1 was rejected by Vera, 2 approved by Dana, 3 approved by Vera and revoked by her, 4 and 5 wait."""
    name = new_group(world, "queue-lengths")
    for report in ({"auc": 0.8}, {"auc": 0.9}, {"auc": 0.91, "recall": 0.7}):
        register_reporting(world, name, report)
    until_asked(world, {name: 3})
    answer(world, name, 1, "Rejected", "Too few rows.", VERA)
    answer(world, name, 2, comment="Fine.", person=DANA)
    page = answer(world, name, 3, comment="Better.", person=VERA)
    vera = Approver(world.aws, VERA)
    vera.revoke(vera.visit(page.url), "It leaks the label.")
    for number in (4, 5):
        register(world, name)
        until_asked(world, {name: number})
    return name


@pytest.fixture(scope="session")
def told(world: World, group: str) -> dict[int, list[Mail]]:
    """What follows the requests, by version, once the mail about the last deed has come. Those of the same second are
    in no order."""
    until(lambda: any("took back" in mail.text for mail in about(world, group, 3)), "the revocation is told")
    until(lambda: len([mail for mail in about(world, group, 3) if is_news(mail)]) > 2, "and the approval")
    return {version: about(world, group, version)[1:] for version in range(1, 6)}


def about(world: World, group: str, version: int, to: str = DANA.email) -> list[Mail]:
    """The mails of a request's thread: the question, then the others, oldest first."""
    subject = f"Approve {group} version {version} for dev?"
    found = mails(world.aws, to)  # those of the same second are in no order
    return [mail for line in (subject, f"Re: {subject}") for mail in found if mail.subject == line]


def is_news(mail: Mail) -> bool:
    return "superseded by" not in mail.text


def test_a_newer_version_is_announced_in_the_thread_of_the_one_that_waits(world: World, group: str) -> None:
    until(lambda: len(about(world, group, 4)) > 1, "the mail has come")
    [asked, told] = about(world, group, 4)
    assert told.text.startswith("Version 4 is superseded by version 5\n")
    assert told.headers["References"] == told.headers["In-Reply-To"] == asked.headers["References"]
    assert told.link == link(world, group, 5)


@pytest.mark.late
def test_whatever_follows_a_request_is_in_its_thread(world: World, group: str, told: dict[int, list[Mail]]) -> None:
    threads = set()
    for version, answers in told.items():
        asked = about(world, group, version)[0]
        assert "In-Reply-To" not in asked.headers
        threads.add(asked.headers["References"])
        for mail in answers:
            assert mail.subject == f"Re: {asked.subject}"
            assert mail.headers["References"] == mail.headers["In-Reply-To"] == asked.headers["References"]
    assert len(threads) == len(told)


@pytest.mark.late
def test_the_others_are_told_what_was_decided_and_nobody_of_their_own_deeds(told: dict[int, list[Mail]]) -> None:
    news = {version: sorted(mail.text for mail in found if is_news(mail)) for version, found in told.items()}
    [rejected] = news[1]
    assert "vera@example.com rejected" in rejected
    assert "Too few rows." in rejected
    assert news[2] == []  # Dana did it
    revoked, approved = sorted(news[3], key=lambda text: "took back" not in text)
    assert "vera@example.com approved" in approved
    assert "vera@example.com took back the approval" in revoked
    assert "It leaks the label." in revoked
    assert news[4] == news[5] == []


@pytest.mark.late
def test_the_other_environments_approvers_hear_nothing_of_it(world: World, group: str) -> None:
    for person in (TOM, URSULA, PETRA, PAUL):
        assert not [mail for mail in mails(world.aws, person.email) if group in mail.subject]
    assert f"{record(group, 2, 'test')}/request" not in records(world.aws, DEV)


@pytest.mark.late
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_fits_and_leads_to_the_page(
    chromium: Browser,
    world: World,
    group: str,
    told: dict[int, list[Mail]],
    scheme: str,
    size: dict[str, int],
) -> None:
    with window(chromium, viewport=size, color_scheme=scheme) as page:
        device = "desk" if size == DESK else "phone"
        shown = {
            "request": about(world, group, 5)[0],
            "rejected": next(mail for mail in told[1] if is_news(mail)),
            "revoked": next(mail for mail in told[3] if "took back" in mail.text),
            "superseded": next(mail for mail in told[4] if not is_news(mail)),
        }
        for name, mail in shown.items():
            page.set_content(mail.html)
            expect(page.get_by_role("link").first).to_have_attribute("href", mail.link)
            shot(page, f"mail-{name}-{device}-{scheme}")
            assert fits(page)
