"""Serving over HTTP, with answers sent in one piece.

Hypercorn writes an answer's headers and body separately. When the body comes a moment later, as on a busy machine, the
AWS provider's client now and then hangs up after the headers and asks again, so that what it creates exists already.
"""

import asyncio
import functools
import signal
import sys
import threading
from typing import Any

import h11
from hypercorn.asyncio import serve as hypercorn
from hypercorn.config import Config
from hypercorn.events import RawData
from hypercorn.protocol.h11 import H11Protocol

_IDLE_SECONDS = 75  # as MiniStack has it


async def serve(app: Any, port: int) -> None:
    """Serve on loopback until standard input ends, or SIGTERM or SIGINT arrives."""
    _answer_in_one_piece()
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = _IDLE_SECONDS
    config.graceful_timeout = 1
    await hypercorn(app, config, shutdown_trigger=_stop)


def _answer_in_one_piece() -> None:
    send_event = H11Protocol._send_h11_event

    @functools.wraps(send_event)
    async def send_with_headers(self: Any, event: Any) -> None:
        if isinstance(event, h11.Response):
            self.held = self.connection.send(event)
        elif held := self.__dict__.pop("held", b""):
            await self.send(RawData(data=held + (self.connection.send(event) or b"")))
        else:
            await send_event(self, event)

    H11Protocol._send_h11_event = send_with_headers  # type: ignore[method-assign]


async def _stop() -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(stopped.set)), daemon=True).start()
    await stopped.wait()
