"""S3 behind the steps' ``Reports``."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from model_approval.adapters.json_reader import Json, read_json
from model_approval.adapters.json_text import MOST_BYTES, Bytes, size, text
from model_approval.adapters.objects import address, refusal
from model_approval.domain.runs import Document, Folder, Object

AT_ONCE = 2_000_000
"""Characters that ``json`` itself parses, which is quick and needs a multiple of them in memory."""
MOST_KEYS = 1_000
"""Objects that are listed: one page of S3's."""
SECONDS = 4
"""For one object, after which what is there has to do."""


class S3Reports:
    def __init__(self, s3: Any, seconds: float = SECONDS) -> None:
        self._s3, self._seconds = s3, seconds

    def read(self, uri: str) -> Document:
        with self._opened(uri) as (body, length):
            pieces = Bytes(body, length, self._seconds)
            found, read = _parse(text(pieces))
        notes = [pieces.cut, None if pieces.cut else found.fault, found.left_out]
        note = "; ".join(note for note in notes if note) or None
        if not read:
            raise ValueError(f"{uri} is empty" + (f": {note}" if note else ""))
        if found.is_nothing:
            raise ValueError(f"{uri} cannot be used: {note}")
        return Document(found.value, note)

    def below(self, uri: str) -> Folder:
        bucket, key = address(uri)
        # A job writes into a folder, whether its address ends like one, or doubly so, or not.
        prefix = f"{key.rstrip('/')}/" if key else ""
        with _refusals(uri):
            page = self._s3.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=MOST_KEYS)
        objects = (Object(f"s3://{bucket}/{one['Key']}", one["Size"]) for one in page.get("Contents", []))
        return Folder(tuple(objects), not page["IsTruncated"])

    def lines(self, uri: str) -> int:
        with self._opened(uri) as (body, length):
            if length > MOST_BYTES:
                raise ValueError(f"{uri} has {size(length)}, too much to count its lines")
            pieces, count, last = Bytes(body, length, self._seconds), 0, b"\n"
            for piece in pieces:
                count += piece.count(b"\n")
                last = piece[-1:] or last
        if pieces.cut:
            raise ValueError(f"its lines could not be counted: {pieces.cut}")
        return count + (last != b"\n")

    @contextmanager
    def _opened(self, uri: str) -> Iterator[tuple[Any, int]]:
        bucket, key = address(uri)
        if not key:
            raise ValueError(f"{uri!r} is not an s3:// address of an object")
        with _refusals(uri):
            answer = self._s3.get_object(Bucket=bucket, Key=key)
        try:
            yield answer["Body"], answer["ContentLength"]
        finally:
            answer["Body"].close()  # what is left of it is not fetched


def _parse(pieces: Iterator[str]) -> tuple[Json, bool]:
    """What is in the text, and whether there is anything but white space."""
    start: list[str] = []
    room = AT_ONCE
    for piece in pieces:
        start.append(piece)
        room -= len(piece)
        if room < 0:
            return read_json(chain(start, pieces)), True
    whole = "".join(start)
    try:
        return Json(json.loads(whole)), True
    except (ValueError, RecursionError):
        return read_json([whole]), bool(whole.strip())


@contextmanager
def _refusals(uri: str) -> Iterator[None]:
    try:
        yield
    except ParamValidationError as error:
        raise ValueError(f"{uri!r} is not an s3:// address") from error
    except ClientError as error:
        raise refusal(error, uri) from error
