"""Amounts in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.pages.measures import amount, duration, run_facts, size


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 metrics"), (1, "1 metric"), (2, "2 metrics"), (1234, "1,234 metrics")]
)
def test_one_is_one(count: float, words: str) -> None:
    assert amount(count, "metric") == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.25, "0.25 s"),
        (1, "1 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (754, "12 min 34 s"),
        (3600, "1 h"),
        (3605, "1 h"),
        (5400, "1 h 30 min"),
        (86_400, "1 day"),
        (90_061, "1 day 1 h"),
        (183_600, "2 days 3 h"),
        (-5, "\u22125 s"),
        (1e300, "1e+300 s"),
    ],
)
def test_a_duration_has_its_two_largest_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (12_400_000, "12.4 MB"), (1.5e12, "1.5 TB")],
)
def test_a_size_has_the_unit_that_makes_it_short(count: float, words: str) -> None:
    assert size(count) == words


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_the_number_there_are_words_for_it(number: float) -> None:
    assert all(" " in words for words in (duration(number), size(number)))


def test_a_run_is_told_with_its_units() -> None:
    run = {"output_bytes": 12.4e6, "records": 120_431.0, "instance_hours": 0.42, "seconds": 754.0, "gpu_load": 0.5}
    assert list(run_facts(run)) == [
        ("Records", "120,431"),
        ("Duration", "12 min 34 s"),
        ("Compute", "0.42 instance hours"),
        ("Output", "12.4 MB"),
        ("gpu load", "0.5"),
    ]
    assert list(run_facts({"output_objects": 1.0})) == [("Output", "1 object")]
    assert list(run_facts({"output_objects": 0.0, "output_bytes": 0.0})) == [("Output", "0 objects, 0 bytes")]
    assert list(run_facts({})) == []
