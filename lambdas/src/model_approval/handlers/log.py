"""The log: one JSON object a line, whatever the words in it, with the correlation id of what is being done."""

import json
from typing import Any

from aws_lambda_powertools import Logger

from model_approval.adapters import correlation
from model_approval.domain.text import fit

VALUE_LIMIT = 10_000
"""Characters of one value. CloudWatch Logs takes 256 KiB a line and would make two lines of a longer one; the two
longest values of a line, with all their characters escaped, take less."""


def _line(log: dict[str, Any]) -> str:
    """ASCII: whatever takes another character for the end of a line finds none, and half a character has an escape."""
    short = {key: fit(value, VALUE_LIMIT) if isinstance(value, str) else value for key, value in log.items()}
    return json.dumps(short, default=str, separators=(",", ":"))


# A message stays the text that it is, also where it looks like JSON.
logger = Logger(json_serializer=_line, json_deserializer=str, serialize_stacktrace=False)


def correlate(*candidates: object) -> None:
    """All lines and calls from now on belong to the first of these that may be a correlation id."""
    logger.set_correlation_id(correlation.begin(*candidates))
