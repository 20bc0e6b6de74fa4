"""Serving over HTTP on loopback, for as long as whoever started this process is there."""

import asyncio
import signal
import sys
import threading
from typing import Any

from hypercorn.asyncio import serve as hypercorn
from hypercorn.config import Config

_IDLE_SECONDS = 75  # as MiniStack has it


async def serve(app: Any, port: int) -> None:
    """Serve on loopback until standard input ends, or SIGTERM or SIGINT arrives."""
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = _IDLE_SECONDS
    config.graceful_timeout = 1
    await hypercorn(app, config, shutdown_trigger=_stop)


async def _stop() -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(stopped.set)), daemon=True).start()
    await stopped.wait()
