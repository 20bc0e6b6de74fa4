"""A reminder goes out only while nobody has decided."""

import pytest

from model_approval.domain.intents import Remind
from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, decision, request, revocation
from tests.unit.steps.world import World

INTENT = Remind("test", VersionId("abalone", 2))


def test_approvers_of_an_undecided_request_are_reminded() -> None:
    world = World()
    world.ask(environment="test")
    assert world.remind(INTENT) == "reminded test's approvers of abalone version 2"
    assert world.mailbox.posted == [Notice(Kind.REMINDER, request("test"))]
    assert "enter test for queue" in world.journal.calls


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
