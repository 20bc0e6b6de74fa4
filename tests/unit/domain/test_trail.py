"""What later requests keep of an approval: enough to tell its approvers, in few bytes."""

import pytest

from model_approval.domain.encoding import decode, encode
from model_approval.domain.person import Person
from model_approval.domain.records import Request, step_of
from tests.unit.examples import ANN, BEN, CAM, NOON, decision, request, step, vote


def test_a_step_says_who_approved_where_and_when() -> None:
    kept = step_of(decision("test"))
    assert (kept.environment, kept.approved_by, kept.approved_at) == ("test", "ann@example.com", NOON)


def test_a_step_knows_its_approver_by_whatever_name() -> None:
    kept = step_of(decision())
    assert kept.has(ANN)
    assert kept.has(Person(ANN.subject, "another name", ANN.issuer))
    assert not kept.has(BEN)
    assert not kept.has(Person("another subject", ANN.name, ANN.issuer))
    assert not kept.has(Person(ANN.subject, ANN.name, "https://another.example.com"))


def test_a_step_knows_everybody_whose_vote_made_the_decision() -> None:
    kept = step_of(decision(votes=(vote(ANN).ballot, vote(BEN).ballot), decided_by=BEN))
    assert [kept.has(person) for person in (ANN, BEN, CAM)] == [True, True, False]


def test_a_long_name_is_cut_short() -> None:
    assert len(step_of(decision(decided_by=Person("1", "n" * 128, "i"))).approved_by) == 40


@pytest.mark.parametrize(("approvers", "letter"), [(2, "模"), (10, "a")])
def test_the_longest_path_with_many_approvers_fits_into_a_request(approvers: int, letter: str) -> None:
    people = [Person(str(n), letter * 128, "https://id.example.com") for n in range(approvers)]
    votes = tuple(vote(person).ballot for person in people)
    trail = tuple(step("e" * 16, decided_by=people[0], votes=votes) for _ in range(9))
    asked = request("e" * 16, author="a" * 256, summary="s" * 200, trail=trail, requested_by="r" * 150)
    kept = decode(Request, encode(asked))
    assert (kept.author, kept.trail) == (asked.author, trail)
