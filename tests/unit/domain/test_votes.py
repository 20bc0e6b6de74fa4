"""Votes: whoever counts the same votes finds the same decision, in whatever order they were read."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.encoding import encode
from model_approval.domain.person import Person
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import Vote, deciding, in_order
from tests.unit.examples import ANN, BEN, CAM, decision, hostile_text, vote

YES, NO = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED


def at(minute: int) -> str:
    return f"2026-02-24T12:{minute:02}:00Z"


def one_each(answers: list[tuple[ApprovalStatus, int]]) -> list[Vote]:
    """A vote of each of so many people, with its answer and its minute; several may vote in the same one."""
    people = [Person(f"subject-{n}", f"person-{n}", "https://id.example.com") for n in range(len(answers))]
    return [vote(who, status=status, voted_at=at(when)) for who, (status, when) in zip(people, answers, strict=True)]


minutes = st.integers(0, 5)
many_votes = st.lists(st.tuples(st.sampled_from([YES, NO]), minutes), max_size=12).map(one_each)
many_approvals = st.lists(st.tuples(st.just(YES), minutes), max_size=12).map(one_each)


@given(many_votes, st.integers(1, 10), st.randoms())
def test_the_order_in_which_votes_are_read_changes_nothing(
    votes: list[Vote], required: int, chance: random.Random
) -> None:
    shuffled = [*votes]
    chance.shuffle(shuffled)
    assert deciding(shuffled, required) == deciding(votes, required)
    assert in_order(shuffled) == in_order(votes)


@given(many_votes, st.integers(1, 10))
def test_a_rejection_always_rejects_and_the_first_one_is_named(votes: list[Vote], required: int) -> None:
    rejections = [vote for vote in votes if vote.status is NO]
    decided = deciding(votes, required)
    assert (decided is not None and decided.status is NO) is bool(rejections)
    if rejections:
        assert decided is not None
        assert decided in rejections
        assert decided.voted_at == min(vote.voted_at for vote in rejections)


@given(many_approvals, st.integers(1, 10))
def test_the_approval_that_completes_the_number_approves(votes: list[Vote], required: int) -> None:
    decided = deciding(votes, required)
    assert (decided is None) is (len(votes) < required)
    if decided:
        assert sorted(vote.voted_at for vote in votes)[required - 1] == decided.voted_at
        assert in_order(votes).index(decided) == required - 1


@given(many_approvals, st.integers(1, 10), minutes)
def test_an_approval_that_comes_after_the_decision_does_not_change_it(
    votes: list[Vote], required: int, minute: int
) -> None:
    late = vote(CAM, voted_at=at(10 + minute))
    if decided := deciding(votes, required):
        assert deciding([*votes, late], required) == decided


@pytest.mark.parametrize(
    ("votes", "required", "by"),
    [
        ([], 1, None),
        ([vote(ANN)], 1, ANN),
        ([vote(ANN)], 2, None),
        ([vote(ANN, voted_at=at(1)), vote(BEN, voted_at=at(2))], 2, BEN),
        ([vote(ANN, voted_at=at(2)), vote(BEN, voted_at=at(1))], 2, ANN),
        ([vote(ANN, voted_at=at(1)), vote(BEN, voted_at=at(2)), vote(CAM, voted_at=at(3))], 2, BEN),
        ([vote(ANN), vote(BEN, status=NO)], 3, BEN),
        ([vote(ANN, status=NO, voted_at=at(2)), vote(BEN, status=NO, voted_at=at(1))], 3, BEN),
    ],
)
def test_whose_vote_decides(votes: list[Vote], required: int, by: Person | None) -> None:
    decided = deciding(votes, required)
    assert (decided and decided.voted_by) == by


def test_a_ballot_names_the_answer_the_voter_and_the_record() -> None:
    ballot = vote(ANN, status=NO).ballot
    assert ballot.to_json() == {"status": "Rejected", "voted_by": "ann@example.com", "vote": ANN.key}


@given(st.one_of(hostile_text, st.text(max_size=128), st.text('a"\\ö模💥{', max_size=128)))
def test_no_ballot_takes_more_of_a_record_than_the_widest(name: str) -> None:
    name = name.encode(errors="replace").decode()
    cast = vote(replace(ANN, name=name))
    assert len(cast.ballot.voted_by) <= 64
    assert size(cast, widest=False) <= size(cast, widest=True)


def size(cast: Vote, *, widest: bool) -> int:
    return len(encode(decision(votes=(cast.widest_ballot if widest else cast.ballot,))).encode())


@pytest.mark.parametrize("name", ["ann@example.com", "a" * 64, "ö" * 64, "模" * 42, "💥" * 32])
def test_a_name_that_fits_into_a_ballot_is_not_cut(name: str) -> None:
    assert vote(replace(ANN, name=name)).ballot.voted_by == name


@pytest.mark.parametrize("name", ["a" * 65, "模" * 43, "💥" * 33, "{" * 64])
def test_a_name_that_is_cut_in_a_ballot_is_marked_and_whole_in_the_votes_own_record(name: str) -> None:
    cast = vote(replace(ANN, name=name))
    assert cast.ballot.voted_by.endswith("…")
    assert json.loads(encode(cast))["voted_by"]["name"] == name


def test_a_quorum_of_ten_fits_into_a_decision_whatever_the_voters_names() -> None:
    cast = vote(replace(ANN, name="💥" * 128))
    assert len(encode(decision(votes=(cast.ballot,) * 10)).encode()) <= 4096


@pytest.mark.parametrize(("letter", "length"), [("a", 64), ("ö", 63), ("漢", 42), ("𝄞", 32)])
def test_a_name_is_cut_no_shorter_than_a_decisions_list_of_votes_needs(letter: str, length: int) -> None:
    ballot = vote(Person("00u1", letter * 100, ANN.issuer)).ballot
    assert len(ballot.voted_by) == length
    assert ballot.voted_by == letter * (length - 1) + "…"
