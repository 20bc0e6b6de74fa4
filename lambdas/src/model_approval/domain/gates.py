"""Gates: what an environment's metrics must fulfil before a version may be approved for it.

A rule is ``METRIC OPERATOR VALUE``, such as ``auc >= 0.85``; its value may refer to the version that is approved in the
environment now, or to the same version's numbers when it was trained: ``auc >= approved - 0.01``,
``rmse <= training * 1.1``. One rule is in words: ``no constraint violations``. Terraform checks them with the same
pattern (``variables_environments.tf`` of the module).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.evidence import Metrics, rounded
from model_approval.domain.records import Approved, Request

RULE = re.compile(
    r"^(?P<metric>[A-Za-z0-9_][A-Za-z0-9_./:@%-]{0,63}) (?P<operator>>=|<=|>|<) "
    r"(?:(?P<number>-?[0-9]{1,15}(?:\.[0-9]{1,15})?)"
    r"|(?P<reference>approved|training)(?: (?P<change>[-+*]) (?P<by>[0-9]{1,15}(?:\.[0-9]{1,15})?))?)$"
)
"""Terraform's regular expressions (RE2) take it as it is."""
NO_VIOLATIONS = "no constraint violations"


class OnFailure(StrEnum):
    BLOCK = "block"
    WARN = "warn"


class Reference(StrEnum):
    APPROVED = "approved"
    TRAINING = "training"


@dataclass(frozen=True)
class Gate:
    """One rule, as it was written. ``metric`` is None for the one about violations. The value is ``number``, or, if
    there is a ``reference``, that metric there, changed by ``number`` with the operator ``change`` (``+-*``)."""

    rule: str
    metric: str | None = None
    operator: str = ""
    number: float = 0
    reference: Reference | None = None
    change: str = "+"

    @classmethod
    def parse(cls, rule: str) -> Self:
        """Raises InvalidRecord, with a sentence, if it is no rule."""
        if rule == NO_VIOLATIONS:
            return cls(rule)
        found = RULE.fullmatch(rule)
        if found is None:
            raise InvalidRecord(
                f"{rule!r} is no gate; write it like 'auc >= 0.85', 'auc >= approved - 0.01', 'rmse <= training * 1.1' "
                f"or {NO_VIOLATIONS!r}, with one space between the parts"
            )
        reference = Reference(found["reference"]) if found["reference"] else None
        number = float(found["number"] or found["by"] or 0)
        return cls(rule, found["metric"], found["operator"], number, reference, found["change"] or "+")


@dataclass(frozen=True)
class Gates:
    """Of one environment. ``break_glass_group`` are those who may approve although a gate blocks; None: nobody may."""

    gates: tuple[Gate, ...] = ()
    on_failure: OnFailure = OnFailure.BLOCK
    break_glass_group: str | None = None

    @classmethod
    def parse(cls, rules: Iterable[str], on_failure: str, break_glass_group: str | None) -> Self:
        """Raises InvalidRecord, with a sentence, if one of these is unusable."""
        if on_failure not in tuple(OnFailure):
            raise InvalidRecord(f"on_failure is {on_failure!r}; it can be 'block' or 'warn'")
        return cls(tuple(Gate.parse(rule) for rule in rules), OnFailure(on_failure), break_glass_group or None)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Those that rules are about: they must not be left out of a record for want of room."""
        return tuple(dict.fromkeys(gate.metric for gate in self.gates if gate.metric))


@dataclass(frozen=True)
class Verdict:
    """How a gate came out; ``detail`` says in plain words what was compared, or what is missing."""

    gate: Gate
    passed: bool
    detail: str


def judge(gates: Gates, request: Request, approved: Approved | None) -> tuple[Verdict, ...]:
    """``approved`` is what the environment runs now. A gate whose metric was not reported fails; one that compares with
    the approved version passes while none is approved."""
    return tuple(Verdict(gate, *_judge(gate, request, approved)) for gate in gates.gates)


def _judge(gate: Gate, request: Request, approved: Approved | None) -> tuple[bool, str]:
    if gate.metric is None:
        return _without_violations(request)
    value = request.metrics.get(gate.metric)
    if value is None:
        return False, f"{gate.metric} was not reported"
    if gate.reference is None:
        return _compare(Decimal(repr(value)), gate.operator, Decimal(repr(gate.number)))
    if gate.reference is Reference.TRAINING:
        where, metrics = "in training", _training(request)
    elif approved is None:
        return True, f"no version is approved for {request.environment}, so there is nothing to compare with"
    else:
        where, metrics = f"version {approved.id.version}, approved for {request.environment} now", approved.metrics
    if gate.metric not in metrics:
        return False, f"there is no {gate.metric} to compare with ({where})"
    base = _rounded(metrics[gate.metric])
    passed, detail = _compare(_rounded(value), gate.operator, _changed(base, gate.change, Decimal(repr(gate.number))))
    how = f": {float(base):.6g} {gate.change} {gate.number:.15g}" if gate.number or gate.change == "*" else ""
    return passed, f"{detail} ({where}{how})"


def _without_violations(request: Request) -> tuple[bool, str]:
    if request.violations is None:
        return False, "no report about constraint violations was found"
    count = request.violations.count
    return not count, "1 constraint violation" if count == 1 else f"{count or 'no'} constraint violations"


def _training(request: Request) -> Metrics:
    """Those of the training. Nothing comes before the first environment's request: its own are the training's."""
    stages = [stage.metrics for stage in request.earlier if stage.environment is None]
    is_first = not (request.earlier or request.trail or request.run)
    return stages[0] if stages else request.metrics if is_first else {}


def _rounded(value: float) -> Decimal:
    """As the records keep numbers: what was equal before must be equal now."""
    return Decimal(repr(rounded(value)))


def _changed(base: Decimal, change: str, by: Decimal) -> Decimal:
    """In decimals: 0.99 - 0.01 is 0.98 here, which it is not in binary fractions."""
    match change:
        case "*":
            return base * by
        case "-":
            return base - by
        case _:
            return base + by


def _compare(value: Decimal, operator: str, bound: Decimal) -> tuple[bool, str]:
    left, right = _texts(value, bound)
    match operator:
        case ">=":
            return (True, f"{left}, at least {right}") if value >= bound else (False, f"{left} is below {right}")
        case "<=":
            return (True, f"{left}, at most {right}") if value <= bound else (False, f"{left} is above {right}")
        case ">":
            return (True, f"{left}, above {right}") if value > bound else (False, f"{left} is not above {right}")
        case _:
            return (True, f"{left}, below {right}") if value < bound else (False, f"{left} is not below {right}")


def _texts(one: Decimal, other: Decimal) -> tuple[str, str]:
    """As short as they can be told apart."""
    for form in ("{:.6g}", "{:.10g}", "{!r}"):
        texts = form.format(float(one)), form.format(float(other))
        if one == other or texts[0] != texts[1]:
            break
    return texts
