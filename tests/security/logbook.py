"""What the functions log, as bytes: a character without bytes in UTF-8 must not be found out about in production."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

import pytest

from model_approval.handlers.log import logger

CUT = 256 * 1024 - 26
"""Bytes of an event in CloudWatch Logs, which counts 26 more for each. Lambda makes two of a longer line."""


class Logbook:
    def __init__(self) -> None:
        self.stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")

    @property
    def written(self) -> bytes:
        self.stream.flush()
        buffer = self.stream.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """All of them, each one a JSON object that stands alone; whatever takes anything for the end of a line."""
        text = self.written.decode("ascii")
        assert text.splitlines() == text.split("\n")[: text.count("\n")]
        found = [json.loads(line) for line in text.splitlines()]
        assert all(isinstance(line, dict) for line in found)
        assert all(len(line) < CUT for line in text.splitlines())
        return found

    def forget(self) -> None:
        self.stream.flush()
        self.stream.seek(0)
        self.stream.truncate()


@contextmanager
def logbook() -> Iterator[Logbook]:
    """With what is printed as well, such as metrics."""
    book, level = Logbook(), logger.log_level
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(book.stream):
        patch.setattr(logger.registered_handler, "stream", book.stream)
        logger.setLevel("INFO")
        yield book
    logger.setLevel(level)
