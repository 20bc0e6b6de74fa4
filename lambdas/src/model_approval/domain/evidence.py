"""What an approver decides on: the numbers about a version, what was found wrong with it, and where both come from.

A request keeps the part of it that fits into 4 KB; the rest is in the evidence document (``evidence_document``).
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from model_approval.domain.json_values import array
from model_approval.domain.text import fit, one_line

Metrics = Mapping[str, float]
"""Finite numbers by name, the most important first."""

MOST = 16
"""Metrics that travel in the records and in the mail."""
EXAMPLES, EXAMPLE_LENGTH = 3, 160
"""Violations that a request names, and how many characters of each."""
SOURCES, NOTE_LENGTH = 8, 160
"""Sources that a request names, and how many characters of each note."""
SIGNIFICANT = 6
"""Digits of a metric in the records. The evidence document has all of them."""


@dataclass(frozen=True)
class Source:
    """Somewhere that evidence was looked for. ``kind`` is what it is in the words of SageMaker (``"model quality
    statistics"``), ``uri`` an S3 address or an ARN, ``found`` how much it gave (metrics, or violations), and ``note``
    says what of it is missing, and why; None if all was read."""

    kind: str
    uri: str | None
    found: int = 0
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "uri": self.uri, "found": self.found, "note": self.note}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(value["kind"], value["uri"], value["found"], value["note"])


@dataclass(frozen=True)
class Violation:
    """A constraint that was not kept. ``of`` is the feature or the metric, ``check`` the kind of the constraint
    (``data_type_check``, ``LessThanThreshold``). Source: "Schema for Violations" in the SageMaker developer guide."""

    of: str
    check: str
    description: str

    def to_json(self) -> dict[str, Any]:
        return {"of": self.of, "check": self.check, "description": self.description}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(value["of"], value["check"], value["description"])


@dataclass(frozen=True)
class Violations:
    """As a request keeps them: how many there are, and the first of them, in a line each."""

    count: int
    examples: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"count": self.count, "examples": list(self.examples)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(value["count"], tuple(array(value["examples"])))


@dataclass(frozen=True)
class Stage:
    """What the same version's numbers were before: in ``environment``, or None where it was trained."""

    environment: str | None
    metrics: Metrics

    @property
    def name(self) -> str:
        return self.environment or "training"

    def to_json(self) -> dict[str, Any]:
        return {"environment": self.environment, "metrics": dict(self.metrics)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(value["environment"], value["metrics"])


@dataclass(frozen=True)
class Stored:
    """Where the complete evidence is: an S3 URI, the SHA-256 of its bytes in hexadecimal, and how many metrics and
    violations are there."""

    uri: str
    sha256: str
    metrics: int
    violations: int

    def to_json(self) -> dict[str, Any]:
        return {"uri": self.uri, "sha256": self.sha256, "metrics": self.metrics, "violations": self.violations}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(value["uri"], value["sha256"], value["metrics"], value["violations"])


@dataclass(frozen=True)
class Evidence:
    """All that was found. ``deviations`` are standard deviations, by the metric's name. ``violations`` is None if no
    report about constraints was found, and empty if one says that all were kept. ``run`` are facts about the inference:
    ``records``, ``seconds``, ``instance_hours``, ``output_objects``, ``output_bytes``."""

    metrics: Metrics = field(default_factory=dict)
    deviations: Metrics = field(default_factory=dict)
    violations: tuple[Violation, ...] | None = None
    sources: tuple[Source, ...] = ()
    run: Metrics = field(default_factory=dict)

    def most_important(self, first: Collection[str]) -> dict[str, float]:
        """At most :data:`MOST` metrics, rounded; those whose names are in ``first`` come first."""
        ordered = [*(name for name in self.metrics if name in first), *(n for n in self.metrics if n not in first)]
        return {name: rounded(self.metrics[name]) for name in ordered[:MOST]}

    def brief_violations(self) -> Violations | None:
        if self.violations is None:
            return None
        lines = (one_line(f"{one.of}: {one.description}") for one in self.violations[:EXAMPLES])
        return Violations(len(self.violations), tuple(fit(line, EXAMPLE_LENGTH) for line in lines))

    def brief_sources(self) -> tuple[Source, ...]:
        """Those of which something is missing first: the others only say where the numbers come from."""
        ordered = sorted(self.sources, key=lambda source: source.note is None)[:SOURCES]
        return tuple(
            Source(s.kind, s.uri, s.found, fit(one_line(s.note), NOTE_LENGTH) if s.note else None) for s in ordered
        )

    def brief_run(self) -> dict[str, float]:
        return {name: rounded(number) for name, number in self.run.items()}


def rounded(number: float) -> float:
    """To six significant digits, whole numbers excepted: what is shown is what is kept, and what gates look at."""
    if number == int(number):
        return number
    return round(number, max(0, SIGNIFICANT - 1 - math.floor(math.log10(abs(number)))))
