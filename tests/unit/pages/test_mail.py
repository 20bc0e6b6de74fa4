"""The mails that ask: who asks, why, with what metrics beside which others, until when."""

from dataclasses import replace

import pytest

from model_approval.domain.notice import Kind, Notice
from model_approval.pages.mail import render
from tests.unit.examples import approved, request, step
from tests.unit.pages.mailing import BASE, LINK, Html, in_both, mail


def test_an_approver_is_asked_with_a_link_that_can_be_read() -> None:
    asked = mail(Kind.REQUEST)
    assert asked.subject == "Approve abalone version 2 for dev?"
    assert "?" not in LINK
    assert "auc: 0.98" in asked.text
    assert "0.98" in Html(asked.html).words["td"]
    assert in_both(asked, "abalone version 2 waits for your decision: may it run in dev?")
    assert in_both(asked, "The link alone decides nothing.")


def test_an_approver_learns_who_asks_and_why_and_who_approved_it_before() -> None:
    about = request("test", author="dana@example.com", summary="Twelve months of invoices.", trail=(step("dev"),))
    asked = mail(Kind.REQUEST, about)
    assert in_both(asked, "dana@example.com asks: may abalone version 2 run in test?")
    assert in_both(asked, "Twelve months of invoices.")
    assert in_both(asked, "dev by ann@example.com, 2026-02-24 12:00 UTC")


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.REMINDER, Kind.SUPERSEDED])
def test_a_mail_says_until_when_one_can_decide_unless_that_is_for_ever(kind: Kind) -> None:
    assert in_both(mail(kind, valid_days=7), "You can decide about version 2 until 2026-03-03 12:00 UTC.")
    assert "until" not in mail(kind, valid_days=0).text


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.REMINDER])
def test_metrics_stand_beside_those_of_the_version_that_would_be_replaced(kind: Kind) -> None:
    now = replace(approved(version=1), metrics={"auc": 0.97, "mae": 2.5})
    compared = mail(kind, request(metrics={"auc": 0.98, "f1": 0.5}), approved=now)
    columns = [column["scope"] for column in Html(compared.html).all("th")].count("col")
    assert columns == 4
    assert Html(compared.html).words["td"][1:] != []
    assert "auc: 0.98 (version 1 now: 0.97, +0.01, better)\n" in compared.text
    assert "f1: 0.5 (version 1 now: not recorded)\n" in compared.text
    assert "mae: not recorded (version 1 now: 2.5)\n" in compared.text
    assert in_both(compared, "Version 2 would replace version 1 in dev.")


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.REMINDER])
def test_where_nothing_is_approved_there_is_no_column_for_it(kind: Kind) -> None:
    alone = mail(kind)
    assert [column["scope"] for column in Html(alone.html).all("th")].count("col") == 2
    assert in_both(alone, "No approved version was found in dev")


def test_approving_an_older_version_is_not_said_to_replace_the_newer_one() -> None:
    assert in_both(mail(Kind.REQUEST, approved=approved(version=3)), "approving version 2 does not replace it")
    assert in_both(mail(Kind.REQUEST, approved=approved(version=2)), "Version 2 is approved for dev already.")


def test_an_approver_is_told_of_an_older_version_that_waits() -> None:
    assert in_both(mail(Kind.REQUEST, older=1), "Version 1 waits for the same decision.")


def test_a_reminder_asks_again_and_says_since_when_it_waits() -> None:
    reminder = mail(Kind.REMINDER)
    assert in_both(reminder, "abalone version 2 has waited for a decision since 2026-02-24 12:00 UTC")
    assert in_both(reminder, "Nobody has decided since 2026-02-24 12:00 UTC.") is False  # in the preheader alone
    assert "Nobody has decided since 2026-02-24 12:00 UTC." in Html(reminder.html).all_text


def test_a_superseded_version_is_named_in_its_own_thread_with_the_link_to_the_newer_one() -> None:
    told, asked_before = (
        mail(Kind.SUPERSEDED),
        render(Notice(Kind.REQUEST, request(version=1)), base_url=BASE, valid_days=90),
    )
    assert told.thread == asked_before.thread != mail(Kind.REQUEST).thread
    assert told.subject == f"Re: {asked_before.subject}"
    assert in_both(told, "Version 1 is superseded by version 2")
    assert LINK in told.text
