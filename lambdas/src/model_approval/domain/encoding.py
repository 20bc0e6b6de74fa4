"""Records as parameter values and back: JSON, ``"schema": 1``, at most 4 KB."""

import hashlib
import json
from typing import Any, TypeVar

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.records import Approved, Decision, Record, Request

SCHEMA = 1
VALUE_LIMIT = 4096
"""Bytes in a standard parameter's value."""

_R = TypeVar("_R", Request, Decision, Approved)


def encode(record: Record) -> str:
    """The parameter value of ``record``. Metrics give way, last first, if it would not fit.

    Raises InvalidRecord if it does not fit without any: then a name, a URL or a comment is far too long.
    """
    value = {"schema": SCHEMA, **record.to_json()}
    metrics = dict(value["metrics"])
    while len((text := _dump(value | {"metrics": metrics})).encode()) > VALUE_LIMIT:
        if not metrics:
            size = len(text.encode())
            raise InvalidRecord(f"the {type(record).__name__.lower()} needs {size} bytes, over {VALUE_LIMIT}")
        metrics.popitem()
    return text


def decode(kind: type[_R], text: str) -> _R:
    """Raises InvalidRecord, with a sentence, if ``text`` is no record of this ``kind``."""
    try:
        value = json.loads(text)
        if value["schema"] != SCHEMA:
            raise InvalidRecord(f"schema {value['schema']!r} is not known to this version, which reads {SCHEMA}")
        return kind.from_json(value)
    except InvalidRecord:
        raise
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise InvalidRecord(f"not a {kind.__name__.lower()} record: {error!r}") from error


def digest(request: Request) -> str:
    """What identifies the evidence that an approver was shown: SHA-256 of the request's value, in hexadecimal."""
    return hashlib.sha256(encode(request).encode()).hexdigest()


def _dump(value: dict[str, Any]) -> str:
    # Parameter Store refuses a value that seems to refer to another parameter ("{{…}}"). Two braces can only stand
    # inside a string here, where the second may be written as an escape.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("{{", "{\\u007b")
