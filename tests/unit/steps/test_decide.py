"""A decision is neither lost nor doubled: intent, record, registry, ``approved``, in this order."""

import pytest

from model_approval.domain.encoding import digest, encode
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.intents import CarryThrough
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, arn, decision, model, request
from tests.unit.steps.world import World

RECORD = "/ml-models/dev/abalone/versions/2/decision"
APPROVED = "/ml-models/dev/abalone/approved"


def test_intent_first_then_the_record_then_the_registry_then_approved_once_it_is_verified() -> None:
    world = World()
    assert world.answer().counted
    assert [call.split()[0] for call in world.journal.calls[:4]] == ["enter", "describe", "enter", "pin"]
    assert len([call for call in world.journal.calls if call.startswith(("describe", "pin"))]) == 2
    assert world.journal.writes() == [
        "send CarryThrough dev",
        f"create {RECORD}",
        f"update {arn()}",
        f"create {APPROVED}",
    ]


def test_the_record_says_who_decided_what_on_which_evidence() -> None:
    world = World()
    world.answer(1)
    at = world.clock.now()
    world.answer(2, comment="better")
    recorded = world.decisions()[2]
    assert (recorded.decided_by, recorded.decided_at, recorded.comment) == (ANN, at, "better")
    assert recorded.evidence == digest(request())
    assert (world.decisions()[1].supersedes, recorded.supersedes) == (None, 1)
    assert recorded.metrics == request().metrics


def test_only_an_approval_of_a_higher_version_supersedes() -> None:
    world = World()
    world.answer(2)
    world.answer(1)
    world.answer(3, ApprovalStatus.REJECTED)
    assert [world.decisions()[n].supersedes for n in (1, 2, 3)] == [None, None, None]


def test_an_older_version_that_is_approved_later_does_not_replace_a_newer_one() -> None:
    world = World()
    world.answer(3)
    assert world.answer(2).counted
    published = world.approved()
    assert published is not None
    assert (published.id.version, world.number()) == (3, 1)


def test_every_account_is_entered_on_behalf_of_who_decided() -> None:
    world = World()
    world.answer(environment="test", person=BEN)
    entered = [call for call in world.journal.calls if call.startswith("enter")]
    assert set(entered) == {f"enter {place} for ben@example.com" for place in ("test", "registry", "artefacts")}
    world.finish()
    assert "enter test for queue" in world.journal.calls  # which is how the queue learns who it was


def test_of_two_approvers_one_wins_and_the_other_is_shown_the_winners_decision() -> None:
    world = World()
    first = world.answer(person=ANN)
    second = world.answer(status=ApprovalStatus.REJECTED, person=BEN)
    assert (first.counted, second.counted) == (True, False)
    assert second.decision == first.decision == world.decisions()[2]
    assert len(world.store.values[RECORD]) == 1
    assert world.approved() is not None


def test_a_write_whose_answer_was_lost_is_still_ours() -> None:
    world = World()
    found = decision(attempt="attempt-1")  # when the AWS SDK repeats the call
    world.store.values[RECORD] = [encode(found)]
    outcome = world.answer()
    assert outcome.counted
    assert world.approved() is not None


def test_what_another_try_wrote_is_not_ours_even_if_it_says_the_same() -> None:
    world = World()
    world.answer()
    done = len(world.journal.writes())
    again = world.answer()
    assert (again.counted, again.decision) == (False, world.decisions()[2])
    assert world.journal.writes()[done:] == ["send CarryThrough dev", f"create {RECORD}"]


def test_the_record_and_its_intent_carry_the_same_try_and_no_other_does() -> None:
    world = World()
    for person in (ANN, BEN):
        world.answer(person=person)
    first, second = (intent.attempt for intent in world.intents.sent if isinstance(intent, CarryThrough))
    assert world.decisions()[2].attempt == first != second


def test_a_rejection_never_publishes() -> None:
    world = World()
    world.answer(1)
    before = world.store.values[APPROVED]
    assert world.answer(2, ApprovalStatus.REJECTED).counted
    world.finish()
    assert world.store.values[APPROVED] == before
    assert world.registry.packages[arn()].status is ApprovalStatus.REJECTED


@pytest.mark.parametrize("call", ["update", "create /ml-models/dev/abalone/approved"])
def test_what_fails_after_the_record_is_reported_and_the_intent_finishes_it(call: str) -> None:
    world, trouble = World(), ConnectionError("throttled")
    world.journal.fail_at(call, trouble)
    outcome = world.answer()
    assert (outcome.decision, outcome.counted, outcome.failure) == (world.decisions()[2], True, trouble)
    assert world.approved() is None
    world.journal.before = lambda _call: None
    world.finish()
    published = world.approved()
    assert published is not None
    assert published.id == model().id
    assert world.registry.packages[arn()].metadata["dev"] == "Approved"


@pytest.mark.parametrize("call", ["describe", "enter registry", "enter artefacts", "pin"])
def test_what_cannot_be_verified_just_now_is_not_decided(call: str) -> None:
    world = World()
    world.journal.fail_at(call, ConnectionError("throttled"))
    with pytest.raises(ConnectionError):
        world.answer()
    assert world.journal.writes() == []


def test_without_an_intent_nothing_is_committed() -> None:
    world = World()
    world.journal.fail_at("send", ConnectionError())
    with pytest.raises(ConnectionError):
        world.answer()
    assert world.decisions() == {}


def test_what_does_not_fit_into_a_record_starts_nothing() -> None:
    world = World()
    with pytest.raises(InvalidRecord):
        world.answer(comment="💥" * 1024)
    assert world.journal.calls == []
