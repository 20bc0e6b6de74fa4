"""A request is written once; its mails are on their way before that, and only the writer's are sent."""

from dataclasses import replace

import pytest

from model_approval.domain.encoding import decode, encode
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.model_version import Container
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.records import Request
from model_approval.domain.waiting import Waiting
from tests.unit.examples import NAMES, NOON, approved, decision, model, request
from tests.unit.steps.notifier import Notifier

NAME = NAMES.request("test", model().id)
ENTRY = NAMES.waiting_version("test", model().id)
BOTH = ["ann@example.com", "ben@example.com"]


def posted(notifier: Notifier, kind: Kind) -> Notice:
    (found,) = [notice for notice in notifier.world.mailbox.posted if notice.kind is kind]
    return found


def test_reminder_index_entry_and_mail_jobs_come_before_the_record() -> None:
    notifier = Notifier()
    assert notifier.ask(request("test")) == "requested abalone version 2 for test"
    assert notifier.world.journal.writes() == [
        "schedule test abalone version 2",
        f"create {ENTRY}",
        "post request test abalone version 2",
        f"create {NAME}",
    ]
    waits = Waiting("test", model().id, NOON)
    assert notifier.world.store.values == {ENTRY: [encode(waits)], NAME: [encode(request("test"))]}
    assert notifier.world.mailbox.posted == [Notice(Kind.REQUEST, request("test"), NAME)]


def test_the_mail_shows_what_the_environment_runs() -> None:
    notifier = Notifier()
    notifier.world.store.values[NAMES.approved("test", "abalone")] = [encode(approved("test", 1))]
    notifier.ask(request("test"))
    assert posted(notifier, Kind.REQUEST).approved == approved("test", 1)
    assert "read test for queue" in notifier.world.journal.calls


@pytest.mark.parametrize("by_hand", ["garbage", encode(decision("test", 1))])
def test_garbage_in_approved_is_shown_to_nobody(by_hand: str) -> None:
    notifier = Notifier()
    notifier.world.store.values[NAMES.approved("test", "abalone")] = [by_hand]
    notifier.ask(request("test"))
    assert posted(notifier, Kind.REQUEST).approved is None


def test_an_account_that_lets_nobody_in_costs_the_comparison_only() -> None:
    notifier = Notifier()
    notifier.world.accounts.closed.add("test")
    notifier.world.index(1, "test")
    notifier.world.store.values[NAMES.approved("test", "abalone")] = [encode(approved("test", 1))]
    assert notifier.ask(request("test")) == "requested abalone version 2 for test"
    asked = posted(notifier, Kind.REQUEST)
    assert (asked.approved, asked.older) == (None, 1)


@pytest.mark.parametrize("nearest", [6, 3])
def test_whoever_waits_for_a_lower_version_hears_that_a_newer_one_waits_as_well(nearest: int) -> None:
    notifier, asked = Notifier(), request("test", 7)
    for version in (1, nearest, 8):
        notifier.world.index(version, "test")
    notifier.world.index(5)  # for dev
    notifier.ask(asked)
    name = NAMES.request("test", asked.model.id)
    assert notifier.world.mailbox.posted == [
        Notice(Kind.REQUEST, asked, name, older=nearest),
        Notice(Kind.SUPERSEDED, asked, name, older=nearest),
    ]
    notifier.post()
    assert (notifier.mails("request"), notifier.mails("superseded")) == (BOTH, BOTH)


def test_of_two_tries_at_once_one_says_that_the_lower_version_is_superseded() -> None:
    notifier = Notifier()
    notifier.world.index(1, "test")
    for attempt in ("attempt-1", "attempt-2"):
        notifier.ask(request("test", attempt=attempt))
    notifier.post()
    assert notifier.mails("superseded") == BOTH


@pytest.mark.parametrize(("version", "seen"), [(11, 1), (12, None)])
def test_ten_lower_versions_are_looked_at_in_one_read(version: int, seen: int | None) -> None:
    notifier = Notifier()
    notifier.world.index(1, "test")
    notifier.ask(request("test", version))
    assert posted(notifier, Kind.REQUEST).older == seen
    (index, _) = [call for call in notifier.world.journal.calls if call.startswith("read /")]
    assert index.count("/_waiting/abalone/") == len(index.split()) - 1 == 10


def test_what_is_left_over_in_the_index_of_a_decided_version_waits_no_more() -> None:
    notifier = Notifier()
    for version in (1, 5, 6):
        notifier.world.index(version, "test")
    notifier.world.commit(decision("test", 5), decision("test", 6))
    notifier.ask(request("test", 7))
    assert posted(notifier, Kind.SUPERSEDED).older == 1


def test_what_has_expired_waits_no_more() -> None:
    notifier = Notifier()
    notifier.world.index(1, "test", "2025-11-26T12:00:01Z")
    notifier.world.index(5, "test", "2025-11-26T12:00:00Z")  # ninety days before noon
    notifier.ask(request("test", 7))
    assert posted(notifier, Kind.SUPERSEDED).older == 1


@pytest.mark.parametrize("entry", ["garbage", encode(Waiting("test", model(1).id, "yesterday"))])
def test_garbage_in_the_index_waits_for_nothing(entry: str) -> None:
    notifier = Notifier()
    notifier.world.store.values[NAMES.waiting_version("test", model(1).id)] = [entry]
    notifier.ask(request("test"))
    assert posted(notifier, Kind.REQUEST).older is None


def test_the_first_version_has_none_below_it() -> None:
    notifier = Notifier()
    notifier.ask(request("test", 1))
    assert posted(notifier, Kind.REQUEST).older is None


def test_who_asks_second_changes_nothing_and_mails_nobody() -> None:
    notifier = Notifier()
    notifier.ask(request("test"))
    before = dict(notifier.world.store.values)
    second = request("test", attempt="attempt-2", requested_at="2026-02-24T12:00:01Z")
    assert notifier.ask(second) == "nothing: abalone version 2 was requested for test before"
    assert notifier.post() == []
    assert notifier.mails("request") == BOTH
    assert notifier.world.store.values == before


def test_a_write_whose_answer_was_lost_is_still_ours_and_is_mailed() -> None:
    notifier = Notifier()
    notifier.world.store.values[NAME] = [encode(request("test"))]  # what the AWS SDK finds when it repeats the call
    notifier.ask(request("test"))
    notifier.post()
    assert notifier.mails("request") == BOTH


def test_a_summary_gives_way_rather_than_keeping_a_version_from_being_asked_about() -> None:
    notifier = Notifier()
    containers = tuple(Container("image" * 49) for _ in range(11))
    notifier.ask(request("test", model=replace(model(), containers=containers), author="ann", summary="🐚" * 200))
    (value,) = notifier.world.store.values[NAME]
    written = decode(Request, value)
    assert (written.author, written.summary) == ("ann", None)


def test_what_can_never_be_written_down_starts_nothing() -> None:
    notifier = Notifier()
    containers = tuple(Container("image" * 200) for _ in range(15))
    crowded = request(model=replace(model(), containers=containers), summary="new")
    with pytest.raises(UnusableEvent, match=r"cannot be requested: the request needs \d+ bytes, over 4096"):
        notifier.ask(crowded)
    assert notifier.world.journal.calls == []
