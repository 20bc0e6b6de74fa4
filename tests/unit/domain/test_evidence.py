"""Of the evidence, the part that goes into a record: what gates are about first, and what is missing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.evidence import (
    EXAMPLE_LENGTH,
    MOST,
    NOTE_LENGTH,
    SOURCES,
    Evidence,
    Source,
    Violation,
    Violations,
    rounded,
)
from model_approval.domain.text import one_line
from tests.unit.examples import hostile_text

numbers = st.floats(allow_nan=False, allow_infinity=False)


def test_metrics_that_gates_name_come_first_and_the_others_keep_their_order() -> None:
    evidence = Evidence({f"m{number}": float(number) for number in range(40)})
    chosen = evidence.most_important({"m39", "m20", "unknown"})
    assert list(chosen) == ["m20", "m39", *(f"m{number}" for number in range(MOST - 2))]


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (0.9812345678, 0.981235),
        (-0.00001234567, -0.0000123457),
        (1234567.891, 1234568),
        (1234567, 1234567),
        (2.0**70, 2.0**70),
        (1e-300, 1e-300),
        (0, 0),
        (99999.97, 100000),
    ],
)
def test_records_keep_six_digits_but_whole_numbers_whole(number: float, kept: float) -> None:
    assert rounded(number) == kept
    evidence = Evidence({"auc": number}, run={"seconds": number})
    assert evidence.most_important(()) == {"auc": kept}
    assert evidence.brief_run() == {"seconds": kept}


@given(numbers | st.integers())
def test_rounding_is_a_matter_of_the_seventh_digit_and_is_done_once(number: float) -> None:
    assert math.isclose(rounded(number), number, rel_tol=1e-5)
    assert rounded(rounded(number)) == rounded(number)


def test_violations_are_counted_and_the_first_of_them_told() -> None:
    many = tuple(Violation(f"age\n{number}", "data_type_check", "wrong " * 99) for number in range(7))
    brief = Evidence(violations=many).brief_violations()
    assert brief is not None
    assert brief.count == 7
    assert [example[:7] for example in brief.examples] == ["age 0: ", "age 1: ", "age 2: "]
    assert all(len(example) == EXAMPLE_LENGTH for example in brief.examples)
    assert Evidence(violations=()).brief_violations() == Violations(0)
    assert Evidence().brief_violations() is None


def test_sources_with_something_missing_come_first() -> None:
    whole = [Source("metrics", f"s3://b/{number}", 1) for number in range(SOURCES)]
    missing = Source("bias report", "s3://b/bias", note="It does not exist")
    assert Evidence(sources=(*whole, missing)).brief_sources() == (missing, *whole[: SOURCES - 1])


@given(hostile_text)
def test_a_sources_note_is_one_short_line(text: str) -> None:
    (brief,) = Evidence(sources=(Source("metrics", None, note=text * 20),)).brief_sources()
    assert brief.note is None or brief.note == one_line(brief.note)
    assert len(brief.note or "") <= NOTE_LENGTH
