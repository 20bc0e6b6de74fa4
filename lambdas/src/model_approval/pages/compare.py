"""Two versions of a model package group beside each other."""

from dataclasses import dataclass

from model_approval.domain.comparison import Comparison, Place
from model_approval.domain.desks import Desk
from model_approval.domain.directions import Directions
from model_approval.domain.person import Person
from model_approval.pages import layout
from model_approval.pages.addresses import group_path
from model_approval.pages.group import Stop, stop
from model_approval.pages.plots import Comparison as Plots
from model_approval.pages.plots import compare as plotted


@dataclass(frozen=True)
class Row:
    """An environment, with both versions there; ``metrics`` is None where neither has any."""

    environment: str
    one: Stop
    other: Stop
    metrics: Plots | None


def compare(
    comparison: Comparison,
    desks: tuple[Desk, ...],
    directions: Directions = Directions(),  # noqa: B008 - frozen
    *,
    person: Person,
    valid_days: int,
    now: str,
) -> str:
    """``desks`` are in the order of promotion, as the comparison's places are."""
    one, other = comparison.one.id, comparison.other.id
    rows = [
        Row(
            place.environment,
            stop(place.one, desk, one, valid_days, now),
            stop(place.other, desk, other, valid_days, now),
            _metrics(place, one.version, other.version, directions),
        )
        for place, desk in zip(comparison.places, desks, strict=True)
    ]
    return layout.page(
        "compare.html.j2",
        title=f"{one.group}: version {one.version} beside version {other.version}",
        person=person,
        comparison=comparison,
        rows=rows,
        group=one.group,
        link=group_path(one.group),
        unreadable=list(comparison.failures),
    )


def unusable(group: str, sentence: str, a: str, b: str, *, person: Person) -> str:
    """The form again, with what was typed and why that cannot be compared."""
    return layout.page(
        "compare_form.html.j2",
        title="Which two versions?",
        person=person,
        group=group,
        link=group_path(group),
        sentence=sentence,
        a=a,
        b=b,
    )


def _metrics(place: Place, one: int, other: int, directions: Directions) -> Plots | None:
    of_one, of_other = place.metrics
    if not of_one and not of_other:
        return None
    return plotted(f"Version {one}", of_one, f"Version {other}", of_other, directions)
