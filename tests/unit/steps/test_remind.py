"""A reminder goes out only while it is of use: nobody has decided, it can still be decided, nothing newer waits."""

from datetime import timedelta

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.intents import Remind
from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, NAMES, approved, decision, request, revocation
from tests.unit.steps.world import World

INTENT = Remind("test", VersionId("abalone", 2))


def test_approvers_of_an_undecided_request_are_reminded() -> None:
    world = World()
    world.ask(environment="test")
    assert world.remind(INTENT) == "reminded test's approvers of abalone version 2"
    assert world.mailbox.posted == [Notice(Kind.REMINDER, request("test"))]
    assert "enter test for queue" in world.journal.calls


def test_each_request_that_waits_for_so_long_is_counted_before_its_approvers_are_reminded() -> None:
    world = World()
    world.ask(environment="test")
    world.remind(INTENT)
    assert world.alarms.waits == 1
    assert world.journal.calls.index("alarm waited") < next(
        place for place, call in enumerate(world.journal.calls) if call.startswith("post ")
    )


def test_what_needs_no_reminder_is_not_counted_as_waiting() -> None:
    world = World()
    world.ask(environment="test")
    world.commit(decision("test"))
    world.remind(INTENT)
    assert world.alarms.waits == 0


@pytest.mark.parametrize("value", [encode(approved("test", 1)), "garbage"])
def test_the_reminder_shows_what_the_environment_runs(value: str) -> None:
    world = World()
    world.ask(environment="test")
    world.store.values[NAMES.approved("test", "abalone")] = [value]
    world.remind(INTENT)
    shown = None if value == "garbage" else approved("test", 1)
    assert world.mailbox.posted == [Notice(Kind.REMINDER, request("test"), approved=shown)]


@pytest.mark.parametrize("newer", [3, 12])
def test_nobody_is_reminded_while_a_newer_version_waits(newer: int) -> None:
    world = World()
    world.ask(environment="test")
    world.index(newer, "test")
    said = f"nothing: abalone version {newer} waits for test as well and is newer than abalone version 2"
    assert world.remind(INTENT) == said
    assert world.mailbox.posted == []
    assert world.waiting("test") == {newer}


def test_what_else_stands_in_the_index_leaves_the_reminder() -> None:
    world = World()
    world.ask(environment="test")
    world.index(1, "test")
    world.index(3, "dev")
    world.index(4, "test")
    world.commit(decision("test", 4, status=ApprovalStatus.REJECTED))
    world.index(5, "test", "2025-11-26T12:00:00Z")  # has expired
    world.index(13, "test")
    assert world.remind(INTENT) == "reminded test's approvers of abalone version 2"


@pytest.mark.parametrize(("age", "posted"), [(timedelta(days=90, seconds=-1), 1), (timedelta(days=90), 0)])
def test_nobody_is_reminded_of_what_has_expired(age: timedelta, posted: int) -> None:
    world = World()
    world.ask(environment="test")
    world.clock.forward(age)
    said = world.remind(INTENT)
    assert len(world.mailbox.posted) == posted
    assert (said == "nothing: the request of abalone version 2 for test has expired") == (posted == 0)
    assert len(world.waiting("test")) == posted


def test_a_vote_that_is_not_enough_leaves_the_reminder() -> None:
    world = World(required=2)
    world.answer(environment="test", person=ANN)
    world.remind(INTENT)
    assert len(world.mailbox.posted) == 1


@pytest.mark.parametrize("status", [ApprovalStatus.APPROVED, ApprovalStatus.REJECTED])
def test_nobody_is_reminded_of_what_is_decided(status: ApprovalStatus) -> None:
    world = World()
    world.ask(environment="test")
    world.commit(decision("test", status=status))
    assert world.remind(INTENT) == "nothing: abalone version 2 is decided for test"
    assert world.mailbox.posted == []


def test_nobody_is_reminded_of_what_is_revoked() -> None:
    world = World()
    world.ask(environment="test")
    world.commit(decision("test"))
    world.withdraw(revocation("test"))
    world.remind(INTENT)
    assert world.mailbox.posted == []


def test_nobody_is_reminded_of_what_nobody_asked_for() -> None:
    world = World()
    world.ask(environment="dev")
    assert world.remind(INTENT) == "nothing: nobody asked for abalone version 2 in test"
    assert world.mailbox.posted == []
