"""Amounts in words: how many, how long, how large. No I/O, no markup."""

from collections.abc import Iterator

from model_approval.domain.evidence import Metrics
from model_approval.pages.comparison import number

_UNITS = (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3))
_TIMES = (("day", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_LONGEST = 1e12
"""Seconds; beyond, the number itself says as much."""


def amount(count: float, one: str, many: str = "") -> str:
    """``1 metric``, ``1,234 metrics``; ``many`` is for those that do not end in s."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """The two largest units: ``12 min 5 s``, ``1 h 30 min``, ``2 days 3 h``."""
    if not 1 <= seconds < _LONGEST:
        return f"{number(seconds)} s"
    left, parts = round(seconds), list[str]()
    for unit, size in _TIMES:
        count, rest = divmod(left, size)
        if count and len(parts) < 2:
            parts.append(f"{count:,} {unit}{'s' if unit == 'day' and count > 1 else ''}")
            left = rest
        elif parts:
            break
    return " ".join(parts)


def size(count: float) -> str:
    """Bytes in the unit that makes them shortest: ``512 bytes``, ``1.4 MB`` (a thousand kB)."""
    for unit, factor in _UNITS:
        if abs(count) >= factor:
            return f"{number(float(f'{count / factor:.3g}'))} {unit}"
    return amount(count, "byte")


def run_facts(run: Metrics) -> Iterator[tuple[str, str]]:
    """What is known about an inference run (``Evidence.run``): a label and the amount with its unit, for each."""
    known = dict(run)
    if (records := known.pop("records", None)) is not None:
        yield "Records", number(records)
    if (seconds := known.pop("seconds", None)) is not None:
        yield "Duration", duration(seconds)
    if (hours := known.pop("instance_hours", None)) is not None:
        yield "Compute", amount(hours, "instance hour")
    objects, written = known.pop("output_objects", None), known.pop("output_bytes", None)
    if objects is not None or written is not None:
        told = (
            "" if objects is None else amount(objects, "object"),
            "" if written is None else size(written),
        )
        yield "Output", ", ".join(filter(None, told))
    for name, value in known.items():
        yield name.replace("_", " "), number(value)
