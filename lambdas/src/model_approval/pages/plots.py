"""Two versions' metrics side by side: the numbers (comparison.py), how much changed, and the bars of a plot.

A bar begins at zero, so that its length tells no more than the number does. Every metric has a scale of its own. Only
where it is known whether higher or lower is better (domain/directions.py), a change is called better or worse.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from model_approval.domain.directions import Directions
from model_approval.domain.evidence import Metrics
from model_approval.pages import comparison

WIDTH = 200.0
"""Of a plot, in the units of its view box."""
MOST_PERCENT = 1000
"""A relative difference from here on says nothing that the two numbers do not say better."""


@dataclass(frozen=True)
class Bar:
    """From ``x`` on, ``width`` to the right, inside of 0 to WIDTH."""

    x: float
    width: float


@dataclass(frozen=True)
class Plot:
    """``zero`` is where the axis stands. A bar is None where there is no number."""

    zero: float
    new: Bar | None
    now: Bar | None


@dataclass(frozen=True)
class Row:
    """A metric, in words; ``now`` and ``difference`` are empty if there is one version only, ``percent`` if it would
    say nothing. ``better`` is None if they are the same, or if nobody knows."""

    name: str
    new: str
    now: str
    difference: str
    percent: str
    better: bool | None
    plot: Plot


@dataclass(frozen=True)
class Comparison:
    """``new`` and ``now`` are the columns' names; ``now`` is None if there is one version only."""

    new: str
    now: str | None
    rows: tuple[Row, ...]


def compare(
    new: str,
    metrics: Metrics,
    now: str | None = None,
    others: Mapping[str, float] | None = None,
    directions: Directions = Directions(),  # noqa: B008 - frozen
) -> Comparison:
    """``metrics`` under the name ``new``, in their order, against ``others`` under the name ``now``; what only the
    others have comes last."""
    if now is None:
        alone = (
            Row(name, comparison.number(value), "", "", "", None, plot(value, None)) for name, value in metrics.items()
        )
        return Comparison(new, None, tuple(alone))
    return Comparison(new, now, tuple(_row(row, directions) for row in comparison.rows(metrics, others or {})))


def _row(row: comparison.Row, directions: Directions) -> Row:
    better = row.is_better(directions)
    return Row(row.name, *row.texts, percent(row.value, row.now), better, plot(row.value, row.now))


def plot(new: float | None, now: float | None) -> Plot:
    """Bars for finite numbers of any size and sign."""
    numbers = [number for number in (new, now) if number is not None]
    largest = max((abs(number) for number in numbers), default=0) or 1
    parts = [number / largest for number in numbers]  # first, as the range between two numbers may be no number
    low, high = min(0.0, *parts, 0.0), max(0.0, *parts, 0.0)
    unit = WIDTH / ((high - low) or 1.0)
    zero = -low * unit

    def bar(number: float | None) -> Bar | None:
        if number is None:
            return None
        ends = zero, zero + number / largest * unit
        x = max(round(min(ends), 2), 0.0)
        return Bar(x, round(min(abs(ends[1] - zero), WIDTH - x), 2))

    return Plot(round(zero, 2), bar(new), bar(now))


def percent(new: float | None, now: float | None) -> str:
    """The change in percent of the size that it has now, with its sign; empty if there is none to
    speak of, or if the sign changed."""
    if new is None or not now or (new < 0) != (now < 0):
        return ""
    change = (new / now - 1) * math.copysign(100, now)
    rounded = f"{abs(change):.1f}"
    if abs(change) >= MOST_PERCENT or not math.isfinite(change) or rounded == "0.0":
        return ""
    return f"{'+' if change > 0 else comparison.MINUS}{rounded} %"
