"""A request that is too old is decided by nobody any more, and its page says what to do."""

from datetime import timedelta

import pytest

from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN
from tests.unit.handlers.answers import decides
from tests.unit.handlers.stack import REVOCATION, URL, Stack, choice, reason
from tests.unit.handlers.test_reading import check_headers

VALID = timedelta(days=90)


def grow_old(stack: Stack, age: timedelta = VALID) -> str:
    """Everybody's clock goes on; who is still there has to sign in again."""
    stack.world.clock.forward(age)
    return stack.session(ANN)


def test_until_the_last_second_it_can_be_decided(stack: Stack, session: str) -> None:
    session = grow_old(stack, VALID - timedelta(seconds=1))
    page = stack.get(URL, session)
    assert decides(page) == ["Approved", "Rejected"]
    assert "2026-05-25 12:00" in page.said
    assert stack.post(choice(stack, session), session).status == 303


def test_afterwards_the_page_has_no_form_and_says_what_to_do(stack: Stack, session: str) -> None:
    session = grow_old(stack)
    page = stack.get(URL, session)
    assert (page.status, decides(page), page.page.all("textarea")) == (200, [], [])
    assert "register the model as a new version" in page.said
    assert "request_valid_days" in page.said


@pytest.mark.parametrize("decision", ["Approved", "Rejected"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_a_form_from_before_decides_nothing(stack: Stack, session: str, decision: str, confirmed: bool) -> None:
    fields = choice(stack, session, decision=decision)
    if not confirmed:
        del fields["confirmed"]
    session = grow_old(stack)
    answer = stack.post(fields, session)
    assert (answer.status, "Nothing was decided: the time for it is over." in answer.said) == (410, True)
    assert decides(answer) == []
    check_headers(answer.headers)
    assert stack.world.journal.writes() == []


def test_what_was_decided_in_time_stands_and_can_be_revoked(stack: Stack, session: str) -> None:
    stack.world.answer()
    session = grow_old(stack)
    assert "Approved for dev by ann@example.com" in stack.get(URL, session).said
    assert stack.post(choice(stack, session), session).status == 303  # the very same once more
    assert stack.post(reason(stack, session), session, path=REVOCATION).status == 303
    assert stack.world.standing().revocation is not None


def test_votes_that_were_not_enough_in_time_stay_that(quorum: Stack) -> None:
    quorum.world.answer(person=BEN)
    session = grow_old(quorum)
    assert decides(quorum.get(URL, session)) == []
    assert quorum.post({"decision": "Approved", "confirmed": "dev"}, session).status == 410
    assert [vote.voted_by for vote in quorum.world.votes()] == [BEN]


def test_a_rejection_in_time_is_no_expired_request(stack: Stack, session: str) -> None:
    stack.world.answer(status=ApprovalStatus.REJECTED)
    page = stack.get(URL, grow_old(stack))
    assert "Rejected for dev by ann@example.com" in page.said
    assert "request_valid_days" not in page.said
