"""The review of a request: read from where each record stands, and only as much as is needed."""

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.gates import Gates, OnFailure
from model_approval.domain.model_version import VersionId
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.steps.read_review import ReadReview
from tests.unit.examples import ANN, BEN, NAMES, approved, decision, model, request, revocation, vote, waiting
from tests.unit.fakes import FakeAccounts, FakeParameters, FakeRegistry, Journal


class Desk:
    """``own`` is dev's account, ``other`` everybody else's."""

    def __init__(self, required: int = 1) -> None:
        self.journal, self.gates = Journal(), dict[str, Gates]()
        self.own, self.other = FakeParameters(self.journal), FakeParameters(self.journal)
        self.read = ReadReview(
            own="dev",
            names=NAMES,
            parameters=self.own,
            accounts=FakeAccounts(self.other, FakeRegistry({}), self.journal),
            required=lambda _environment: required,
            gates=lambda environment: self.gates.get(environment, Gates()),
        )

    def ask(self, environment: str = "dev", version: int = 2) -> None:
        """In both places where requests stand in dev's account."""
        id = model(version).id
        self.own.values[NAMES.request(environment, id)] = [encode(request(environment, version))]
        self.own.values[NAMES.waiting_version(environment, id)] = [encode(waiting(environment, version))]

    def newer(self, environment: str = "dev", version: int = 2) -> int | None:
        review = self.read(environment, model(version).id, ANN)
        assert review is not None
        return review.newer


def test_the_own_environments_review_is_one_read() -> None:
    desk = Desk()
    desk.own.values = {
        NAMES.request("dev", model().id): [encode(request())],
        NAMES.decision("dev", model().id): [encode(decision())],
        NAMES.revocation("dev", model().id): [encode(revocation())],
        NAMES.approved("dev", "abalone"): [encode(approved(version=1))],
    }
    standing = Standing(decision(), revocation())
    assert desk.read("dev", model().id, ANN) == Review(request(), standing, approved(version=1), approved_number=1)
    assert len(desk.journal.calls) == 1


def test_the_next_environments_decision_stands_in_its_own_account() -> None:
    desk = Desk()
    desk.own.values = {
        NAMES.request("test", model().id): [encode(request("test"))],
        NAMES.approved("test", "abalone"): [encode(approved("test", 9))],  # not where anybody looks for it
    }
    desk.other.values = {NAMES.approved("test", "abalone"): [encode(approved("test", 1))]}
    expected = Review(request("test"), Standing(), approved("test", 1), before=Standing(), approved_number=1)
    assert desk.read("test", model().id, ANN) == expected
    assert [call.split()[0] for call in desk.journal.calls] == ["read", "enter", "read"]


def test_votes_are_read_where_they_count_and_where_they_stand_oldest_first() -> None:
    desk = Desk(required=2)
    late, early = vote(ANN, "test"), vote(BEN, "test", voted_at="2026-02-24T11:00:00Z")
    desk.own.values = {NAMES.request("test", model().id): [encode(request("test"))]}
    desk.other.values = {
        NAMES.vote("test", model().id, cast.voted_by.key): [encode(cast)] for cast in (late, early)
    } | {NAMES.vote("test", model(22).id, ANN.key): [encode(vote(ANN, "test", 22))]}
    review = desk.read("test", model().id, ANN)
    assert review == Review(request("test"), Standing(), None, 2, (early, late), Standing())
    assert [call.split()[0] for call in desk.journal.calls] == ["read", "enter", "read", "below"]


def test_what_nobody_asked_for_is_no_review_and_no_reason_to_enter_another_account() -> None:
    desk = Desk()
    assert desk.read("dev", model().id, ANN) is None
    assert desk.read("test", model().id, ANN) is None
    assert not any(call.startswith("enter") for call in desk.journal.calls)


def test_something_else_in_approved_hides_no_request() -> None:
    desk = Desk()
    desk.own.values = {
        NAMES.request("dev", model().id): [encode(request("dev"))],
        NAMES.approved("dev", "abalone"): ["written by hand"],
    }
    assert desk.read("dev", model().id, ANN) == Review(request("dev"), Standing(), None, approved_number=1)


@pytest.mark.parametrize("environment", ["dev", "test"])
def test_the_environments_own_gates_are_judged_by_what_was_read_and_cost_no_call(environment: str) -> None:
    desk = Desk()
    desk.ask(environment)
    desk.read(environment, model().id, ANN)
    calls = len(desk.journal.calls)
    desk.gates[environment] = Gates.parse(["auc >= approved - 0.01", "auc >= 0.99"], "warn", None)
    store = desk.own if environment == "dev" else desk.other
    store.values[NAMES.approved(environment, "abalone")] = ["older", "old", encode(approved(environment, 1))]
    review = desk.read(environment, model().id, ANN)
    assert review is not None
    assert [verdict.passed for verdict in review.verdicts] == [True, False]
    assert f"version 1, approved for {environment} now" in review.verdicts[0].detail
    assert (review.on_failure, review.approved_number) == (OnFailure.WARN, 3)
    assert len(desk.journal.calls) == 2 * calls


def test_what_became_of_the_version_in_the_environment_before_is_read_with_the_request() -> None:
    desk = Desk()
    desk.own.values = {
        NAMES.request("test", model().id): [encode(request("test"))],
        NAMES.decision("dev", model().id): [encode(decision())],
        NAMES.revocation("dev", model().id): [encode(revocation())],
    }
    review = desk.read("test", model().id, ANN)
    assert review is not None
    assert review.before == Standing(decision(), revocation())
    assert review.standing == Standing()
    assert len([call for call in desk.journal.calls if call.startswith("read")]) == 2


def test_the_first_environment_has_none_before() -> None:
    desk = Desk()
    desk.ask()
    review = desk.read("dev", model().id, ANN)
    assert review is not None
    assert review.before is None


@pytest.mark.parametrize("environment", ["dev", "test"])
def test_the_highest_newer_version_that_waits_is_found_and_costs_no_call(environment: str) -> None:
    desk = Desk()
    desk.ask(environment)
    assert desk.newer(environment) is None
    calls = len(desk.journal.calls)
    desk.ask(environment, 1)
    assert desk.newer(environment) is None
    desk.ask(environment, 3)
    desk.ask(environment, 5)
    assert desk.newer(environment) == 5
    assert desk.newer(environment, 3) == 5
    assert desk.newer(environment, 5) is None
    assert len(desk.journal.calls) == 5 * calls


@pytest.mark.parametrize("environment", ["dev", "test"])
def test_an_entry_that_was_left_over_is_believed_no_longer_than_the_decision_is_missing(environment: str) -> None:
    desk = Desk()
    for version in (2, 3, 4):
        desk.ask(environment, version)
    store = desk.own if environment == "dev" else desk.other
    store.values[NAMES.decision(environment, model(4).id)] = [encode(decision(environment, 4))]
    assert desk.newer(environment) == 3


def test_a_newer_version_that_the_environment_before_runs_may_be_promoted_instead() -> None:
    desk = Desk()
    desk.ask("test")
    desk.own.values[NAMES.approved("dev", "abalone")] = [encode(approved("dev", 40))]
    assert desk.newer("test") == 40
    desk.other.values[NAMES.decision("test", model(40).id)] = [encode(decision("test", 40))]
    assert desk.newer("test") is None


def test_a_newer_version_that_waits_and_that_the_environment_before_runs_is_one_version() -> None:
    desk = Desk()
    desk.ask("test")
    desk.ask("test", 3)
    desk.own.values[NAMES.approved("dev", "abalone")] = [encode(approved("dev", 3))]
    assert desk.newer("test") == 3  # the fake refuses names that come twice


@pytest.mark.parametrize("version", [1, 2])
def test_the_version_itself_or_an_older_one_in_the_environment_before_is_no_newer_one(version: int) -> None:
    desk = Desk()
    desk.ask("test")
    desk.own.values[NAMES.approved("dev", "abalone")] = [encode(approved("dev", version))]
    assert desk.newer("test") is None


def test_however_much_waits_no_read_has_more_than_ten_names() -> None:
    desk = Desk()
    for version in range(2, 20):
        desk.ask("dev", version)
        desk.ask("test", version)
    desk.own.values[NAMES.approved("dev", "abalone")] = [encode(approved("dev", 15))]
    desk.read("dev", VersionId("abalone", 2), ANN)
    desk.read("test", VersionId("abalone", 2), ANN)  # the fake refuses more, and names that come twice
    assert [len(call.split()) - 1 for call in desk.journal.calls if call.startswith("read")] == [10, 10, 10]
