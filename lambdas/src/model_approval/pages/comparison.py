"""The metrics of a version beside those of the one that it would replace, with their differences. No I/O, no markup."""

import math
from dataclasses import dataclass
from decimal import Decimal

from model_approval.domain.directions import Directions
from model_approval.domain.evidence import Metrics

MISSING, NONE, SAME = "not recorded", "–", "same"
"""MISSING says no more than is known: a record keeps the most important metrics only."""
MINUS = "\u2212"
_DIGITS = 4
"""Significant digits, as people compare metrics."""
_MORE_DIGITS = 4
"""By how many more, at most, a small difference is brought to light; what is smaller still is noise."""
_PLAIN = 1e-4, 1e15
"""Sizes that people read without an exponent."""


@dataclass(frozen=True)
class Row:
    """A metric of a version, and of the one that runs ``now``; None where only the other one has it."""

    name: str
    value: float | None
    now: float | None

    @property
    def is_comparable(self) -> bool:
        return self.value is not None and self.now is not None

    @property
    def texts(self) -> tuple[str, str, str]:
        """The value, the value now and the signed difference; the three are rounded alike, so that they add up."""
        if self.value is None or self.now is None:
            return _or_missing(self.value), _or_missing(self.now), NONE
        largest = max(abs(self.value), abs(self.now))
        if not _is_plain(largest):
            return number(self.value), number(self.now), _far_apart(self.value - self.now)
        value, now = _rounded(self.value, self.now, largest)
        return _text(value), _text(now), _signed(_text(value - now)) if value != now else SAME

    def is_better(self, directions: Directions) -> bool | None:
        """None if only one version has it, if nobody knows which is better, and if the two are shown as the same."""
        if self.value is None or self.now is None or self.texts[2] in (SAME, NONE):
            return None
        return directions.better(self.name, self.value, self.now)


def rows(metrics: Metrics, now: Metrics) -> list[Row]:
    """Each metric once: those of the version first, in their order, then those that only the other one has."""
    return [Row(name, metrics.get(name), now.get(name)) for name in {**metrics, **now}]


def number(value: float) -> str:
    """At most four significant digits, but whole numbers as they are: ``0.9871``, ``12.3``, ``1,234,568``."""
    if not _is_plain(abs(value)):
        return f"{value:.{_DIGITS}g}".replace("-", MINUS)
    return _text(_without_zeros(_decimal(value, _decimals(abs(value), _DIGITS)))[0])


def _or_missing(value: float | None) -> str:
    return MISSING if value is None else number(value)


def _far_apart(difference: float) -> str:
    if not math.isfinite(difference):
        return NONE
    return _signed(number(difference)) if difference else SAME


def _is_plain(size: float) -> bool:
    return size == 0 or _PLAIN[0] <= size < _PLAIN[1]


def _decimals(size: float, digits: int) -> int:
    """Digits behind the point that make ``digits`` significant ones."""
    return max(digits - 1 - math.floor(math.log10(size)), 0) if size else 0


def _rounded(value: float, now: float, largest: float) -> tuple[Decimal, Decimal]:
    decimals = _decimals(largest, _DIGITS)
    wanted = _decimals(abs(value - now), 2)
    places = min(max(decimals, wanted), decimals + _MORE_DIGITS)
    one, other = _without_zeros(_decimal(value, places), _decimal(now, places))
    return one, other


def _decimal(value: float, places: int) -> Decimal:
    return Decimal(f"{value:.{places}f}")


def _without_zeros(*numbers: Decimal) -> list[Decimal]:
    """Without the trailing zeros behind the point that all of them have."""
    needed = max(_needed(one) for one in numbers)
    return [one.quantize(Decimal(1).scaleb(-needed)) for one in numbers]


def _needed(value: Decimal) -> int:
    _, _, decimals = f"{value:f}".partition(".")
    return len(decimals.rstrip("0"))


def _text(value: Decimal) -> str:
    return f"{value + 0:,f}".replace("-", MINUS)  # adding zero makes "-0" "0"


def _signed(text: str) -> str:
    return text if text.startswith(MINUS) else f"+{text}"
