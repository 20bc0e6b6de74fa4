"""What inference pipelines would get: the very answer that revoking then leads to, at the price of a few reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.records import Approved
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.preview_revocation import PreviewRevocation
from tests.unit.examples import ANN, NAMES, arn, decision, model, package, revocation
from tests.unit.steps.world import World


def preview(world: World, version: int, environment: str = "dev") -> Approved | None:
    review = world.read_review(environment, model(version).id, ANN)
    assert review is not None
    world.journal.calls.clear()
    return PreviewRevocation(names=NAMES, accounts=world.accounts)(review, ANN)


def version_of(approved: Approved | None) -> int | None:
    return approved.id.version if approved else None


approvals = st.dictionaries(st.integers(1, 9), st.sampled_from(["approved", "rejected", "revoked"]), min_size=1)


@given(approvals, st.integers(0, 8))
def test_it_says_what_revoking_leads_to(history: dict[int, str], choice: int) -> None:
    world = World()
    for version, fate in history.items():
        world.answer(version, ApprovalStatus.REJECTED if fate == "rejected" else ApprovalStatus.APPROVED)
        if fate == "revoked":
            world.take_back(version)
    standing = [version for version, fate in history.items() if fate == "approved"]
    if not standing:
        return
    version = standing[choice % len(standing)]
    expected = preview(world, version)
    world.take_back(version)
    assert world.approved() == expected


@given(approvals, st.integers(0, 8))
def test_it_says_so_even_while_nothing_is_published_yet(history: dict[int, str], choice: int) -> None:
    world = World()
    for version, fate in history.items():
        world.ask(version)
        status = ApprovalStatus.REJECTED if fate == "rejected" else ApprovalStatus.APPROVED
        world.commit(decision(version=version, status=status))
        if fate == "revoked":
            world.withdraw(revocation(version=version))
    standing = [version for version, fate in history.items() if fate == "approved"]
    if not standing:
        return
    version = standing[choice % len(standing)]
    expected = preview(world, version)
    world.take_back(version)
    assert version_of(world.approved()) == version_of(expected)


def test_the_usual_case_takes_two_reads_and_writes_nothing() -> None:
    world = World()
    world.answer(1)
    world.answer(2)
    assert version_of(preview(world, 2)) == 1
    assert [call.split()[0] for call in world.journal.calls] == ["enter", "read", "read"]
    assert world.journal.writes() == []


def test_revoking_a_version_that_is_not_the_one_that_runs_takes_no_call_to_know() -> None:
    world = World()
    world.answer(1)
    world.answer(2)
    assert version_of(preview(world, 1)) == 2
    assert world.journal.calls == []


@pytest.mark.parametrize(("top", "reads"), [(2, 2), (11, 2), (12, 3), (52, 7)])
def test_versions_between_cost_a_tenth_of_a_call_each(top: int, reads: int) -> None:
    world = World()
    world.registry.packages |= {arn(version): package(version) for version in range(10, top + 1)}
    world.answer(1)
    world.answer(top)
    assert version_of(preview(world, top)) == 1
    assert len([call for call in world.journal.calls if call.startswith("read ")]) == reads


def test_nothing_is_left_without_another_approved_version() -> None:
    world = World()
    world.answer(1, ApprovalStatus.REJECTED)
    world.answer(2)
    assert preview(world, 2) is None
