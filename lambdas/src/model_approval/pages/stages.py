"""What a version's metrics were on its way: when it was trained, and in each environment since. No I/O, no markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model_approval.domain.directions import Directions
from model_approval.domain.evidence import rounded
from model_approval.domain.records import Request
from model_approval.pages import comparison
from model_approval.pages.plots import WIDTH, percent

HEIGHT = 22.0
"""Of a line, in the units of its view box; the lowest number is at the bottom, the highest at the top."""
_MARGIN = 4.0


@dataclass(frozen=True)
class Row:
    """A metric: ``numbers`` are one for each stage, in words. ``drift`` is from the ``first`` stage that has it (its
    index) to the last; ``better`` tells whether that is good, None if nobody knows. ``points`` are the line's."""

    name: str
    numbers: tuple[str, ...]
    first: int
    drift: str
    percent: str
    better: bool | None
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Stages:
    """``columns`` are the stages' names, oldest first."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def stages(request: Request, now: str, directions: Directions) -> Stages | None:
    """``now`` names the stage that the request's own metrics are of. None if none of them was reported before."""
    columns = (*(stage.name for stage in request.earlier), now)
    rows = tuple(
        _row(name, [*(stage.metrics.get(name) for stage in request.earlier), rounded(value)], directions)
        for name, value in request.metrics.items()
        if any(name in stage.metrics for stage in request.earlier)
    )
    return Stages(columns, rows) if rows else None


def own_stage(request: Request) -> str:
    """Where the request's own metrics are from: the environment before, in which the version ran, or its training."""
    return request.trail[-1].environment if request.trail else "training"


def _row(name: str, values: Sequence[float | None], directions: Directions) -> Row:
    known = {index: value for index, value in enumerate(values) if value is not None}
    first, last = min(known), max(known)
    change = comparison.Row(name, known[last], known[first])
    newest, oldest, drift = change.texts
    texts = {index: comparison.number(value) for index, value in known.items()} | {first: oldest, last: newest}
    return Row(
        name=name,
        numbers=tuple(texts.get(index, comparison.MISSING) for index in range(len(values))),
        first=first,
        drift=drift,
        percent=percent(known[last], known[first]),
        better=change.is_better(directions),
        points=_points(known, len(values)),
    )


def _points(known: Mapping[int, float], number: int) -> tuple[tuple[float, float], ...]:
    largest = max(abs(value) for value in known.values()) or 1
    parts = {index: value / largest for index, value in known.items()}  # the range between two numbers may be none
    low, high = min(parts.values()), max(parts.values())
    step, unit = (WIDTH - 2 * _MARGIN) / (number - 1), (HEIGHT - 2 * _MARGIN) / ((high - low) or 1.0)

    def y(part: float) -> float:
        return HEIGHT / 2 if low == high else HEIGHT - _MARGIN - (part - low) * unit

    return tuple((round(_MARGIN + index * step, 2), round(y(part), 2)) for index, part in parts.items())
