"""Second attempts get the first one's answer.

On a busy machine the AWS provider's client now and then does not take the answer to a call and tries again; it would
find that what it creates exists already. SDKs say which attempts belong together: `amz-sdk-invocation-id` is the same
in all of them, and `amz-sdk-request` counts them.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = list[dict[str, Any]]
"""ASGI messages."""

_MOST = 512
_LARGEST = 64 * 1024  # bytes of an answer's body
_FIRST = re.compile(r"\battempt=1\b")
_answers: OrderedDict[tuple[str, ...], asyncio.Future[Answer | None]] = OrderedDict()
"""Of the last calls that change something, by their attempts' common marks; none of a call that failed."""


async def serve(app: Any, scope: dict[str, Any], receive: Any, send: Send) -> None:
    """Answer as `app` does, or as it did if this is another attempt at what has succeeded or is still going on."""
    headers = {name: value.decode("latin-1") for name, value in scope.get("headers", [])}
    invocation = headers.get(b"amz-sdk-invocation-id")
    if not invocation or scope.get("method") in ("GET", "HEAD"):
        await app(scope, receive, send)
        return
    sender = headers.get(b"authorization", "").partition("SignedHeaders=")[0]
    call = (invocation, sender, scope["method"], scope["path"], headers.get(b"x-amz-target", ""))
    first = _FIRST.search(headers.get(b"amz-sdk-request", "attempt=1"))
    if not first and call in _answers and (answer := await _answers[call]):
        for message in answer:
            await send(message)
        return
    await _serve_and_keep(call, app, scope, receive, send)


async def _serve_and_keep(call: tuple[str, ...], app: Any, scope: dict[str, Any], receive: Any, send: Send) -> None:
    answer: Answer = []

    async def keep(message: dict[str, Any]) -> None:
        answer.append(message)
        await send(message)

    kept = _answers[call] = asyncio.get_running_loop().create_future()
    while len(_answers) > _MOST:
        _answers.popitem(last=False)
    try:
        await app(scope, receive, keep)
    finally:
        kept.set_result(answer if _may_be_repeated(answer) else None)
        if not kept.result() and _answers.get(call) is kept:
            del _answers[call]


def _may_be_repeated(answer: Answer) -> bool:
    """Whether it is complete, says that the call succeeded, and is small."""
    if not answer or answer[-1].get("more_body") or answer[-1]["type"] != "http.response.body":
        return False
    size = sum(len(message.get("body", b"")) for message in answer)
    return bool(answer[0]["status"] < 300 and size <= _LARGEST)
