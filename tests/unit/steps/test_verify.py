"""What would run is looked at again before anything says that it may; and what has changed is not published."""

from dataclasses import replace

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.errors import ArtefactChanged, UnusableEvent
from model_approval.domain.intents import CarryThrough, Rebuild
from model_approval.domain.model_version import Container, DataPin, VersionId
from model_approval.domain.notice import Kind
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.verify import LIMIT, Verify
from tests.unit.examples import ANN, NAMES, approved, arn, decision, model, package, revocation
from tests.unit.interleaving import dies_after, pause
from tests.unit.steps.world import World

APPROVED = NAMES.approved("dev", "abalone")
INTENT = CarryThrough("dev", VersionId("abalone", 2), "attempt-1")
OTHER = "sha256:0000"


def spoil(world: World, *versions: int) -> None:
    """Somebody changes the image of these versions, all of which have the same otherwise."""
    for version in versions:
        [container] = model(version).containers
        spoilt = replace(model(version), containers=(replace(container, image_digest=OTHER),))
        world.registry.packages[arn(version)] = replace(world.registry.packages[arn(version)], model=spoilt)


def restore(world: World, *versions: int) -> None:
    for version in versions:
        held = world.registry.packages[arn(version)]
        world.registry.packages[arn(version)] = replace(held, model=model(version))


def shown(world: World, version: int = 2) -> tuple[ApprovalStatus, str | None]:
    held = world.registry.packages[arn(version)]
    return held.status, held.metadata.get("dev")


def test_what_was_changed_since_the_request_is_not_approved_and_nothing_is_written() -> None:
    world = World()
    spoil(world, 2)
    with pytest.raises(ArtefactChanged, match=rf"^abalone version 2: The image .* has the digest {OTHER} instead of "):
        world.answer()
    assert (world.journal.writes(), world.alarms.changes) == (["alarm changed"], 1)


def test_it_may_be_rejected_all_the_same() -> None:
    world = World()
    spoil(world, 2)
    assert world.answer(status=ApprovalStatus.REJECTED).counted
    world.finish()
    assert (shown(world), world.alarms.changes) == ((ApprovalStatus.REJECTED, "Rejected"), 0)


@pytest.mark.parametrize("revoked", [False, True])
def test_what_was_changed_is_rejected_and_revoked_in_the_registry_too(revoked: bool) -> None:
    world, rejected = World(), ApprovalStatus.REJECTED
    world.commit(decision() if revoked else decision(status=rejected))
    world.withdraw(*[revocation()] * revoked)
    spoil(world, 2)
    assert world.converge.settle("dev", "abalone", ANN, model().id) is None
    assert shown(world) == (rejected, "Revoked" if revoked else "Rejected")


def test_who_settles_reads_the_registry_once_to_verify_and_to_write() -> None:
    world = World()
    world.commit(decision())
    world.journal.fail_at(f"create {APPROVED}", ConnectionError())
    with pytest.raises(ConnectionError):
        world.converge.settle("dev", "abalone", ANN, model().id)
    assert len([call for call in world.journal.calls if call.startswith("describe")]) == 1


def test_what_was_revoked_while_it_was_refused_is_no_trouble_any_more() -> None:
    world = World()
    world.store.values[APPROVED] = [encode(approved(version=5))]  # nobody decided that
    world.commit(decision())
    spoil(world, 2)
    world.journal.meanwhile(f"delete {APPROVED}", lambda: world.withdraw(revocation()))
    assert world.converge.settle("dev", "abalone", ANN) is None
    assert world.approved() is None


def test_a_vote_for_it_is_not_recorded_either() -> None:
    world = World(required=2)
    spoil(world, 2)
    with pytest.raises(ArtefactChanged):
        world.answer()
    assert (world.votes(), world.intents.sent) == ([], [])


def test_what_was_changed_after_the_record_is_neither_registered_nor_published_until_it_is_mended() -> None:
    """The function died after the record; the intent is put aside, and sent again later."""
    world = World()
    world.ask()
    world.commit(decision(attempt="attempt-1"))
    spoil(world, 2)
    with pytest.raises(UnusableEvent):
        world.carry_on(INTENT)
    assert (world.approved(), shown(world), world.mailbox.posted) == (None, (ApprovalStatus.PENDING, None), [])
    restore(world, 2)
    world.carry_on(INTENT)
    assert (world.approved(), shown(world)) == (approved(), (ApprovalStatus.APPROVED, "Approved"))
    assert [notice.kind for notice in world.mailbox.posted] == [Kind.DECIDED]
    assert (world.waiting(), world.alarms.changes) == (set(), 1)


def version(world: World) -> int | None:
    """What is approved."""
    now = world.approved()
    return now.id.version if now else None


def test_what_was_approved_before_stays_meanwhile() -> None:
    world = World()
    world.answer(1)
    world.commit(decision())
    spoil(world, 2)
    for intent in (INTENT, Rebuild("dev", "abalone")):
        with pytest.raises(ArtefactChanged, match=r"^abalone version 2"):
            world.carry_on(intent)
        assert (version(world), world.number()) == (1, 1)
    restore(world, 2)
    world.carry_on(INTENT)
    assert version(world) == 2


def test_a_higher_version_is_published_whatever_happened_to_a_lower_one() -> None:
    world = World()
    world.commit(decision(version=3), decision(attempt="attempt-1"))
    spoil(world, 2)
    with pytest.raises(ArtefactChanged, match=r"^abalone version 2"):
        world.carry_on(INTENT)
    assert (version(world), shown(world), world.mailbox.posted) == (3, (ApprovalStatus.PENDING, None), [])


def test_what_is_published_already_is_not_looked_at_again() -> None:
    world = World()
    world.answer()
    done = len(world.journal.calls)
    spoil(world, 2)
    world.finish()
    assert version(world) == 2
    assert not [call for call in world.journal.calls[done:] if call.startswith("pin")]


def test_it_is_looked_at_once_however_often_others_write_in_between() -> None:
    world = World()
    world.commit(decision())
    world.journal.meanwhile(f"create {APPROVED}", lambda: world.answer(1))
    world.carry_on(INTENT)
    assert version(world) == 2
    assert [call for call in world.journal.calls if call.startswith("pin")] == ["pin 1", "pin 1"]  # version 1, too


def revoked_with_nothing_to_fall_back_to() -> World:
    """Version 1, which was approved before, has changed since."""
    world = World()
    world.answer(1)
    world.answer(2)
    world.finish()
    world.intents.sent.clear()
    world.mailbox.posted.clear()
    spoil(world, 1)
    return world


def test_a_revocation_is_not_held_up_by_what_it_would_fall_back_to() -> None:
    world = revoked_with_nothing_to_fall_back_to()
    outcome = world.take_back(2)
    assert outcome.ours
    assert isinstance(outcome.failure, ArtefactChanged)
    assert (version(world), shown(world)) == (None, (ApprovalStatus.REJECTED, "Revoked"))
    [intent] = world.intents.sent
    assert isinstance(intent, CarryThrough)
    world.carry_on(intent)
    rebuild = world.intents.sent[-1]
    assert rebuild == Rebuild("dev", "abalone")
    with pytest.raises(ArtefactChanged, match=r"^abalone version 1"):
        world.carry_on(Rebuild("dev", "abalone"))
    restore(world, 1)
    world.carry_on(Rebuild("dev", "abalone"))
    assert version(world) == 1
    [notice] = world.mailbox.posted
    assert (notice.kind, notice.approved) == (Kind.REVOKED, None)


def test_what_has_changed_is_no_trouble_any_more_once_it_is_revoked() -> None:
    world = World()
    world.answer(1)
    world.answer(3)
    world.withdraw(revocation(version=3))
    world.commit(decision())
    spoil(world, 2)
    world.journal.meanwhile(f"delete {APPROVED}", lambda: world.withdraw(revocation()))
    world.carry_on(CarryThrough("dev", VersionId("abalone", 3)))
    assert (version(world), world.alarms.changes) == (1, 1)


@pytest.mark.parametrize("calls", range(30))
def test_whoever_dies_while_nothing_can_be_published_leaves_the_rest_to_the_queue(calls: int) -> None:
    world = revoked_with_nothing_to_fall_back_to()
    world.withdraw(revocation(attempt="attempt-1"))
    world.journal.before = pause
    dies_after(calls, lambda: world.carry_on(INTENT))
    world.carry_on(INTENT)
    assert world.intents.sent
    assert set(world.intents.sent) == {Rebuild("dev", "abalone")}
    assert (version(world), shown(world)) == (None, (ApprovalStatus.REJECTED, "Revoked"))
    restore(world, 1)
    world.carry_on(Rebuild("dev", "abalone"))
    assert version(world) == 1


@pytest.mark.parametrize(
    "written", ["{}", encode(replace(approved(version=2), comment="mine")), encode(approved(version=1))]
)
def test_what_somebody_wrote_into_approved_does_not_stay_in_place_of_what_has_changed(written: str) -> None:
    world = World()
    world.commit(decision())
    spoil(world, 2)
    world.store.values[APPROVED] = [written]
    with pytest.raises(ArtefactChanged):
        world.carry_on(INTENT)
    assert world.approved() is None


def test_a_status_set_by_hand_is_not_set_back_to_approved_if_it_has_changed() -> None:
    world = World()
    world.answer()
    spoil(world, 2)
    world.registry.bypass(arn(), ApprovalStatus.REJECTED)
    with pytest.raises(ArtefactChanged):
        world.carry_on(INTENT)
    assert (shown(world)[0], version(world)) == (ApprovalStatus.REJECTED, 2)


def test_a_version_without_pins_costs_no_call() -> None:
    world = World()
    bare = replace(model(), containers=(Container("repo/a:1", None, "s3://b/model.tar.gz"),))
    assert Verify(accounts=world.accounts, alarms=world.alarms)(bare, ANN) is None
    assert world.journal.calls == []


def test_what_is_pinned_is_looked_at_on_behalf_of_who_asks_and_nothing_else_is() -> None:
    world = World()
    looked_at: list[Container] = []
    world.accounts.pins.look = lambda container: looked_at.append(container) or container  # type: ignore[func-returns-value]
    assert Verify(accounts=world.accounts, alarms=world.alarms)(model(), ANN) == world.registry.packages[arn()]
    [container] = model().containers
    assert looked_at == [replace(container, model_data_url=None)]
    assert "enter artefacts for ann@example.com" in world.journal.calls


def test_what_the_registry_said_a_moment_ago_is_not_asked_again() -> None:
    world = World()
    verify = Verify(accounts=world.accounts, alarms=world.alarms)
    assert verify(model(), ANN, package()) == package()
    assert [call.split()[0] for call in world.journal.calls] == ["enter", "pin"]


PINNED = replace(model(), containers=(replace(model().containers[0], model_data=DataPin("e1", "v1", None, 10)),))


@pytest.mark.parametrize(
    ("pin", "notes", "said"),
    [
        (DataPin("e1", "v2", None, 10), (), None),
        (DataPin("e2", "v2", None, 10), (), "The model data s3://b/model.tar.gz were changed: the ETag is e2 instead"),
        (None, ("No access: s3://b/model.tar.gz",), "s3://b/model.tar.gz cannot be looked at any more. No access."),
    ],
)
def test_model_data_are_compared_as_they_are_now(pin: DataPin | None, notes: tuple[str, ...], said: str | None) -> None:
    world = World()
    world.accounts.pins.look = lambda container: replace(container, model_data=pin)
    world.accounts.pins.notes = notes
    verify = Verify(accounts=world.accounts, alarms=world.alarms)
    if said is None:
        verify(PINNED, ANN)
    else:
        with pytest.raises(ArtefactChanged) as raised:
            verify(PINNED, ANN)
        assert said in str(raised.value)
        assert raised.value.about == PINNED.id
    assert world.alarms.changes == (said is not None)


def test_a_version_that_is_gone_from_the_registry_has_changed() -> None:
    world = World()
    del world.registry.packages[arn()]
    with pytest.raises(ArtefactChanged, match="It is not in the model registry any more"):
        Verify(accounts=world.accounts, alarms=world.alarms)(model(), ANN)


def test_what_is_worth_another_try_is_no_change() -> None:
    world = World()
    world.journal.fail_at("pin", ConnectionError("throttled"))
    with pytest.raises(ConnectionError):
        Verify(accounts=world.accounts, alarms=world.alarms)(model(), ANN)
    assert world.alarms.changes == 0


def test_what_changed_is_told_in_one_line_of_bounded_length() -> None:
    world = World()
    [container] = model().containers
    many = replace(model(), containers=(replace(container, image="a\nb" * 100),) * 15)
    world.registry.packages[arn()] = replace(world.registry.packages[arn()], model=many)
    with pytest.raises(ArtefactChanged) as raised:
        Verify(accounts=world.accounts, alarms=world.alarms)(replace(model(), containers=(container,) * 15), ANN)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) <= LIMIT + len("abalone version 2: ")
