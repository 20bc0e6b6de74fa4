"""When a decision is carried through, its version waits no more, and the other approvers hear of it, once."""

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.intents import CarryThrough, PutBack
from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, CAM, NAMES, approved, arn, decision, model, vote
from tests.unit.fakes import nothing
from tests.unit.interleaving import dies_after, pause
from tests.unit.steps.world import World

INTENT = CarryThrough("dev", VersionId("abalone", 2), "attempt-1")
APPROVED = NAMES.approved("dev", "abalone")
CALLS = 22
"""How many it takes to carry an approval through of which only the record was written."""
APPROVE, REJECT = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED


def test_a_decided_version_waits_no_more() -> None:
    world = World()
    for version, environment in ((2, "dev"), (2, "test"), (3, "dev")):
        world.ask(version, environment)
    world.commit(decision("test", status=REJECT))
    world.carry_on(CarryThrough("test", model().id))
    assert (world.waiting("test"), world.waiting("dev")) == (set(), {2, 3})


def test_what_nobody_decided_goes_on_waiting() -> None:
    world = World(required=2)
    world.answer()
    world.finish()
    assert world.waiting() == {2}


@pytest.mark.parametrize("status", [APPROVE, REJECT])
def test_the_other_approvers_hear_what_was_decided_when_all_is_done(status: ApprovalStatus) -> None:
    world = World()
    world.answer(version=1)
    world.answer(status=status)
    world.mailbox.posted.clear()
    assert isinstance(world.intents.sent[-1], CarryThrough)
    world.carry_on(world.intents.sent[-1])
    decided = world.decisions()[2]
    notice = Notice(Kind.DECIDED, decided, approved=world.approved(), except_for="ann@example.com")
    assert world.mailbox.posted == [notice]
    assert [job.to for job in world.mailbox.jobs] == ["ben@example.com"]
    assert world.journal.writes()[-2:] == [
        f"delete {NAMES.waiting_version('dev', model().id)}",
        "post decided dev abalone version 2",
    ]


@pytest.mark.parametrize("before", [1, None])
def test_the_other_approvers_hear_what_was_revoked_and_what_runs_now(before: int | None) -> None:
    world = World()
    if before:
        world.answer(version=before)
    world.answer()
    world.finish()
    world.mailbox.posted.clear()
    revoked = world.take_back(person=BEN)
    assert isinstance(world.intents.sent[-1], CarryThrough)
    world.carry_on(world.intents.sent[-1])
    now = world.approved()
    assert (now and now.id.version) == before
    assert world.mailbox.posted == [
        Notice(Kind.REVOKED, revoked.revocation, approved=now, except_for="ben@example.com")
    ]


def test_of_many_who_decide_at_the_same_moment_one_tells_the_others() -> None:
    world = World()
    for person in (ANN, BEN, CAM):
        world.answer(person=person)
    world.take_back(person=BEN)
    world.take_back(person=CAM)
    world.finish()
    told = [(notice.kind, notice.except_for) for notice in world.mailbox.posted]
    assert told == [(Kind.DECIDED, "ann@example.com"), (Kind.REVOKED, "ben@example.com")]


def test_of_many_who_count_the_same_votes_one_tells_the_others() -> None:
    world = World(required=2)
    world.journal.meanwhile("below", lambda: world.answer(person=BEN))
    world.answer(person=ANN)
    world.finish()
    world.finish()  # SQS delivers at least once, so who wrote the record tells twice; the other never does
    assert [notice.kind for notice in world.mailbox.posted] == [Kind.DECIDED] * 2
    assert len(world.intents.sent) == 2


@pytest.mark.parametrize("calls", range(CALLS + 1))
def test_a_delivery_that_dies_anywhere_leaves_nothing_undone_for_the_next_one(calls: int) -> None:
    world = World()
    world.ask()
    world.commit(decision(attempt="attempt-1"))
    world.journal.before = pause
    dies_after(calls, lambda: world.carry_on(INTENT))
    world.journal.before = nothing
    told = len(world.mailbox.posted)
    assert told == (calls == CALLS), "the mails are the last call of all"
    world.carry_on(INTENT)
    assert (world.approved(), world.waiting()) == (approved(), set())
    assert len(world.mailbox.posted) == told + 1


def test_somebody_who_is_told_is_told_after_approved_is_written() -> None:
    world = World()
    world.ask()
    world.commit(decision(attempt="attempt-1"))
    world.journal.fail_at(f"create {APPROVED}", ConnectionError())
    with pytest.raises(ConnectionError):
        world.carry_on(INTENT)
    assert (world.mailbox.posted, world.waiting()) == ([], {2})


def test_what_an_operator_has_carried_through_again_tells_nobody() -> None:
    world = World()
    world.commit(decision(attempt="attempt-1"))
    world.carry_on(CarryThrough("dev", model().id))
    assert (world.approved(), world.mailbox.posted) == (approved(), [])


def test_votes_that_only_an_operators_intent_counts_are_told_all_the_same() -> None:
    world = World(required=2)
    world.ask()
    for person in (ANN, BEN):
        world.store.values[NAMES.vote("dev", model().id, person.key)] = [encode(vote(person))]
    world.carry_on(CarryThrough("dev", model().id))
    assert world.decisions()[2].attempt == ""
    assert [notice.kind for notice in world.mailbox.posted] == [Kind.DECIDED]


def test_what_is_put_back_counts_no_votes_since_their_own_intents_tell_the_others() -> None:
    world = World(required=2)
    world.ask()
    for person in (ANN, BEN):
        world.store.values[NAMES.vote("dev", model().id, person.key)] = [encode(vote(person))]
    world.carry_on(PutBack("dev", model().id, arn()))
    assert world.decisions() == {}
    world.carry_on(INTENT)
    assert world.decisions()[2].attempt == "attempt-1"
    assert len(world.mailbox.posted) == 1
