"""JSON as it goes out to Parameter Store, and what may come in: a value of the type that a dataclass declares."""

import json
import math
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

_T = TypeVar("_T")


def dump(value: object) -> str:
    """As short as it gets, in the characters themselves."""
    # Parameter Store refuses a value that seems to refer to another parameter ("{{…}}"). Two braces can only stand
    # inside a string here, where the second may be written as an escape.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("{{", "{\\u007b")


def array(value: object) -> list[Any]:
    """``value``, a JSON array. Raises TypeError otherwise: an empty string or object would pass for an empty one."""
    if not isinstance(value, list):
        raise TypeError(f"there is a {type(value).__name__} in place of a list")
    return value


def checked(record: _T) -> _T:
    """``record``, a dataclass. Raises TypeError, with a sentence, if a field holds anything but its declared type."""
    kind: type = type(record)
    for name, declared in _declared(kind).items():
        if not _is(getattr(record, name), declared):
            raise TypeError(f"{name} is not of the type {getattr(declared, '__name__', declared)}")
    return record


@cache
def _declared(kind: type) -> dict[str, Any]:
    """Looking them up costs more than checking them, and lists hold many records of a kind."""
    return get_type_hints(kind)


def _is(value: object, declared: Any) -> bool:
    """Exactly: True is no number here. Only a whole number may stand for a float, as JSON does not tell them apart."""
    of = get_args(declared)
    match get_origin(declared):
        case None if declared is float:
            return type(value) in (int, float) and _is_finite(value)
        case None:
            return type(value) is declared and (not is_dataclass(declared) or checked(value) is value)
        case origin if origin is UnionType:
            return any(_is(value, one) for one in of)
        case origin if origin is tuple:
            return isinstance(value, tuple) and all(_is(entry, of[0]) for entry in value)
        case origin if origin is Mapping:
            return isinstance(value, dict) and all(_is(k, of[0]) and _is(v, of[1]) for k, v in value.items())
    raise NotImplementedError(f"no record has a field of the type {declared}")


def _is_finite(number: Any) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False
