"""Servers on loopback that keep whoever calls them waiting, each in its own way."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

PACE = 0.05
"""Seconds between two bytes: less than any socket's own timeout, which begins again with each of them."""
BYTES = 80
"""Then the server hangs up, so that whoever waits for all of it does not wait for ever."""

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n"

Behaviour = Callable[[socket.socket, threading.Event], None]


def _say_nothing(_connection: socket.socket, over: threading.Event) -> None:
    over.wait()


def _stop_after_the_headers(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"\r\n{")
    over.wait()


def _drip_headers(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"X-Slow: ")
    _drip(connection, over)


def _drip_a_body(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"\r\n")
    _drip(connection, over)


def _drip(connection: socket.socket, over: threading.Event) -> None:
    for _ in range(BYTES):
        if over.wait(PACE):
            break
        connection.sendall(b" ")


WAYS: dict[str, Behaviour] = {
    "says nothing": _say_nothing,
    "stops after the headers": _stop_after_the_headers,
    "drips headers": _drip_headers,
    "drips a body": _drip_a_body,
}
DEAF = "does not accept"
"""A host that drops what it gets: nobody gets as far as a connection."""


@contextmanager
def stalling(way: str) -> Iterator[str]:
    """The address, such as ``127.0.0.1:4711``, of a server that stalls in one of the ``WAYS``, or is DEAF."""
    over = threading.Event()
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0 if way == DEAF else 50))
        stack.callback(over.set)
        host, port = server.getsockname()
        if way == DEAF:
            for _ in range(3):  # fills what the kernel accepts by itself
                filling = stack.enter_context(socket.socket())
                filling.setblocking(False)
                filling.connect_ex((host, port))
        else:
            threading.Thread(target=_serve, args=(server, WAYS[way], over), daemon=True).start()
        yield f"{host}:{port}"


def _serve(server: socket.socket, behave: Behaviour, over: threading.Event) -> None:
    with suppress(OSError):
        while not over.is_set():
            connection, _ = server.accept()
            threading.Thread(target=_attend, args=(connection, behave, over), daemon=True).start()


def _attend(connection: socket.socket, behave: Behaviour, over: threading.Event) -> None:
    with suppress(OSError), connection:
        behave(connection, over)
