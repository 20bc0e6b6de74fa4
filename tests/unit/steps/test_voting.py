"""Where two approvals are needed: who counts, how often, and what the decision says about it."""

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.intents import CarryThrough
from model_approval.domain.person import Person
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.count_votes import decision_by
from tests.unit.examples import ANN, BEN, CAM, NAMES, arn, model, request, vote
from tests.unit.steps.world import World

APPROVE, REJECT = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED


def test_the_first_of_two_approvals_is_recorded_and_decides_nothing() -> None:
    world = World(required=2)
    outcome = world.answer(person=ANN)
    assert (outcome.decision, outcome.counted, outcome.votes) == (None, True, (vote(ANN),))
    assert world.votes() == [vote(ANN)]
    assert (world.decisions(), world.approved()) == ({}, None)
    assert world.registry.changed == []


def test_two_approvals_of_two_approve() -> None:
    world = World(required=2)
    world.answer(person=ANN)
    outcome = world.answer(person=BEN, comment="better")
    assert (outcome.decision, outcome.counted, outcome.failure) == (world.decisions()[2], True, None)
    decided = world.decisions()[2]
    assert (decided.status, decided.decided_by, decided.comment) == (APPROVE, BEN, "better")
    published = world.approved()
    assert published is not None
    assert published.id == model().id
    assert world.registry.packages[arn()].status is APPROVE


def test_what_two_votes_approve_supersedes_what_was_approved_before() -> None:
    world = World(required=2)
    for version in (1, 2):
        for person in (ANN, BEN):
            world.answer(version, person=person)
    assert [world.decisions()[version].supersedes for version in (1, 2)] == [None, 1]


def test_whoever_casts_the_last_vote_is_told_all_votes_and_what_went_wrong_after_it() -> None:
    world, trouble = World(required=2), ConnectionError("throttled")
    world.answer(person=ANN)
    world.journal.fail_at("update", trouble)
    outcome = world.answer(person=BEN)
    assert (outcome.decision, outcome.counted, outcome.failure) == (world.decisions()[2], True, trouble)
    assert {cast.voted_by for cast in outcome.votes} == {ANN, BEN}


def test_the_deciding_vote_reads_the_registry_once() -> None:
    world = World(required=2)
    world.answer(person=ANN)
    done = len(world.journal.calls)
    world.answer(person=BEN)
    assert len([call for call in world.journal.calls[done:] if call.startswith("describe")]) == 1


def test_intent_first_then_the_vote_then_the_decision() -> None:
    world = World(required=2)
    world.answer(person=ANN)
    done = len(world.journal.writes())
    world.answer(person=BEN)
    assert world.journal.writes()[done:] == [
        "send CarryThrough dev",
        f"create {NAMES.vote('dev', model().id, BEN.key)}",
        f"create {NAMES.decision('dev', model().id)}",
        f"update {arn()}",
        f"create {NAMES.approved('dev', 'abalone')}",
    ]


@pytest.mark.parametrize("before", [0, 1])
def test_one_rejection_rejects(before: int) -> None:
    world = World(required=3)
    for person in (ANN, BEN)[:before]:
        world.answer(person=person)
    outcome = world.answer(status=REJECT, person=CAM)
    assert outcome.counted
    assert (world.decisions()[2].status, world.decisions()[2].decided_by) == (REJECT, CAM)
    assert world.approved() is None


def test_the_same_person_counts_once() -> None:
    world = World(required=2)
    outcomes = [world.answer(person=ANN, comment=comment) for comment in ("good", "really")]
    assert [(outcome.decision, outcome.counted) for outcome in outcomes] == [(None, True), (None, True)]
    assert world.votes() == [vote(ANN, comment="good")]
    assert world.decisions() == {}


def test_the_same_person_under_another_display_name_counts_once() -> None:
    world = World(required=2)
    world.answer(person=ANN)
    outcome = world.answer(person=Person(ANN.subject, "ann.married@example.com", ANN.issuer))
    assert outcome.decision is None
    assert world.votes() == [vote(ANN)]
    assert world.decisions() == {}


def test_two_people_of_one_display_name_count_twice() -> None:
    world = World(required=2)
    world.answer(person=ANN)
    world.answer(person=Person("00u9", ANN.name, ANN.issuer))
    world.answer(3, person=ANN)
    world.answer(3, person=Person(ANN.subject, ANN.name, "https://other.example.com"))
    assert [decided.status for decided in world.decisions().values()] == [APPROVE, APPROVE]


@pytest.mark.parametrize(("first", "then"), [(APPROVE, REJECT), (REJECT, APPROVE)])
def test_a_changed_mind_is_refused_and_the_first_vote_stays(first: ApprovalStatus, then: ApprovalStatus) -> None:
    world = World(required=2)
    world.store.values[NAMES.vote("dev", model().id, ANN.key)] = [encode(vote(ANN, status=first))]
    outcome = world.answer(status=then, person=ANN)
    assert (outcome.decision, outcome.counted, outcome.votes) == (None, False, (vote(ANN, status=first),))
    assert world.votes() == [vote(ANN, status=first)]
    assert world.decisions() == {}


def test_a_vote_counts_though_somebody_else_counted_it_first() -> None:
    world, name = World(required=2), NAMES.decision("dev", model().id)
    world.answer(person=ANN)
    world.journal.meanwhile(f"create {name}", lambda: world.carry_on(CarryThrough("dev", model().id, "another")))
    outcome = world.answer(person=BEN)
    assert (outcome.decision, outcome.counted, outcome.failure) == (world.decisions()[2], True, None)
    assert world.decisions()[2].attempt == "another"
    assert len(world.store.values[name]) == 1


def test_a_decision_lists_its_votes_up_to_the_deciding_one() -> None:
    world = World(required=2)
    for n, person in enumerate((CAM, ANN, BEN)):
        cast = vote(person, voted_at=f"2026-02-24T11:00:0{n}Z")
        world.store.values[NAMES.vote("dev", model().id, person.key)] = [encode(cast)]
    outcome = world.answer(person=ANN)  # once more, with feeling
    assert [ballot.vote for ballot in world.decisions()[2].votes] == [CAM.key, ANN.key]
    assert world.decisions()[2].decided_by == ANN
    assert outcome.counted


def test_a_rejection_lists_the_approvals_before_it() -> None:
    world = World(required=3)
    world.answer(person=ANN)
    world.answer(person=BEN, status=REJECT)
    assert world.decisions()[2].votes == (vote(ANN).ballot, vote(BEN, status=REJECT).ballot)


def test_one_approval_of_one_leaves_no_vote_and_lists_none() -> None:
    world = World(required=1)
    world.answer()
    assert (world.votes(), world.decisions()[2].votes) == ([], ())


def test_whoever_votes_after_the_decision_is_told_that_it_does_not_count() -> None:
    world = World(required=2)
    world.answer(person=ANN)
    world.answer(person=BEN)
    late = world.answer(person=CAM)
    assert (late.decision, late.counted) == (world.decisions()[2], False)
    assert [ballot.vote for ballot in world.decisions()[2].votes] == sorted([ANN.key, BEN.key])


def test_a_vote_that_would_not_fit_beside_those_it_takes_is_refused_before_it_is_cast() -> None:
    comment = "x" * 2700
    assert World().answer(comment=comment).counted
    crowded = World(required=10)
    with pytest.raises(InvalidRecord):
        crowded.answer(comment=comment)
    assert (crowded.votes(), crowded.intents.sent) == ([], [])


def test_the_decision_rests_on_the_evidence_of_its_last_vote() -> None:
    world = World(required=2)
    world.answer(person=ANN)
    world.answer(person=BEN)
    assert world.decisions()[2].evidence == vote(BEN).evidence
    assert world.decisions()[2].metrics == request().metrics


def test_a_vote_that_is_enough_by_itself_is_not_listed_and_supersedes_lower_versions_only() -> None:
    """The environment may need fewer approvals now than when the vote was cast."""
    counted = {before: decision_by([vote(ANN)], 1, request(), before, "attempt-1") for before in (None, 1, 2, 3)}
    assert [(found.votes, found.supersedes) for found in counted.values() if found] == [
        ((), None),
        ((), 1),
        ((), None),
        ((), None),
    ]
