"""Many reports about one version become one evidence.

The first source of a name has it. A later one with another number under the same name is told apart by where it comes
from: ``holdout/auc``. The same number twice is one metric.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from model_approval.domain.evidence import Evidence, Metrics, Source, Violation
from model_approval.domain.text import fit, one_line

NAME_LENGTH = 64
"""Characters of a metric's name, before it has to be told apart."""
LABEL_LENGTH = 32
URI_LENGTH = 1_100
"""Characters of a source's address: S3's longest keys have 1,024 bytes."""
NOTE_LENGTH = 300
"""Characters of a source's note in the evidence document."""
_ORDER = (
    "metrics",
    "evaluation report",
    "model quality statistics",
    "bias report",
    "bias and explainability report",
    "explainability report",
    "data quality statistics",
)
"""What the model is worth comes before what the data are like: the first metrics are those that approvers see."""
_SAYS_NOTHING = {"evaluation", "metrics", "statistics", "constraints", "report", "analysis", "output", "results"}
"""Names of files that every report may have."""


@dataclass(frozen=True)
class Found:
    """What one source gave."""

    kind: str
    uri: str | None
    metrics: Metrics = field(default_factory=dict)
    deviations: Metrics = field(default_factory=dict)
    violations: tuple[Violation, ...] | None = None
    note: str | None = None

    def source(self) -> Source:
        count = len(self.metrics) + len(self.violations or ())
        uri = fit(self.uri, URI_LENGTH) if self.uri else None
        return Source(self.kind, uri, count, fit(one_line(self.note), NOTE_LENGTH) if self.note else None)


def merge(found: list[Found], run: Mapping[str, float]) -> Evidence:
    """Metrics in the order of their importance, sources in the order in which they were looked at."""
    metrics: dict[str, float] = {}
    deviations: dict[str, float] = {}
    owners: dict[str, str] = {}
    for one in sorted(found, key=_importance):
        named = _named(one, metrics, owners)
        for name, free in named.items():
            metrics[free], owners[free] = one.metrics[name], one.kind
            if name in one.deviations:
                deviations[free] = one.deviations[name]
    reported = [one.violations for one in found if one.violations is not None]
    violations = tuple(dict.fromkeys(violation for some in reported for violation in some)) if reported else None
    return Evidence(metrics, deviations, violations, tuple(one.source() for one in found), dict(run))


def numbers(values: Mapping[str, object]) -> dict[str, float]:
    """Those of ``values`` that are finite numbers, by names that fit into a line."""
    found: dict[str, float] = {}
    for name, value in values.items():
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf:
            found.setdefault(fit(one_line(name), NAME_LENGTH) or "unnamed", value)
    return found


def _importance(found: Found) -> int:
    return _ORDER.index(found.kind) if found.kind in _ORDER else 2


def _named(one: Found, taken: Metrics, owners: Mapping[str, str]) -> dict[str, str]:
    """By its metrics' names: those that they get. What is there already, with the same number, is left out."""
    free = {name: name for name in one.metrics if name not in taken}
    other = [name for name, number in one.metrics.items() if name in taken and taken[name] != number]
    if other:
        label = next(
            label
            for label in _labels(one, {owners[name] for name in other})
            if not any(_with(label, name) in taken or _with(label, name) in free for name in other)
        )
        free |= {name: _with(label, name) for name in other}
    return {name: free[name] for name in one.metrics if name in free}


def _labels(one: Found, owners: set[str]) -> Iterator[str]:
    folders = re.sub(r"^[^:]*://", "", one.uri or "").split("/")
    stem = folders.pop().split(".")[0]
    if stem and stem not in _SAYS_NOTHING:
        yield stem
    if one.kind not in owners:
        yield one.kind
    if folders and folders[-1]:
        yield folders[-1]
    for number in range(2, 10_000):
        yield f"{number} {stem or one.kind}"


def _with(label: str, name: str) -> str:
    return f"{fit(one_line(label), LABEL_LENGTH)}/{name}"
