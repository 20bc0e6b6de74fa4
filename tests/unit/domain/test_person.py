"""The name under which a person appears in another account's CloudTrail is one that STS takes."""

import re

import pytest
from hypothesis import given

from model_approval.domain.records import Person
from tests.unit.examples import hostile_text


@given(hostile_text)
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
