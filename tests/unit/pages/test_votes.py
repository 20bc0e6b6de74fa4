"""The votes on the page, where an environment needs more than one approval."""

from dataclasses import replace

import pytest

from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import Vote
from tests.unit.examples import ANN, BEN, CAM, decision, vote
from tests.unit.pages.markup import Page
from tests.unit.pages.views import shown

ANNS, BENS = vote(ANN), vote(BEN, comment="fine", voted_at="2026-02-24T13:00:00Z")
NO = vote(CAM, status=ApprovalStatus.REJECTED, comment="", voted_at="2026-02-24T14:00:00Z")
BY_TWO = Standing(decision(votes=(ANNS.ballot, BENS.ballot), decided_by=BEN))


def said(html: str) -> str:
    return " ".join(Page(html).all_text.split())


@pytest.mark.parametrize(
    ("votes", "required", "sentence"),
    [
        ((), 2, "0 of 2 approvals; waiting for 2 more. One rejection rejects."),
        ((ANNS,), 2, "1 of 2 approvals; waiting for one more. One rejection rejects."),
        ((ANNS, BENS), 4, "2 of 4 approvals; waiting for 2 more. One rejection rejects."),
        ((ANNS, BENS), 2, "The votes are cast; what they decide is being recorded."),
        ((ANNS, NO), 3, "The votes are cast; what they decide is being recorded."),
    ],
)
def test_the_page_says_how_many_approvals_are_missing(votes: tuple[Vote, ...], required: int, sentence: str) -> None:
    html = shown(required=required, votes=votes)
    assert sentence in said(html)
    assert "It is not decided yet whether abalone version 2 may run in dev." in said(html)


def test_where_one_approval_is_enough_nothing_is_said_of_votes() -> None:
    for html in (shown(), shown(Standing(decision()))):
        assert "Votes" not in html
        assert "1 approvals" not in html


def test_it_is_shown_who_voted_what_when_and_with_which_words() -> None:
    html = shown(required=3, votes=(ANNS, BENS))
    assert (
        "Votes ann@example.com Approved, 2026-02-24 12:00 UTC good "
        "ben@example.com Approved, 2026-02-24 13:00 UTC fine Metrics" in said(html)
    )


def test_who_has_voted_is_told_that_it_is_counted() -> None:
    sentence = "You voted Approved on 2026-02-24 12:00 UTC; that is counted and stays."
    assert sentence in said(shown(required=2, votes=(ANNS,), own_vote=ANNS))
    assert "You voted" not in said(shown(required=2, votes=(ANNS,), person=BEN))


def test_a_decision_shows_its_votes_and_the_one_that_came_too_late() -> None:
    html = said(shown(BY_TWO, required=2, votes=(ANNS, BENS, NO)))
    assert "Approved for dev by ben@example.com" in html
    assert "ben@example.com Approved, 2026-02-24 13:00 UTC fine" in html
    assert "cam@example.com Rejected, 2026-02-24 14:00 UTC; too late to count" in html
    assert html.count("too late") == 1
    assert "waiting for" not in html
    assert "being recorded" not in html


def test_a_decision_shows_its_votes_even_where_one_approval_is_enough_by_now() -> None:
    assert "ann@example.com Approved ben@example.com Approved Metrics" in said(shown(BY_TWO))


def test_votes_are_told_apart_by_the_person_and_not_by_the_name() -> None:
    other = vote(replace(CAM, name=ANN.name))
    html = said(shown(BY_TWO, required=2, votes=(ANNS, BENS, other)))
    assert html.count("ann@example.com Approved, 2026-02-24 12:00 UTC good") == 1
    assert html.count("ann@example.com Approved, 2026-02-24 12:00 UTC; too late to count good") == 1
