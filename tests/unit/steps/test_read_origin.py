"""What the next environment's request says of the ones before: who wants the version, and who approved it where."""

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.errors import NoAccess
from model_approval.domain.evidence import Stage
from model_approval.domain.records import step_of
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.read_origin import comparable
from tests.unit.examples import ANN, BEN, CAM, NAMES, decision, model, request, revocation, vote
from tests.unit.steps.inference import Inference


def test_the_request_says_who_wants_the_version_and_who_approved_it_here() -> None:
    world = Inference()
    world.record(request(author="cam@example.com", summary="Trained on February"))
    world.deliver()
    written = world.written()
    assert (written.author, written.summary) == ("cam@example.com", "Trained on February")
    assert written.trail == (step_of(decision()),)
    assert "read dev for queue" not in world.journal.calls


def test_further_on_the_way_all_accounts_before_say_so_in_one_read_each() -> None:
    world = Inference("test")
    votes = (vote(ANN).ballot, vote(BEN).ballot)
    here, before = decision("test", decided_by=CAM), decision(decided_by=BEN, votes=votes)
    world.record(before, here, request(author="cam@example.com", summary="Trained on February"))
    assert world.deliver() == "requested abalone version 2 for prod"
    written = world.written("prod")
    assert (written.author, written.summary) == ("cam@example.com", "Trained on February")
    assert written.trail == (step_of(before), step_of(here))
    assert [person for person in (ANN, BEN, CAM) if written.trail[0].has(person)] == [ANN, BEN]
    assert [person for person in (ANN, BEN, CAM) if written.trail[1].has(person)] == [CAM]
    (there,) = [n for n, call in enumerate(world.journal.calls) if call == "read dev for queue"]
    first = f"read {NAMES.decision('dev', model().id)} {NAMES.request('dev', model().id)}"
    assert world.journal.calls[there + 1] == first


def test_each_decision_tells_the_numbers_of_the_environment_before_it() -> None:
    world = Inference("test")
    world.record(decision(metrics={"auc": 0.99}), decision("test", metrics={"auc": 0.98}))
    world.deliver()
    assert world.written("prod").earlier == (Stage(None, {"auc": 0.99}), Stage("dev", {"auc": 0.98}))
    assert world.written("prod").metrics == {"auc": 0.97}
    assert len([call for call in world.journal.calls if call.startswith("read /")]) == 4


def test_without_the_first_decision_the_others_numbers_keep_their_names() -> None:
    world = Inference("test")
    world.record(decision("test", metrics={"auc": 0.98}))
    world.deliver()
    assert world.written("prod").earlier == (Stage("dev", {"auc": 0.98}),)


def test_only_what_the_request_says_itself_is_compared_in_six_digits() -> None:
    earlier = (
        Stage(None, {"rmse": 1.23456789, "auc": 0.9, "loss": 1e-9}),
        Stage("dev", {"f1": 1.0}),
        Stage("test", {}),
    )
    assert comparable(earlier, {"auc": 0.8, "rmse": 1.0, "mae": 2.0}) == (Stage(None, {"auc": 0.9, "rmse": 1.23457}),)
    assert list(comparable(earlier, {"auc": 0.8, "rmse": 1.0})[0].metrics) == ["auc", "rmse"]


def test_an_approval_that_was_revoked_stays_on_the_trail_and_a_rejection_is_not_on_it() -> None:
    world = Inference("test")
    world.record(decision())
    world.store.values[NAMES.revocation("dev", model().id)] = [encode(revocation())]
    world.deliver()
    assert [step.environment for step in world.written("prod").trail] == ["dev", "test"]
    world = Inference("test")
    world.record(decision(status=ApprovalStatus.REJECTED))
    world.deliver()
    assert [step.environment for step in world.written("prod").trail] == ["test"]


def test_nobody_is_asked_while_it_cannot_be_read_who_approved_before() -> None:
    world = Inference("test")
    world.accounts.closed.add("dev")
    with pytest.raises(NoAccess, match="dev's account lets nobody in"):
        world.deliver()
    assert world.journal.writes() == []


@pytest.mark.parametrize("environment", ["dev", "test"])
def test_without_the_first_request_nobody_is_said_to_want_it(environment: str) -> None:
    world = Inference(environment)
    world.deliver()
    written = world.written("test" if environment == "dev" else "prod")
    assert (written.author, written.summary) == (None, None)
