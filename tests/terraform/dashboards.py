"""What CloudWatch takes as a dashboard's body.

Source: CloudWatch API reference, "Dashboard Body Structure and Syntax". What this module does not use is unknown here,
and is a mistake.
"""

import re
from typing import Any

COLUMNS = 24
_MOST_WIDGETS = 500
_MOST_ALARMS = 100
_MOST_METRICS = 500
_PERIODS = {1, 5, 10, 30}
_DURATION = re.compile(r"-P(\d+[DWM]|T\d+[HM])")
_STATISTIC = re.compile(r"Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d+)?|p100")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
_ARN = re.compile(r"arn:[a-z-]+:cloudwatch:[a-z0-9-]+:\d{12}:alarm:\S+")

Body = dict[str, Any]


def mistakes(body: Body) -> list[str]:
    """Each thing that CloudWatch would refuse or not show, in words; empty if there is none."""
    found = [f"body: {name}" for name in body.keys() - {"start", "end", "periodOverride", "widgets"}]
    if not _DURATION.fullmatch(body.get("start", "-P1D")):
        found.append(f"start: {body['start']}")
    widgets = body.get("widgets")
    if not isinstance(widgets, list) or len(widgets) > _MOST_WIDGETS:
        return [*found, "widgets are no list, or too many"]
    for number, widget in enumerate(widgets):
        found += [f"widget {number}: {mistake}" for mistake in (*_place(widget), *_content(widget))]
    return found or _overlaps(widgets)


def _place(widget: Body) -> list[str]:
    found = [f"unknown {name}" for name in widget.keys() - {"type", "x", "y", "width", "height", "properties"}]
    place = [widget.get(name) for name in ("x", "y", "width", "height")]
    if not all(type(number) is int for number in place):
        return [*found, f"no whole numbers: {place}"]
    x, y, width, height = place
    if x < 0 or y < 0 or not 1 <= width <= COLUMNS - x or not 1 <= height <= 1000:
        found.append(f"out of the grid: {place}")
    return found


def _overlaps(widgets: list[Body]) -> list[str]:
    taken: dict[tuple[int, int], int] = {}
    return [
        f"widget {number} covers widget {taken[cell]}"
        for number, widget in enumerate(widgets)
        for column in range(widget["x"], widget["x"] + widget["width"])
        for line in range(widget["y"], widget["y"] + widget["height"])
        if taken.setdefault(cell := (column, line), number) != number
    ]


def _content(widget: Body) -> list[str]:
    kinds = {"text": _text, "alarm": _alarms, "metric": _metrics, "log": _log}
    properties = widget.get("properties")
    if widget.get("type") not in kinds or not isinstance(properties, dict):
        return [f"type {widget.get('type')!r}, or no properties"]
    return kinds[widget["type"]](properties)


def _text(properties: Body) -> list[str]:
    found = _names(properties, {"markdown"}, {"background"})
    return found or ([] if isinstance(properties["markdown"], str) else ["markdown is no text"])


def _alarms(properties: Body) -> list[str]:
    if found := _names(properties, {"alarms"}, {"title", "sortBy", "states"}):
        return found
    alarms = properties["alarms"]
    found = [f"no alarm: {arn}" for arn in alarms if not _ARN.fullmatch(arn)]
    if not 1 <= len(alarms) <= _MOST_ALARMS or len(set(alarms)) < len(alarms):
        found.append(f"{len(alarms)} alarms, or the same twice")
    if properties.get("sortBy", "default") not in ("default", "stateUpdatedTimestamp", "timestamp"):
        found.append(f"sortBy: {properties['sortBy']}")
    return found


def _metrics(properties: Body) -> list[str]:
    optional = {"title", "view", "stacked", "stat", "period", "yAxis", "annotations", "legend", "setPeriodToTimeRange"}
    if found := _names(properties, {"metrics", "region"}, optional):
        return found
    metrics, period = properties["metrics"], properties.get("period", 300)
    found = [] if isinstance(metrics, list) and 1 <= len(metrics) <= _MOST_METRICS else ["no metrics, or too many"]
    found += [f"metric {metric}: {mistake}" for metric in metrics for mistake in _metric(metric)]
    found += _statistic(properties) + _where(properties)
    if period not in _PERIODS and (type(period) is not int or period < 60 or period % 60):
        found.append(f"period: {period}")
    if properties.get("view") not in ("timeSeries", "singleValue", "gauge", "bar", "pie", "table"):
        found.append(f"view: {properties.get('view')}")
    for side, axis in properties.get("yAxis", {}).items():
        found += _names({side: axis}, set(), {"left", "right"}) + _names(
            axis, set(), {"label", "min", "max", "showUnits"}
        )
    for kind, lines in properties.get("annotations", {}).items():
        found += _names({kind: lines}, set(), {"horizontal", "vertical", "alarms"})
        found += [mistake for line in lines for mistake in _names(line, {"value"}, {"label", "color", "fill", "yAxis"})]
    return found


def _metric(metric: Any) -> list[str]:
    """[Namespace, name, dimension, value, …, how to show it]: no short forms, which only people can read."""
    if not isinstance(metric, list) or len(metric) < 2:
        return ["no list of a namespace and a name"]
    shown = metric[-1] if isinstance(metric[-1], dict) else {}
    words = metric[:-1] if shown else metric
    found = _names(shown, set(), {"label", "stat", "period", "color", "visible", "yAxis", "id", "region"})
    found += _statistic(shown)
    if len(words) % 2 or not all(isinstance(word, str) and word not in ("", ".", "...") for word in words):
        found.append("namespace and name, and then dimensions with a value each, all as text")
    if len(words) > 2 + 2 * 30:
        found.append("more than 30 dimensions")
    return found


def _log(properties: Body) -> list[str]:
    if found := _names(properties, {"query", "region"}, {"title", "view", "stacked"}):
        return found
    source = re.compile(r"SOURCE '[\w/.#-]+'")
    parts = [part.strip() for part in re.split(r" \| ", properties["query"])]
    sources = [part for part in parts if source.fullmatch(part)]
    found = (
        [] if sources == parts[: len(sources)] and sources else ["the query has no sources, or not at its beginning"]
    )
    if len(sources) > 50:
        found.append("more than 50 log groups")
    if properties.get("view", "table") not in ("table", "timeSeries", "bar", "pie"):
        found.append(f"view: {properties['view']}")
    return found + _where(properties)


def _statistic(properties: Body) -> list[str]:
    statistic = properties.get("stat", "Sum")
    return [] if _STATISTIC.fullmatch(statistic) else [f"stat: {statistic}"]


def _where(properties: Body) -> list[str]:
    return [] if _REGION.fullmatch(str(properties["region"])) else [f"region: {properties['region']}"]


def _names(properties: Body, required: set[str], optional: set[str]) -> list[str]:
    return [
        *(f"without {name}" for name in required - properties.keys()),
        *(f"unknown {name}" for name in properties.keys() - required - optional),
    ]
