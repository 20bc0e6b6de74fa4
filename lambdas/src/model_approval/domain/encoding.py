"""Records as parameter values and back: JSON, ``"schema": 1``, at most 4 KB."""

import hashlib
import json
from typing import Any, TypeVar, cast

from model_approval.domain.bypass import Bypass
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.json_values import checked, dump
from model_approval.domain.records import Approved, Decision, Request
from model_approval.domain.revocation import Revocation
from model_approval.domain.votes import Vote
from model_approval.domain.waiting import Waiting

SCHEMA = 1
VALUE_LIMIT = 4096
"""Bytes in a standard parameter's value."""

Record = Request | Vote | Decision | Revocation | Bypass | Approved | Waiting

_R = TypeVar("_R", bound=Record)


def encode(record: Record) -> str:
    """The parameter value of ``record``. If it would not fit, what only helps to decide gives way (see ``_give_way``).

    Raises InvalidRecord if it does not fit without that (then a name, a URL or a comment is far too long), and if it
    holds text that UTF-8 has no bytes for.
    """
    kind, value = type(record).__name__.lower(), {"schema": SCHEMA, **record.to_json()}
    try:
        while (size := len((text := dump(value)).encode())) > VALUE_LIMIT:
            if not _give_way(value):
                raise InvalidRecord(f"the {kind} needs {size} bytes, over {VALUE_LIMIT}")
    except UnicodeEncodeError as error:
        raise InvalidRecord(f"the {kind} holds half a character: {error}") from error
    return text


def _give_way(value: dict[str, Any]) -> bool:
    """Leaves out the next dispensable piece of a record; False if there is none.

    The numbers of the environments between go first (those of the training are what gates and drift are about), then
    the last source, the last metric, and the summary at last. The evidence document has all of it. A request for more
    containers than most have leaves out the pins of the last ones: it is better than no request.
    """
    earlier, sources, metrics = value.get("earlier"), value.get("sources"), value.get("metrics")
    if earlier and len(earlier) > 1:
        earlier.pop()
    elif sources:
        sources.pop()
    elif metrics and len(metrics) > 4:
        metrics.popitem()
    elif earlier:
        earlier.pop()
    elif metrics:
        metrics.popitem()
    elif value.get("summary"):
        value["summary"] = None
    elif pinned := [one for one in value.get("containers", []) if one["model_data"] and "requested_at" in value]:
        pinned[-1]["model_data"] = None
    else:
        return False
    return True


def decode(kind: type[_R], text: str) -> _R:
    """Raises InvalidRecord, with a sentence, if ``text`` is no record of this ``kind``."""
    try:
        value = json.loads(text)
        schema = value["schema"]
        if type(schema) is not int or schema != SCHEMA:
            raise InvalidRecord(f"schema {schema!r} is not known to this version, which reads {SCHEMA}")
        return checked(cast(_R, kind.from_json(value)))
    except InvalidRecord:
        raise
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise InvalidRecord(f"not a {kind.__name__.lower()} record: {error!r}") from error


def digest(request: Request) -> str:
    """What identifies the evidence that an approver was shown: SHA-256 of the request's value, in hexadecimal."""
    return hashlib.sha256(encode(request).encode()).hexdigest()
