"""Rates that AWS holds an account to, for some operations of SSM and SES, set and lifted while the sandbox runs.

A call over the rate gets AWS's own answer, which SDKs take as a reason to wait and try again. Only calls that IAM
allows are counted and limited.
"""

import functools
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ministack.core import iam_actions
from ministack.core.responses import get_account_id
from ministack.services import ses_v2

# service: (status, error code, message, content type)
_REFUSALS = {
    "ssm": (400, "ThrottlingException", "Rate exceeded", "application/x-amz-json-1.1"),
    "ses": (429, "TooManyRequestsException", "Maximum sending rate exceeded.", "application/json"),
}


@dataclass
class _Bucket:
    """A token bucket that holds what one second brings, or one call if that is less."""

    rate: float
    """Calls a second."""
    tokens: float
    filled: float
    """When, by `time.monotonic`."""
    let_through: int = 0
    refused: int = 0

    def admits(self) -> bool:
        now = time.monotonic()
        self.tokens = min(max(self.rate, 1.0), self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        if self.tokens < 1:
            self.refused += 1
            return False
        self.tokens -= 1
        self.let_through += 1
        return True


_rates: dict[str, float] = {}
_buckets: dict[tuple[str, str], _Bucket] = {}
"""By account and operation."""


def install(handlers: dict[str, Any]) -> None:
    """Hook into MiniStack's SSM and SES; `handlers` are its services by name."""
    handlers["ssm"] = _limited("ssm", handlers["ssm"])
    ses_v2.handle_request = _limited("ses", ses_v2.handle_request)


def change(body: bytes) -> None:
    """Set the rates: JSON such as {"ssm:PutParameter": 3, "ses:SendEmail": 0.5}, in calls a second and account.

    They replace all former ones, and counting begins anew; {} lifts them. Raises ValueError with a sentence.
    """
    try:
        wanted = json.loads(body)
    except ValueError as error:
        raise ValueError("The rates are not JSON.") from error
    if not isinstance(wanted, dict):
        raise ValueError("The rates are not a JSON object.")
    for operation, rate in wanted.items():
        if operation.partition(":")[0] not in _REFUSALS:
            raise ValueError(f"{operation} is not an operation of {' or '.join(_REFUSALS)}, such as ssm:PutParameter.")
        if not (isinstance(rate, int | float) and 0 < rate < math.inf):
            raise ValueError(f"The rate of {operation} is not a positive number of calls a second.")
    _rates.clear()
    _rates.update(wanted)
    _buckets.clear()


def calls() -> list[dict[str, str | int]]:
    """How many calls were let through and how many refused, for each account and limited operation that was called."""
    return [
        {"account_id": account, "operation": operation, "let_through": bucket.let_through, "refused": bucket.refused}
        for (account, operation), bucket in _buckets.items()
    ]


def _limited(service: str, handle: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handle)
    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        operation = iam_actions.extract_iam_action(service, method, path, headers, body, query)
        if operation in _rates and not _bucket(operation).admits():
            status, code, message, kind = _REFUSALS[service]
            answer = json.dumps({"__type": code, "message": message}).encode()
            return status, {"Content-Type": kind, "x-amzn-errortype": code}, answer
        return await handle(method, path, headers, body, query)

    return handle_request


def _bucket(operation: str) -> _Bucket:
    rate = _rates[operation]
    return _buckets.setdefault((get_account_id(), operation), _Bucket(rate, max(rate, 1.0), time.monotonic()))
