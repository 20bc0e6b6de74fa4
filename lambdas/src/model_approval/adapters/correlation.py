"""The correlation id: one name for a page request or an event and for all that comes of it.

It is in every line of the log, travels with each message that is sent on its behalf, and stands in the user agent of
every AWS call: so CloudTrail has it, also that of the other accounts (ADR 0015).
"""

import json
import re
from typing import Any

from botocore.awsrequest import AWSRequest

FIELD = "correlation_id"
_SHAPE = re.compile(r"[A-Za-z0-9._+/=-]{1,64}", re.ASCII)
"""Of what API Gateway, EventBridge, SQS and Lambda name things with. Nothing else gets into a header or a log."""

_current: list[str] = []
"""One at most. Lambda hands a process one event at a time, and the threads of a step work for the same one."""


def begin(*candidates: object) -> str | None:
    """Whatever is done from now on belongs to the first of these that may be an id; returns it."""
    _current[:] = [one for one in candidates if isinstance(one, str) and _SHAPE.fullmatch(one)][:1]
    return current()


def current() -> str | None:
    return _current[0] if _current else None


def stamped(body: str) -> str:
    """``body``, a JSON object that is to be sent, with the current id in it."""
    id = current()
    return json.dumps(json.loads(body) | {FIELD: id}) if id else body


def carried(body: str) -> str | None:
    """The id that came with a message: a stamped one's, or that of the event that EventBridge delivered. None of what
    has none, such as messages by hand and those that an older version sent."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return None
    found = message.get(FIELD, message.get("id")) if isinstance(message, dict) else None
    return found if isinstance(found, str) else None


def follow(client: Any) -> Any:
    """The boto3 ``client``, which from now on says the id in the user agent of its calls: it is not signed, and
    CloudTrail shows it. Source: ``userAgent`` in the CloudTrail user guide, "CloudTrail record contents"."""
    # Of this event's handlers, botocore's own writes the header. Each try is another request.
    client.meta.events.register_last("request-created", _tell, unique_id=FIELD)
    return client


def _tell(request: AWSRequest, **_event: Any) -> None:
    if id := current():
        agent = request.headers.get("User-Agent", "")
        del request.headers["User-Agent"]
        request.headers["User-Agent"] = f"{agent} {FIELD}/{id}".strip()
