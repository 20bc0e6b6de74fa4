"""Answers of S3 that no object stands behind: of any size, and they tell how much of them was read."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

MB = 1_000_000


class Body:
    """``pieces`` one after the other, made when they are read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""
        self.read_bytes, self.is_closed = 0, False

    def read(self, amount: int) -> bytes:
        while len(self._left) < amount and (piece := next(self._pieces, b"")):
            self._left += piece
        taken, self._left = self._left[:amount], self._left[amount:]
        self.read_bytes += len(taken)
        return taken

    def close(self) -> None:
        self.is_closed = True


class OneObject:
    """An S3 client in front of one object."""

    def __init__(self, body: bytes | Body, size: int | None = None) -> None:
        self.body = Body(iter([body])) if isinstance(body, bytes) else body
        self._size = size if size is not None else len(body) if isinstance(body, bytes) else 0

    def get_object(self, **_address: str) -> dict[str, Any]:
        return {"Body": self.body, "ContentLength": self._size}


def long_object(start: bytes, again: bytes, times: int, end: bytes) -> OneObject:
    """``start``, then ``again`` so many times, then ``end``."""
    body = Body(filter(None, chain([start], repeat(again, times), [end])))
    return OneObject(body, len(start) + len(again) * times + len(end))


def ticking(seconds: float) -> Callable[[], float]:
    """A clock that is so much later each time it is looked at."""
    now = [0.0]

    def clock() -> float:
        now[0] += seconds
        return now[0]

    return clock
