"""What the queue does: carry through what was begun, count votes again, put back, rebuild; any number of times."""

from dataclasses import replace

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.intents import CarryThrough, PutBack, Rebuild
from model_approval.domain.model_version import VersionId
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, CAM, NAMES, approved, arn, decision, model, revocation, vote
from tests.unit.interleaving import Died
from tests.unit.steps.world import World

INTENT = CarryThrough("dev", VersionId("abalone", 2), "attempt-1")
REBUILD = Rebuild("dev", "abalone")
APPROVED = NAMES.approved("dev", "abalone")
APPROVE, REJECT = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED


def test_a_decision_is_carried_through_on_behalf_of_who_made_it() -> None:
    world = World()
    world.commit(decision("test"))
    assert world.carry_on(CarryThrough("test", model().id)) == "abalone version 2 is Approved for test everywhere"
    assert world.approved("test") == approved("test")
    assert world.registry.packages[arn()].metadata["test"] == "Approved"
    entered = [call for call in world.journal.calls if call.startswith("enter")]
    assert set(entered[1:]) == {f"enter {place} for ann@example.com" for place in ("test", "registry", "artefacts")}


def test_a_revocation_is_carried_through() -> None:
    world = World()
    world.commit(decision(version=1), decision())
    world.carry_on(INTENT)
    world.withdraw(revocation())
    assert world.carry_on(INTENT) == "abalone version 2 is Revoked for dev everywhere"
    assert world.approved() == approved(version=1)
    assert "enter registry for ben@example.com" in world.journal.calls


def test_a_second_delivery_changes_nothing() -> None:
    world = World()
    world.commit(decision(attempt="attempt-1"))
    world.carry_on(INTENT)
    before, done = dict(world.store.values), len(world.journal.writes())
    world.carry_on(INTENT)
    world.carry_on(REBUILD)
    assert (world.store.values, len(world.registry.changed)) == (before, 1)
    # Whether the first one got as far as that cannot be known.
    again = [f"delete {NAMES.waiting_version('dev', model().id)}", "post decided dev abalone version 2"]
    assert world.journal.writes()[done:] == again


def test_an_intent_of_a_decision_that_was_never_made_does_nothing() -> None:
    world = World()
    world.ask()
    assert world.carry_on(INTENT) == "nothing: abalone version 2 has no decision for dev yet"
    assert world.journal.writes() == []


@pytest.mark.parametrize(("statuses", "decided"), [((APPROVE, APPROVE), APPROVE), ((APPROVE, REJECT), REJECT)])
def test_the_votes_are_counted_again_after_a_voter_died(
    statuses: tuple[ApprovalStatus, ApprovalStatus], decided: ApprovalStatus
) -> None:
    world = World(required=2)
    world.answer(status=statuses[0], person=ANN)
    world.journal.fail_at("below", Died())
    with pytest.raises(Died):
        world.answer(status=statuses[1], person=BEN)
    assert world.decisions() == {}
    world.journal.before = lambda _call: None
    world.finish()
    assert world.decisions()[2].status is decided
    assert {ballot.vote for ballot in world.decisions()[2].votes} == {ANN.key, BEN.key}
    assert world.registry.packages[arn()].metadata["dev"] == decided.value
    assert (world.approved() is not None) == (decided is APPROVE)


def test_what_the_queue_decides_is_what_the_voter_would_have_decided() -> None:
    dying, living = World(required=2), World(required=2)
    for world in (dying, living):
        world.commit(decision(version=1))
        world.carry_on(CarryThrough("dev", VersionId("abalone", 1)))
        world.answer(person=CAM)
    living.answer(person=ANN)
    dying.journal.fail_at("below", Died())
    with pytest.raises(Died):
        dying.answer(person=ANN)
    dying.journal.before = lambda _call: None
    dying.finish()
    assert dying.decisions()[2].supersedes == 1
    living.finish()
    # But for the name of the try that wrote it: Cam's intent came before Ann's.
    assert (dying.decisions()[2].attempt, living.decisions()[2].attempt) == ("attempt-1", "attempt-2")
    assert replace(dying.decisions()[2], attempt="attempt-2") == living.decisions()[2]
    assert (dying.approved(), dying.votes()) == (living.approved(), living.votes())


def test_votes_that_are_not_enough_decide_nothing() -> None:
    world = World(required=2)
    world.answer(person=ANN)
    world.finish()
    assert (world.decisions(), world.approved(), world.registry.changed) == ({}, None, [])


def test_a_vote_that_nobody_asked_for_decides_nothing() -> None:
    world = World(required=2)
    for person in (ANN, BEN):
        world.store.values[NAMES.vote("dev", model().id, person.key)] = [encode(vote(person))]
    world.carry_on(INTENT)
    assert world.decisions() == {}


@pytest.mark.parametrize(
    "by_hand",
    [
        "",
        "garbage",
        "[]",
        '{"schema": 2}',
        encode(approved(version=1)),
        encode(approved(version=9)),
        encode(approved("test")),
        encode(decision()),
    ],
)
def test_a_rebuild_repairs_whatever_was_written_by_hand_into_approved(by_hand: str) -> None:
    world = World()
    world.commit(decision(version=1), decision(), decision(version=3, status=REJECT), decision(version=4))
    world.withdraw(revocation(version=4))
    world.store.values[APPROVED] = [by_hand]
    assert world.carry_on(REBUILD) == "abalone version 2 is approved for dev"
    assert world.store.values[APPROVED][-1] == encode(approved())


def test_a_rebuild_brings_back_what_was_deleted() -> None:
    world = World()
    world.commit(decision())
    world.carry_on(REBUILD)
    assert world.approved() == approved()


def test_a_rebuild_of_what_was_never_approved_removes_what_stands_there() -> None:
    world = World()
    world.store.values[APPROVED] = ["garbage"]
    assert world.carry_on(REBUILD) == "no version of abalone is approved for dev"
    assert APPROVED not in world.store.values


def test_a_rebuild_finds_versions_that_are_no_longer_in_the_registry() -> None:
    world = World()
    world.commit(decision(version=2))
    world.store.values[APPROVED] = [encode(approved(version=2))]
    world.registry.packages.clear()
    world.carry_on(REBUILD)
    assert world.approved() == approved(version=2)


def test_votes_are_counted_though_garbage_stands_in_approved() -> None:
    world = World(required=2)
    for person in (ANN, BEN):
        world.store.values[NAMES.vote("dev", model().id, person.key)] = [encode(vote(person))]
    world.ask()
    world.store.values[APPROVED] = ["garbage"]
    world.carry_on(INTENT)
    assert (world.decisions()[2].status, world.decisions()[2].supersedes) == (APPROVE, None)
    published = world.approved()
    assert published is not None
    assert published.id == model().id


@pytest.mark.parametrize("status", [APPROVE, REJECT])
def test_what_nobody_decided_is_put_back_to_pending(status: ApprovalStatus) -> None:
    world = World()
    world.registry.bypass(arn(), status)
    world.carry_on(PutBack("dev", model().id, arn()))
    held = world.registry.packages[arn()]
    assert (held.status, held.metadata["dev"]) == (ApprovalStatus.PENDING, "PendingManualApproval")
    assert "set back because it was changed outside of the workflow" in str(held.description)
    assert world.approved() is None
    assert "enter registry for queue" in world.journal.calls


@pytest.mark.parametrize("revoked", [False, True])
def test_what_was_decided_is_put_back_to_the_decision(revoked: bool) -> None:
    world = World()
    world.answer()
    if revoked:
        world.take_back()
    wanted = world.registry.packages[arn()]
    world.registry.bypass(arn(), REJECT if not revoked else APPROVE)
    world.carry_on(PutBack("dev", model().id, arn()))
    held = world.registry.packages[arn()]
    assert (held.status, held.metadata, held.description) == (wanted.status, wanted.metadata, wanted.description)
