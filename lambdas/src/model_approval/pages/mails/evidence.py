"""The evidence in a mail: metrics, beside those of the version that runs now, and what else would change."""

from dataclasses import dataclass

from model_approval.domain.directions import Directions
from model_approval.domain.gates import Gates
from model_approval.domain.records import Approved, Request
from model_approval.pages.comparison import Row as Metric
from model_approval.pages.comparison import number, rows
from model_approval.pages.containers import container_changes
from model_approval.pages.mails.content import Row, Section, Table, fact, say, when


@dataclass(frozen=True)
class Rules:
    """What the evidence is held against: the environment's gates, and which way is better."""

    gates: Gates = Gates()  # noqa: RUF009 - frozen
    directions: Directions = Directions()  # noqa: RUF009 - frozen


def metrics(request: Request, rules: Rules, this: str, now: Approved | None = None, other: str = "") -> Section:
    """``this`` and ``other`` are the columns' headings; there is no other if there is no ``now``."""
    if not request.metrics:
        there_are = request.stored is not None and request.stored.metrics > 0
        note = "They did not fit into the request; the page has them." if there_are else "None were found."
        return Section("Metrics", lead=(say(note),))
    left = request.stored.metrics - len(request.metrics) if request.stored else 0
    more = say("{} more on the page.", number(left)) if left > 0 else ()
    if now is None:
        return Section("Metrics", table=_alone(request, this), note=more)
    lines = tuple(_compared(metric, other, rules.directions) for metric in rows(request.metrics, now.metrics))
    return Section("Metrics", table=Table((this, other, "Difference"), lines), note=more)


def verdict(better: bool | None) -> str:
    """In a word that follows a number; empty if nobody knows."""
    return "" if better is None else f", {'better' if better else 'worse'}"


def changes(request: Request, now: Approved | None) -> Section:
    """What approving the request would do to the environment that runs ``now``."""
    title, environment, version = "What changes", request.environment, request.model.id.version
    if now is None:
        # None, too, if the other account cannot be reached: the mail must not claim that nothing is approved there.
        nothing = say("No approved version was found in {}, so there is nothing to compare with.", environment)
        return Section(title, lead=(nothing,))
    if now.id == request.model.id:
        return Section(title, lead=(say("Version {} is approved for {} already.", version, environment),))
    replaces = say("Version {} would replace version {} in {}.", version, now.id.version, environment)
    newer = say(
        "{} has version {}, which is newer: approving version {} does not replace it.",
        environment,
        now.id.version,
        version,
    )
    return Section(
        title,
        lead=(replaces if version > now.id.version else newer,),
        facts=(
            fact("Approved now", "version {}, by {}, {}", now.id.version, now.approved_by, when(now.approved_at)),
            *(fact(label, "{}", words) for label, words in container_changes(request.model, now.model)),
        ),
    )


def _alone(request: Request, this: str) -> Table:
    lines = ((say("{}", name), number(value)) for name, value in request.metrics.items())
    return Table((this,), tuple(Row(name, (value,), (*name, *say(": {}", value))) for name, value in lines))


def _compared(metric: Metric, other: str, directions: Directions) -> Row:
    value, now, difference = metric.texts
    change = difference + verdict(metric.is_better(directions))
    there = f"{now}, {change}" if metric.is_comparable else now
    text = say("{}: {} ({}: {})", metric.name, value, other.lower(), there)
    return Row(say("{}", metric.name), (value, now, change), text)
