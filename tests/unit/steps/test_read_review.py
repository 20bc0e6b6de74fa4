"""The review of a request: read from where each record stands, and only as much as is needed."""

from model_approval.domain.encoding import encode
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.steps.read_review import ReadReview
from tests.unit.examples import ANN, BEN, NAMES, approved, decision, model, request, revocation, vote
from tests.unit.fakes import FakeAccounts, FakeParameters, FakeRegistry, Journal


class Desk:
    """``own`` is dev's account, ``other`` everybody else's."""

    def __init__(self, required: int = 1) -> None:
        self.journal = Journal()
        self.own, self.other = FakeParameters(self.journal), FakeParameters(self.journal)
        self.read = ReadReview(
            own="dev",
            names=NAMES,
            parameters=self.own,
            accounts=FakeAccounts(self.other, FakeRegistry({}), self.journal),
            required=lambda _environment: required,
        )


def test_the_own_environments_review_is_one_read() -> None:
    desk = Desk()
    desk.own.values = {
        NAMES.request("dev", model().id): [encode(request())],
        NAMES.decision("dev", model().id): [encode(decision())],
        NAMES.revocation("dev", model().id): [encode(revocation())],
        NAMES.approved("dev", "abalone"): [encode(approved(version=1))],
    }
    standing = Standing(decision(), revocation())
    assert desk.read("dev", model().id, ANN) == Review(request(), standing, approved(version=1))
    assert len(desk.journal.calls) == 1


def test_the_next_environments_decision_stands_in_its_own_account() -> None:
    desk = Desk()
    desk.own.values = {
        NAMES.request("test", model().id): [encode(request("test"))],
        NAMES.approved("test", "abalone"): [encode(approved("test", 9))],  # not where anybody looks for it
    }
    desk.other.values = {NAMES.approved("test", "abalone"): [encode(approved("test", 1))]}
    assert desk.read("test", model().id, ANN) == Review(request("test"), Standing(), approved("test", 1))
    assert [call.split()[0] for call in desk.journal.calls] == ["read", "enter", "read"]


def test_votes_are_read_where_they_count_and_where_they_stand_oldest_first() -> None:
    desk = Desk(required=2)
    late, early = vote(ANN, "test"), vote(BEN, "test", voted_at="2026-02-24T11:00:00Z")
    desk.own.values = {NAMES.request("test", model().id): [encode(request("test"))]}
    desk.other.values = {
        NAMES.vote("test", model().id, cast.voted_by.key): [encode(cast)] for cast in (late, early)
    } | {NAMES.vote("test", model(22).id, ANN.key): [encode(vote(ANN, "test", 22))]}
    review = desk.read("test", model().id, ANN)
    assert review == Review(request("test"), Standing(), None, 2, (early, late))
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
    assert desk.read("dev", model().id, ANN) == Review(request("dev"), Standing(), None)
