"""The time that an answer has: whoever waits for one gets it while they still wait, whatever does not answer us.

Seconds: API Gateway gives up after 30, AWS Lambda ends the function after 29 (main.tf). Of these, SPARE is for making
the page, and for a cold start, which Lambda does not count and API Gateway does. One try of a call to AWS takes
LONGEST_TRY at most. So from 29 - 3 - 8 = 18 on no try is begun any more: what failed until then is what the page tells,
and the queue's intents carry on what was begun.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CONNECT_TIMEOUT, READ_TIMEOUT = 2, 6
"""Seconds. A call that AWS never answers is given up after three attempts, if there is time for as many."""
LONGEST_TRY = CONNECT_TIMEOUT + READ_TIMEOUT
SPARE = 3


class OutOfTime(Exception):
    """Nothing was sent."""


# Lambda gives a process one request at a time, so there is one such time, whichever thread calls.
_last_begin = math.inf


@contextmanager
def answering(seconds: float) -> Iterator[None]:
    """While somebody waits whose function ends in ``seconds``. Where nobody waits, there is no limit."""
    global _last_begin
    _last_begin = time.monotonic() + seconds - SPARE - LONGEST_TRY
    try:
        yield
    finally:
        _last_begin = math.inf


def left() -> float:
    """Seconds until no call is begun any more; negative afterwards."""
    return _last_begin - time.monotonic()


def keep(client: Any) -> Any:
    """The boto3 ``client``, which from now on begins no try that it has no time for."""
    service, events = client.meta.service_model.service_id.hyphenize(), client.meta.events
    events.register_first(f"before-send.{service}", _begin, unique_id="deadline-begin")
    events.register_first(f"needs-retry.{service}", _try_again, unique_id="deadline-again")
    return client


def _begin(event_name: str, **_: Any) -> None:
    if left() <= 0:
        raise OutOfTime(f"no time is left for {event_name.partition('.')[2]}")


def _try_again(**_: Any) -> bool | None:
    """False, which counts before botocore's own opinion: what failed is raised as it is, and without another pause."""
    return False if left() <= 0 else None
