"""Convergence is idempotent, touches what it owns, and ``approved`` comes last and never goes back."""

from dataclasses import replace

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.model_version import Container
from model_approval.domain.publication import approved_by_decision
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.converge import ROUNDS, Contention, highest_approved
from tests.unit.examples import ANN, NAMES, approved, arn, decision, model, package, request, revocation
from tests.unit.steps.world import World

APPROVED = NAMES.approved("dev", "abalone")


def crowded(version: int = 2) -> Container:
    return Container("i" * 255, "sha256:" + "d" * 64, "s3://" + "k" * (700 + version))


@pytest.mark.parametrize("status", [ApprovalStatus.APPROVED, ApprovalStatus.REJECTED])
@pytest.mark.parametrize("environment", ["dev", "test", "prod"])
def test_a_second_time_changes_nothing(environment: str, status: ApprovalStatus) -> None:
    world, done = World(), decision(environment, status=status)
    world.commit(done)
    world.carry_out(done)
    before = (dict(world.registry.packages), {name: list(values) for name, values in world.store.values.items()})
    written = len(world.journal.writes())
    world.converge.settle(environment, "abalone", ANN, done.model.id)
    assert (world.registry.packages, world.store.values) == before
    assert len(world.journal.writes()) == written


def test_a_record_too_full_for_its_metrics_settles_too() -> None:
    world = World()
    full = replace(model(), containers=tuple(crowded() for _ in range(3)))
    done = decision(model=full, metrics={f"metric-{n:055}": 0.5 for n in range(16)})
    assert encode(approved_by_decision(done, NAMES)).count("metric-") < 16
    world.registry.packages[arn()] = package(model=full)
    world.commit(done)
    world.carry_out(world.decisions()[2])
    world.converge.settle("dev", "abalone", ANN, done.model.id)
    assert len(world.store.values[APPROVED]) == 1


def test_the_approver_and_the_queue_publish_the_very_same_value() -> None:
    world = World()
    full = replace(model(), containers=tuple(crowded() for _ in range(2)))
    world.registry.packages[arn()] = package(model=full)
    asked = request(model=full, metrics={f"metric-{n:055}": 0.5 for n in range(16)})
    world.decide(Review(asked, Standing(), None), ApprovalStatus.APPROVED, "x" * 500, ANN)
    assert 0 < len(world.decisions()[2].metrics) < 16
    world.finish()
    assert len(world.store.values[APPROVED]) == 1


def test_the_registry_holds_the_decision_and_what_the_user_put_there() -> None:
    world = World()
    world.carry_out(decision())
    world.carry_out(decision("test", status=ApprovalStatus.REJECTED, comment=""))
    held = world.registry.packages[arn()]
    own = {"dev": "Approved", "test": "Rejected", "prod": "PendingManualApproval"}
    assert held.metadata == {"team": "shell"} | own
    assert held.status is ApprovalStatus.APPROVED
    assert held.description == "Rejected for test by ann@example.com"


def test_a_status_that_somebody_changed_in_studio_is_set_right() -> None:
    world = World()
    world.carry_out(decision())
    world.registry.packages[arn()] = replace(world.registry.packages[arn()], status=ApprovalStatus.REJECTED)
    world.carry_out(decision())
    assert world.registry.packages[arn()].status is ApprovalStatus.APPROVED


def test_approved_is_not_written_before_the_registry_agrees() -> None:
    world = World()
    world.journal.fail_at("update", ConnectionError())
    with pytest.raises(ConnectionError):
        world.carry_out(decision())
    assert world.approved() is None


def test_an_older_version_approved_later_does_not_replace_a_newer_one() -> None:
    world = World()
    world.carry_out(decision(version=3))
    world.carry_out(decision(version=2))
    assert world.approved() == approved(version=3)
    assert len(world.store.values[APPROVED]) == 1


def test_a_higher_version_written_in_between_is_put_back() -> None:
    world = World()
    world.carry_out(decision(version=1))
    world.commit(decision(version=5))
    world.journal.meanwhile("overwrite", lambda: world.store.values[APPROVED].append(encode(approved(version=5))))
    world.carry_out(decision(version=2))
    assert world.approved() == approved(version=5)


def test_a_higher_version_created_in_between_stays() -> None:
    world = World()
    world.commit(decision(version=5), decision(version=2))
    world.journal.meanwhile(f"create {APPROVED}", lambda: world.carry_out(decision(version=5)))
    world.carry_out(decision(version=2))
    assert world.approved() == approved(version=5)


def test_a_lower_version_created_in_between_gives_way() -> None:
    world = World()
    world.commit(decision(version=1), decision(version=2))
    world.journal.meanwhile(f"create {APPROVED}", lambda: world.carry_out(decision(version=1)))
    world.carry_out(decision(version=2))
    assert world.approved() == approved(version=2)


def test_a_write_that_hid_a_higher_version_and_died_is_mended_by_its_intent() -> None:
    world = World()
    world.commit(decision(version=5), decision(version=2))
    world.store.values[APPROVED] = [encode(approved(version=v)) for v in (1, 5, 2)]
    assert world.converge.settle("dev", "abalone", ANN, decision(version=2).model.id) == approved(version=5)
    assert world.approved() == approved(version=5)


def test_who_waits_for_an_answer_waits_for_as_few_calls_as_it_takes() -> None:
    world = World()
    world.carry_out(decision(version=1))
    done = len(world.journal.calls)
    world.carry_out(decision())
    calls = [call.split()[0] for call in world.journal.calls[done:]]
    assert calls == ["enter", "describe", "update", "enter", "overwrite"]


def test_a_version_that_only_approved_knows_is_looked_at() -> None:
    """The registry may list a new version late, or no longer."""
    world = World()
    world.commit(decision(version=1), decision(version=30))
    world.store.values[APPROVED] = [encode(approved(version=30))]
    assert world.converge.settle("dev", "abalone", ANN) == approved(version=30)


def test_a_version_that_the_registry_does_not_list_yet_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.commit(decision())
    monkeypatch.setattr(world.registry, "latest", lambda _group: 0)
    assert world.converge.settle("dev", "abalone", ANN, decision().model.id) == approved()
    assert world.approved() == approved()


def test_it_gets_its_way_against_a_lower_one_that_was_written_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.commit(decision(version=1), decision())
    monkeypatch.setattr(world.registry, "latest", lambda _group: 0)
    world.journal.meanwhile(f"create {APPROVED}", lambda: world.carry_out(decision(version=1)))
    world.carry_out(decision())
    assert world.approved() == approved()


def test_who_knows_of_nothing_that_is_approved_creates_it() -> None:
    world = World()
    world.converge.carry_out(decision())
    assert world.journal.writes()[-1] == f"create {APPROVED}"


def test_without_the_only_version_nothing_is_approved_and_nothing_read() -> None:
    """Parameter Store refuses to read no parameters."""
    world = World()
    world.commit(decision(version=1))
    assert highest_approved(world.store, NAMES, "dev", "abalone", 1, without=model(1).id) is None
    assert world.journal.calls == []


def test_whoever_wrote_to_the_registry_looks_again() -> None:
    """Version 2 is revoked while it is registered as approved; version 5 stays what is published."""
    world = World()
    world.commit(decision(), decision(version=5))
    world.store.values[APPROVED] = [encode(approved(version=5))]
    world.journal.meanwhile("update", lambda: world.withdraw(revocation()))
    world.converge.settle("dev", "abalone", ANN, model().id)
    assert world.registry.packages[arn()].metadata["dev"] == "Revoked"


def test_what_somebody_else_wrote_about_the_very_version_is_replaced() -> None:
    world = World()
    world.store.values[APPROVED] = [encode(replace(approved(), comment="trust me"))]
    world.carry_out(decision())
    assert world.approved() == approved()


def test_other_groups_and_environments_are_left_alone() -> None:
    world = World()
    world.commit(decision("test", 9), decision(version=2))
    world.converge.settle("dev", "abalone", ANN)
    assert (world.approved(), world.approved("test")) == (approved(), None)
    assert world.registry.changed == []


def test_endless_contention_is_left_to_the_queue() -> None:
    world = World()
    world.commit(decision(version=1), decision(version=2))

    def meddle(call: str) -> None:
        if call == f"read {APPROVED}":
            world.store.values.setdefault(APPROVED, []).append(encode(approved(version=1)))

    world.journal.before = meddle
    with pytest.raises(Contention, match=f"was written by others {ROUNDS} times in a row"):
        world.converge.settle("dev", "abalone", ANN)


def test_the_description_is_one_line_as_sagemaker_wants_it() -> None:
    world = World()
    world.carry_out(decision(comment="a\nb"))
    assert world.registry.packages[arn()].description == "Approved for dev by ann@example.com: a b"
