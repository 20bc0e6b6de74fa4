"""A number in a report, before it has a name.

SageMaker's tools write ``{"value": 0.98, "standard_deviation": "NaN"}``; others write the number alone, or as a string.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from model_approval.domain.text import fit, one_line

LENGTH = 64
"""Characters of a metric's name."""

DEVIATIONS = ("standard_deviation", "std", "std_dev", "stddev", "stdev")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,4})?")
_NOT_FINITE = re.compile(r"[-+]?(?:nan|inf|infinity)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """``path`` leads to the number, group by group; its last ``named_by`` parts are its name, or more of them where
    that name is taken. ``value`` is None if it is no finite number. The smaller ``rank``, the more important."""

    path: tuple[str, ...]
    value: float | None
    deviation: float | None = None
    rank: int = 0
    named_by: int = 1


def label(text: object) -> str:
    """A part of a name: it comes from the pipeline's author, so what cannot be shown on a line, or encoded, goes."""
    if isinstance(text, int | float) and abs(text) < 1e15:  # Python refuses to write very long integers
        text = str(text)
    # What is longer is cut in any case, and cleaning takes time by the character; most names need none.
    name = text[: 2 * LENGTH] if isinstance(text, str) else ""
    clean = name.strip() if name.isprintable() and "  " not in name else one_line(name)
    return fit(clean or "unnamed", LENGTH)


def is_number(value: object) -> bool:
    """Whether it is meant as one: also NaN and infinity, and any of these in a string. Words are none."""
    if isinstance(value, str):
        text = value.strip()
        return bool(_NUMBER.fullmatch(text) or _NOT_FINITE.fullmatch(text))
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def finite(value: object) -> float | None:
    """None for whatever is no finite number."""
    if not isinstance(value, str | int | float | Decimal) or not is_number(value):
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):  # an integer beyond any float; a signalling NaN
        return None
    return number if math.isfinite(number) else None


def first(node: Mapping[str, Any], keys: Iterable[str]) -> Any:
    """What stands under the first of ``keys`` that ``node`` has; None if it has none of them."""
    return next((node[key] for key in keys if key in node), None)


def mapping(value: object) -> Mapping[str, Any]:
    """``value``, or an empty object in place of anything else."""
    return value if isinstance(value, Mapping) else {}


def objects(value: object) -> list[Mapping[str, Any]]:
    """The objects in ``value``, if it is a list."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
