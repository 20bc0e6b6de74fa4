"""The plots: bars that say what the numbers say, whatever the numbers are."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model_approval.pages.comparison import MINUS
from model_approval.pages.plots import WIDTH, Bar, Plot, compare, percent, plot

numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**300), 10**300)
ROUNDED = 0.011
"""Bars are told to two digits behind the point."""


def both(new: float, now: float) -> tuple[Plot, Bar, Bar]:
    drawn = plot(new, now)
    assert drawn.new
    assert drawn.now
    return drawn, drawn.new, drawn.now


def end(bar: Bar, value: float) -> float:
    return bar.x + bar.width if value >= 0 else bar.x


@given(numbers, numbers)
def test_every_bar_lies_within_the_plot_and_begins_at_zero(new: float, now: float) -> None:
    drawn, *bars = both(new, now)
    assert 0 <= drawn.zero <= WIDTH
    for value, bar in zip((new, now), bars, strict=True):
        assert bar.x >= 0
        assert bar.width >= 0
        assert bar.x + bar.width <= WIDTH + ROUNDED
        start = bar.x if value >= 0 else bar.x + bar.width
        assert start == pytest.approx(drawn.zero, abs=ROUNDED)


@given(numbers, numbers)
def test_the_larger_number_ends_further_to_the_right(one: float, other: float) -> None:
    low, high = sorted((one, other))
    _, first, second = both(low, high)
    assert end(first, low) <= end(second, high) + ROUNDED


@given(numbers, numbers)
def test_the_bars_use_the_whole_width(new: float, now: float) -> None:
    assume(new or now)
    _, first, second = both(new, now)
    left, right = min(first.x, second.x), max(first.x + first.width, second.x + second.width)
    assert right - left == pytest.approx(WIDTH, abs=2 * ROUNDED)


def test_lengths_are_in_proportion() -> None:
    drawn, new, now = both(0.25, 1.0)
    assert (drawn.zero, new, now) == (0, Bar(0, 50), Bar(0, 200))
    assert plot(-1.0, 3.0) == Plot(50, Bar(0, 50), Bar(50, 150))
    assert plot(0.0, 0.0) == Plot(0, Bar(0, 0), Bar(0, 0))


def test_what_is_missing_has_no_bar() -> None:
    assert plot(None, 2.0) == Plot(0, None, Bar(0, 200))
    assert plot(2.0, None) == Plot(0, Bar(0, 200), None)


@pytest.mark.parametrize(
    ("new", "now", "words"),
    [
        (1.1, 1.0, "+10.0 %"),
        (0.9, 1.0, f"{MINUS}10.0 %"),
        (-0.9, -1.0, "+10.0 %"),
        (-1.1, -1.0, f"{MINUS}10.0 %"),
        (1.0, 1.0, ""),
        (1.00001, 1.0, ""),
        (5.0, 0.0, ""),
        (-0.5, 0.5, ""),
        (1000.0, 1.0, ""),
        (1e308, 1e-308, ""),
        (None, 1.0, ""),
        (1.0, None, ""),
    ],
)
def test_a_change_in_percent_has_a_sign_and_is_left_out_where_it_says_nothing(
    new: float | None, now: float | None, words: str
) -> None:
    assert percent(new, now) == words


@given(numbers, numbers)
def test_whatever_the_numbers_there_are_words_for_them(new: float, now: float) -> None:
    [row] = compare("one", {"auc": new}, "two", {"auc": now}).rows
    assert not {"nan", "inf"} & {row.new, row.now, row.difference, row.percent}
    assert all((row.new, row.now, row.difference))


def test_a_comparison_keeps_the_order_and_ends_with_what_only_the_other_version_has() -> None:
    told = compare("Version 3", {"f1": 0.5, "auc": 0.981234}, "Version 2", {"ks": 0.7, "auc": 0.9778})
    assert [(row.name, row.new, row.now) for row in told.rows] == [
        ("f1", "0.5", "not recorded"),
        ("auc", "0.9812", "0.9778"),
        ("ks", "not recorded", "0.7"),
    ]
    assert [(row.difference, row.percent) for row in told.rows] == [("–", ""), ("+0.0034", "+0.4 %"), ("–", "")]


def test_a_version_alone_is_compared_with_nothing() -> None:
    told = compare("Version 3", {"auc": 0.981234})
    assert (told.now, [(row.new, row.now, row.difference) for row in told.rows]) == (None, [("0.9812", "", "")])
