"""What a page is told about a person and a request: no more than what holds for both."""

import pytest

from model_approval.auth.identity import Identity
from model_approval.auth.session import Session
from model_approval.domain.duties import Duties
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.handlers.visit import Visit
from model_approval.pages.web import Panel
from tests.unit.examples import ANN, NOON, decision, request, vote
from tests.unit.handlers.stack import Stack

LATE = "2027-02-24T12:00:00Z"


def panel(review: Review, *groups: str, now: str = NOON) -> Panel:
    visit = Visit(review, Session(Identity(ANN, frozenset(groups)), b"secret"), now)
    return visit.panel(visit.form(), None)


@pytest.mark.usefixtures("stack")
def test_an_open_request_expires_and_a_decided_one_does_not() -> None:
    waiting = panel(Review(request(), Standing(), None), "dev-approvers")
    assert (waiting.expires_at, waiting.expired) == ("2026-05-25T12:00:00Z", False)
    expired = panel(Review(request(), Standing(), None), "dev-approvers", now=LATE)
    assert (expired.expires_at, expired.expired, expired.form) == ("2026-05-25T12:00:00Z", True, None)
    decided = panel(Review(request(), Standing(decision()), None), "dev-approvers", now=LATE)
    assert (decided.expires_at, decided.expired) == (None, False)


def test_an_objection_is_told_to_whoever_could_decide_and_to_nobody_else(stack: Stack) -> None:
    stack.duties = Duties(prevent_self_approval=True)
    own = request(author=ANN.name)
    assert panel(Review(own, Standing(), None), "dev-approvers").objection is not None
    refused = panel(Review(own, Standing(), None), "test-approvers")
    assert (refused.objection, refused.form) == (None, None)
    assert refused.refusal is not None
    assert panel(Review(own, Standing(decision()), None), "dev-approvers").objection is None
    voted = panel(Review(own, Standing(), None, 2, (vote(ANN),)), "dev-approvers")
    assert (voted.objection, voted.own_vote, voted.form) == (None, vote(ANN), None)


@pytest.mark.usefixtures("stack")
def test_the_group_that_decides_is_named_to_everybody() -> None:
    for groups in ((), ("dev-approvers",)):
        assert panel(Review(request(), Standing(), None), *groups).approver_group == "dev-approvers"
    assert panel(Review(request("test"), Standing(), None)).approver_group == "test-approvers"
