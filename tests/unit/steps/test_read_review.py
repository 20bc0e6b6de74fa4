"""The review of a request: read from where each record stands, and only as much as is needed."""

from model_approval.domain.encoding import encode
from model_approval.domain.review import Review
from model_approval.steps.read_review import ReadReview
from tests.unit.examples import ANN, NAMES, approved, decision, model, request
from tests.unit.fakes import FakeAccounts, FakeParameters, FakeRegistry, Journal


def test_the_own_environments_review_is_one_read() -> None:
    journal = Journal()
    store = FakeParameters(journal)
    read = ReadReview(own="dev", names=NAMES, parameters=store, accounts=FakeAccounts(store, FakeRegistry({}), journal))
    store.values = {
        NAMES.request("dev", model().id): [encode(request())],
        NAMES.decision("dev", model().id): [encode(decision())],
        NAMES.approved("dev", "abalone"): [encode(approved())],
    }
    assert read("dev", model().id, ANN) == Review(request(), decision(), approved())
    assert len(journal.calls) == 1


def test_the_next_environments_decision_stands_in_its_own_account() -> None:
    journal = Journal()
    own, other = FakeParameters(journal), FakeParameters(journal)
    read = ReadReview(own="dev", names=NAMES, parameters=own, accounts=FakeAccounts(other, FakeRegistry({}), journal))
    own.values = {
        NAMES.request("test", model().id): [encode(request("test"))],
        NAMES.approved("test", "abalone"): [encode(approved("test", 9))],  # not where anybody looks for it
    }
    other.values = {NAMES.approved("test", "abalone"): [encode(approved("test", 1))]}
    assert read("test", model().id, ANN) == Review(request("test"), None, approved("test", 1))
    assert [call.split()[0] for call in journal.calls] == ["read", "enter", "read"]


def test_what_nobody_asked_for_is_no_review_and_no_reason_to_enter_another_account() -> None:
    journal = Journal()
    store = FakeParameters(journal)
    read = ReadReview(own="dev", names=NAMES, parameters=store, accounts=FakeAccounts(store, FakeRegistry({}), journal))
    assert read("dev", model().id, ANN) is None
    assert read("test", model().id, ANN) is None
    assert not any(call.startswith("enter") for call in journal.calls)
