"""What is approved although a gate blocks it: recorded with the vote and the decision, and counted for the alarm."""

import pytest

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.gates import Gates
from model_approval.domain.intents import CarryThrough
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.count_votes import decision_by
from tests.unit.examples import ANN, BEN, CAM, model, request, vote
from tests.unit.interleaving import Died
from tests.unit.steps.world import World

APPROVE, REJECT = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
RULES = ["auc >= 0.99", "auc >= 0.5", "no constraint violations"]
FAILED = ("auc >= 0.99", "no constraint violations")
BLOCK, WARN = Gates.parse(RULES, "block", "release-managers"), Gates.parse(RULES, "warn", None)
FIRST = CarryThrough("dev", model().id, "attempt-1")


@pytest.mark.parametrize(
    ("gates", "status", "overridden"),
    [(BLOCK, APPROVE, FAILED), (BLOCK, REJECT, ()), (WARN, APPROVE, ()), (Gates(), APPROVE, ())],
    ids=["blocked", "rejected", "only warned", "no gates"],
)
def test_the_decision_names_the_rules_that_blocked_it_and_the_alarm_counts_it(
    gates: Gates, status: ApprovalStatus, overridden: tuple[str, ...]
) -> None:
    world = World(gates=gates)
    world.answer(status=status)
    assert world.decisions()[2].overridden == overridden
    world.finish()
    assert world.alarms.overrides == bool(overridden)


def test_whatever_fails_before_the_alarm_is_tried_again_until_it_is_counted() -> None:
    world = World(gates=BLOCK)
    world.journal.fail_at("update", Died())
    with pytest.raises(Died):
        world.answer()
    with pytest.raises(Died):
        world.carry_on(FIRST)
    assert world.alarms.overrides == 0
    world.journal.before = lambda _call: None
    world.carry_on(FIRST)
    assert world.alarms.overrides == 1


def test_an_override_that_cannot_be_mailed_is_counted_all_the_same() -> None:
    world = World(gates=BLOCK)
    world.answer()
    world.journal.fail_at("post", ConnectionError())
    with pytest.raises(ConnectionError):
        world.carry_on(FIRST)
    assert world.alarms.overrides == 1


def test_an_intent_whose_answer_was_not_recorded_counts_nothing() -> None:
    world = World(gates=BLOCK)
    world.answer(person=ANN)
    world.answer(person=BEN)
    world.carry_on(CarryThrough("dev", model().id, "attempt-2"))
    assert world.alarms.overrides == 0
    world.finish()
    assert world.alarms.overrides == 1


def test_a_revocation_of_what_was_overridden_counts_nothing() -> None:
    world = World(gates=BLOCK)
    world.answer()
    world.finish()
    world.intents.sent.clear()
    world.take_back()
    world.finish()
    assert world.alarms.overrides == 1


def test_a_decision_names_what_any_of_its_votes_overrode() -> None:
    world = World(required=2, gates=BLOCK)
    world.answer(person=ANN)
    assert [cast.overridden for cast in world.votes()] == [FAILED]
    world.gates = Gates.parse(["auc >= 0.999"], "block", "release-managers")
    world.answer(person=BEN)
    assert world.decisions()[2].overridden == (*FAILED, "auc >= 0.999")


def test_a_vote_to_reject_overrides_nothing() -> None:
    world = World(required=2, gates=BLOCK)
    world.answer(status=REJECT)
    assert [cast.overridden for cast in world.votes()] == [()]


def test_what_the_queue_counts_names_it_as_well() -> None:
    world = World(required=2, gates=BLOCK)
    world.answer(person=ANN)
    world.journal.fail_at("below", Died())
    with pytest.raises(Died):
        world.answer(person=BEN)
    world.journal.before = lambda _call: None
    world.gates = Gates()
    world.finish()
    assert world.decisions()[2].overridden == FAILED
    assert world.alarms.overrides == 1


def test_only_the_votes_that_count_are_named_and_a_rejection_overrides_nothing() -> None:
    overriding = vote(ANN, overridden=("a >= 1",))
    late = vote(CAM, voted_at="2026-02-25T12:00:00Z", overridden=("b >= 1",))
    approved = decision_by([late, vote(BEN), overriding], 2, request(), None, "attempt-1")
    assert approved is not None
    assert approved.overridden == ("a >= 1",)
    rejected = decision_by([overriding, vote(BEN, status=REJECT)], 2, request(), None, "attempt-1")
    assert rejected is not None
    assert (rejected.status, rejected.overridden) == (REJECT, ())


def test_a_vote_that_would_not_fit_if_the_next_one_overrode_everything_is_refused_before_it_is_cast() -> None:
    rules = [f"auc >= approved - 99999999999999{n}.999999999999999" for n in range(10)]  # none of them fails now
    comment = "x" * 2800
    crowded = World(required=2, gates=Gates.parse(rules, "block", "release-managers"))
    with pytest.raises(InvalidRecord):
        crowded.answer(comment=comment)
    assert (crowded.votes(), crowded.intents.sent) == ([], [])
    for gates, required in ((Gates.parse(rules, "warn", None), 2), (crowded.gates, 1)):
        assert World(required=required, gates=gates).answer(comment=comment).counted
