"""A revocation takes a version back, whatever is in flight; ``approved`` falls back to the one before it."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.intents import CarryThrough
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import BEN, CAM, NAMES, arn, decision, model, package, revocation
from tests.unit.interleaving import interleave, pause
from tests.unit.steps.world import World

APPROVED = NAMES.approved("dev", "abalone")


def world_with(*versions: int) -> World:
    world = World()
    for version in versions:
        world.answer(version)
    return world


def published(world: World) -> int | None:
    approved = world.approved()
    return approved.id.version if approved else None


def test_intent_first_then_the_record_then_the_registry_then_approved() -> None:
    world = world_with(2)
    done = len(world.journal.writes())
    revoked = world.take_back()
    assert (revoked.ours, revoked.failure, revoked.revocation) == (True, None, world.standing().revocation)
    assert world.journal.writes()[done:] == [
        "send CarryThrough dev",
        f"create {NAMES.revocation('dev', model().id)}",
        f"update {arn()}",
        f"delete {APPROVED}",
    ]
    assert world.intents.sent[-1] == CarryThrough("dev", model().id, revoked.revocation.attempt)
    assert len({intent.attempt for intent in world.intents.sent if isinstance(intent, CarryThrough)}) == 2


def test_revoking_the_approved_version_falls_back_to_the_one_before() -> None:
    world = world_with(1, 2, 4)
    revoked = world.take_back(4)
    assert revoked.approved == world.approved()
    assert published(world) == 2


def test_the_one_before_is_not_a_rejected_one_and_not_a_revoked_one() -> None:
    world = world_with(1, 2)
    world.answer(3, ApprovalStatus.REJECTED)
    world.answer(4)
    world.take_back(2)
    world.take_back(4)
    assert published(world) == 1


def test_revoking_an_older_version_changes_nothing_for_those_who_read() -> None:
    world = world_with(1, 2)
    before = list(world.store.values[APPROVED])
    revoked = world.take_back(1)
    assert revoked.approved == world.approved()
    assert world.store.values[APPROVED] == before
    assert world.standing(1).revocation == revoked.revocation


def test_revoking_the_only_version_removes_approved_and_says_so() -> None:
    world = world_with(2)
    revoked = world.take_back()
    assert (revoked.failure, revoked.approved) == (None, None)
    assert APPROVED not in world.store.values


def test_a_lower_version_approved_late_is_found_when_the_higher_one_is_revoked() -> None:
    world = world_with(1, 7)
    world.answer(5)
    assert world.decisions()[5].supersedes is None
    world.take_back(7)
    assert published(world) == 5


@pytest.mark.parametrize("distance", [9, 10, 11, 21])
def test_the_version_before_is_found_however_many_were_never_approved(distance: int) -> None:
    world, newest = world_with(1), 1 + distance
    world.registry.packages[arn(newest)] = package(newest)
    world.answer(newest)
    assert published(world) == newest
    world.revoke(decision(version=newest), "drifts", BEN)
    assert published(world) == 1


def test_the_registry_says_revoked_and_rejects_the_version() -> None:
    world = world_with(2)
    world.take_back()
    held = world.registry.packages[arn()]
    assert (held.status, held.metadata["dev"], held.metadata["team"]) == (ApprovalStatus.REJECTED, "Revoked", "shell")
    assert held.description == "Revoked for dev by ben@example.com: drifts"


def test_a_later_environments_revocation_leaves_the_versions_status_alone() -> None:
    world = World()
    world.answer(environment="dev")
    world.answer(environment="test")
    world.take_back(environment="test")
    held = world.registry.packages[arn()]
    assert (held.status, held.metadata["dev"], held.metadata["test"]) == (
        ApprovalStatus.APPROVED,
        "Approved",
        "Revoked",
    )
    assert (published(world), world.approved("test")) == (2, None)


def test_of_two_revocations_the_first_stands_and_the_second_is_shown_it() -> None:
    world = world_with(2)
    first = world.take_back(person=BEN)
    done = world.journal.writes()
    second = world.take_back(person=CAM)
    assert (first.ours, second.ours) == (True, False)
    assert second.revocation == first.revocation == world.standing().revocation
    assert world.journal.writes()[len(done) :] == [
        "send CarryThrough dev",
        f"create {NAMES.revocation('dev', model().id)}",
    ]


def test_a_write_whose_answer_was_lost_is_still_ours() -> None:
    world = world_with(2)
    found = revocation(revoked_at=world.clock.now(), attempt="attempt-2")  # when the AWS SDK repeats the call
    world.withdraw(found)
    assert world.take_back().ours
    assert world.approved() is None


def test_the_same_revocation_of_the_same_person_in_another_tab_is_not_ours() -> None:
    world = world_with(2)
    world.withdraw(revocation(revoked_at=world.clock.now(), attempt="another"))
    assert not world.take_back().ours


@pytest.mark.parametrize("call", ["describe", "update", "delete", "latest", "enter registry"])
def test_what_fails_after_the_record_is_reported_and_the_intent_finishes_it(call: str) -> None:
    world, trouble = world_with(2), ConnectionError("throttled")
    world.journal.fail_at(call, trouble)
    revoked = world.take_back()
    assert (revoked.ours, revoked.failure) == (True, trouble)
    assert published(world) == 2
    world.journal.before = lambda _call: None
    world.finish()
    assert world.approved() is None
    assert world.registry.packages[arn()].metadata["dev"] == "Revoked"


def test_without_an_intent_nothing_is_revoked() -> None:
    world = world_with(2)
    world.journal.fail_at("send", ConnectionError())
    with pytest.raises(ConnectionError):
        world.take_back()
    assert world.standing().revocation is None


def test_a_reason_that_does_not_fit_starts_nothing() -> None:
    world = world_with(2)
    done = len(world.journal.calls)
    with pytest.raises(InvalidRecord):
        world.revoke(world.decisions()[2], "💥" * 1024, BEN)
    assert len(world.journal.calls) == done


@pytest.mark.parametrize("call", ["describe", "update", "enter dev", "overwrite"])
def test_what_an_approval_in_flight_writes_after_the_revocation_is_taken_back_by_the_intents(call: str) -> None:
    """The approver's Lambda stands still before ``call``; meanwhile the version is revoked, and all of that is done."""
    world = world_with(1)
    world.commit(decision())
    world.journal.meanwhile(call, lambda: world.take_back(2))
    world.carry_out(decision())
    assert world.standing().revocation is not None
    world.finish()
    assert published(world) == 1
    assert world.registry.packages[arn()].metadata["dev"] == "Revoked"


@settings(max_examples=60)
@given(st.data())
def test_approvals_and_revocations_in_any_interleaving_end_with_what_the_records_say(data: st.DataObject) -> None:
    world = world_with(1)
    world.commit(decision(version=2))
    world.journal.before = pause
    works: list[Callable[[], object]] = [
        lambda: world.carry_out(decision(version=2)),
        lambda: world.take_back(2),
        lambda: world.answer(3),
    ]
    runners = interleave(works, lambda n: data.draw(st.integers(0, n - 1)))
    assert [runner.error for runner in runners] == [None, None, None]
    world.finish()
    assert published(world) == 3
    assert [world.registry.packages[arn(v)].metadata["dev"] for v in (1, 2, 3)] == ["Approved", "Revoked", "Approved"]
