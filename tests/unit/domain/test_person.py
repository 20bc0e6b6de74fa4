"""A person is told from all others whatever the display name, and appears in CloudTrail under a name that STS takes."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.person import Person
from tests.unit.examples import ANN, BEN, hostile_text, storable_text

people = st.builds(Person, storable_text, hostile_text, st.text("https:/.id", max_size=12))


@given(people, hostile_text)
def test_another_display_name_is_still_the_same_person(person: Person, name: str) -> None:
    assert replace(person, name=name).key == person.key


@given(people, people)
def test_another_subject_or_another_issuer_is_another_person(one: Person, other: Person) -> None:
    assert (one.key == other.key) is ((one.subject, one.issuer) == (other.subject, other.issuer))


def test_the_same_subject_at_two_issuers_is_two_people() -> None:
    keys = {ANN.key, BEN.key, replace(ANN, issuer="https://other.example.com").key}
    assert len(keys) == 3


def test_an_issuer_and_a_subject_cannot_be_shifted_into_each_other() -> None:
    assert Person("1", "ann", "https://id/a").key != Person("a1", "ann", "https://id/").key


@given(people)
def test_a_key_is_32_hexadecimal_digits(person: Person) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", person.key)


def test_a_key_never_changes_as_votes_are_named_by_it() -> None:
    assert ANN.key == "ea865d030955c46c5f77cd9e5c31c39c"


@given(st.one_of(hostile_text, st.text(max_size=200)))
def test_any_name_makes_a_source_identity(name: str) -> None:
    assert re.fullmatch(r"[\w+=,.@-]{2,64}", Person("s", name, "i").source_identity, re.ASCII)


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("ann@example.com", "ann@example.com"),
        ("ann_example.com#EXT#@firm.example", "ann_example.com-EXT-@firm.example"),
        ("Zoë Müller", "Zo--M-ller"),
        ("x", "x-"),
        ("", "--"),
        ("a" * 100, "a" * 64),
    ],
)
def test_the_identity_resembles_the_name(name: str, identity: str) -> None:
    assert Person("s", name, "i").source_identity == identity
