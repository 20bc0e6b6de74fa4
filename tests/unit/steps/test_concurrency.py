"""Approvers, Lambdas and redeliveries at the same time, in every order that Hypothesis can think of."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, NAMES, arn, decision
from tests.unit.interleaving import Interleaving
from tests.unit.steps.world import World

APPROVE, REJECT = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
answers = st.lists(st.tuples(st.integers(1, 9), st.sampled_from([APPROVE, APPROVE, REJECT])), min_size=2, max_size=5)


def interleaved() -> tuple[World, Interleaving]:
    world, interleaving = World(), Interleaving()
    world.journal.before = interleaving.pause
    return world, interleaving


def check(world: World) -> None:
    """The registry and ``approved`` agree with the records."""
    decisions = world.decisions()
    highest = max((v for v, d in decisions.items() if d.status is APPROVE), default=None)
    published = world.approved()
    assert (published.id.version if published else None) == highest
    for version, made in decisions.items():
        held = world.registry.packages[arn(version)]
        assert (held.status, held.metadata["dev"], held.metadata["team"]) == (made.status, made.status.value, "shell")


@settings(max_examples=300)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=5, unique=True), st.integers(0, 2), st.data())
def test_convergences_in_any_interleaving_end_with_the_highest_version(
    versions: list[int], redeliveries: int, data: st.DataObject
) -> None:
    world, interleaving = interleaved()
    decisions = [decision(version=version) for version in versions]
    world.commit(*decisions)
    works = [partial(world.converge, made) for made in [*decisions, *decisions[:redeliveries]]]
    errors = interleaving.run(works, lambda n: data.draw(st.integers(0, n - 1)))
    assert errors == [None] * len(works)
    check(world)


@settings(max_examples=300)
@given(answers, st.data())
def test_whoever_dies_and_wherever_the_queue_makes_everything_agree(
    wanted: list[tuple[int, ApprovalStatus]], data: st.DataObject
) -> None:
    world, interleaving = interleaved()
    world.commit(decision(version=1))
    world.converge(decision(version=1))

    def choose(n: int) -> int:
        return data.draw(st.integers(0, n - 1))

    interleaving.run(
        [partial(world.answer, *answer) for answer in wanted], choose, die=lambda: data.draw(st.integers(0, 9)) == 0
    )
    # The intents' delay is longer than the function's time limit: the approvers' own attempts have ended by now.
    errors = interleaving.run([partial(world.carry_on, *intent) for intent in world.intents.sent], choose)
    assert errors == [None] * len(errors)
    assert set(world.decisions()) <= {1} | {id.version for _, id in world.intents.sent}
    check(world)


@given(st.data())
def test_two_approvers_at_once_make_one_decision(data: st.DataObject) -> None:
    world, interleaving = interleaved()
    outcomes = {}

    def answer(name: str) -> None:
        person, status = (ANN, APPROVE) if name == "ann" else (BEN, REJECT)
        outcomes[name] = world.answer(2, status, person=person)

    interleaving.run([lambda: answer("ann"), lambda: answer("ben")], lambda n: data.draw(st.integers(0, n - 1)))
    assert sorted(outcome.ours for outcome in outcomes.values()) == [False, True]
    assert outcomes["ann"].decision == outcomes["ben"].decision
    assert len(world.store.values[NAMES.decision("dev", outcomes["ann"].decision.model.id)]) == 1
    check(world)


def test_the_scheduler_notices_a_lost_update() -> None:
    """The tests above would see a writer that does not look again: this one is such a writer."""
    world, interleaving = interleaved()
    name = NAMES.approved("dev", "abalone")
    world.store.values[name] = ["0"]

    def careless(value: str) -> None:
        if int(world.store.read([name])[name].value) < int(value):
            world.store.overwrite(name, value)

    moves = iter([0, 1, 0, 1, 1, 1, 0, 0])  # both read before either writes; the higher one writes first
    interleaving.run([lambda: careless("2"), lambda: careless("3")], lambda n: min(next(moves), n - 1))
    assert world.store.values[name] == ["0", "3", "2"]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_versions_approved_one_after_the_other_end_with_the_highest(order: tuple[int, ...]) -> None:
    world = World()
    for version in order:
        world.answer(version)
    check(world)
