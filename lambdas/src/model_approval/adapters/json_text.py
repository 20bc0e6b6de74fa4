"""The text in a body of bytes, piece by piece: unpacked, decoded, and no more of it than there is time and room for."""

import codecs
import json
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

MOST_BYTES = 64_000_000
"""Of an object, and of what comes out if it is compressed. Reports are kilobytes; those of data quality may be more."""
PIECE = 65_536
"""Bytes that are read at once."""

_GZIP = b"\x1f\x8b"
_WBITS = 16 + zlib.MAX_WBITS
_LATIN_1 = "model_approval.latin_1"


class Body(Protocol):
    def read(self, amount: int) -> bytes: ...


class Bytes:
    """A body of ``size`` bytes, read within ``seconds``. ``cut`` says why it ended before its end; None if it did not.
    What the body raises is not caught."""

    def __init__(
        self, body: Body, size: int, seconds: float, most: int = MOST_BYTES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._body, self._size, self._most = body, size, most
        self._clock, self._until = clock, clock() + seconds
        self.cut: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        """The bytes themselves, or what they are if they are compressed with gzip."""
        pieces = self._raw()
        first = next(pieces, b"")
        while first and len(first) < len(_GZIP) and (more := next(pieces, b"")):
            first += more
        raw = _again(first, pieces)
        return self._unpacked(raw) if first.startswith(_GZIP) else raw

    def _raw(self) -> Iterator[bytes]:
        read = 0
        while piece := self._body.read(PIECE):
            if read + len(piece) > self._most:
                self.cut = f"only the first {size(self._most)} of {size(self._size)} were read"
                yield piece[: self._most - read]
                return
            yield piece
            read += len(piece)
            if self._is_late() and read < self._size:
                self.cut = f"only the first {size(read)} of {size(self._size)} could be read in time"
                return

    def _unpacked(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        unpacking, read = zlib.decompressobj(_WBITS), 0
        try:
            for piece in pieces:
                left = piece
                while left:
                    unpacked = unpacking.decompress(left, min(PIECE, self._most - read))
                    read += len(unpacked)
                    yield unpacked
                    if read >= self._most or self._is_late():
                        self.cut = f"only the first {size(read)} of what is compressed in it were read"
                        return
                    left = unpacking.unconsumed_tail
                    if unpacking.eof:  # maybe of one part of several, one behind the other
                        left = unpacking.unused_data
                        unpacking = zlib.decompressobj(_WBITS)
        except zlib.error:
            self.cut = "its gzip compression is broken"

    def _is_late(self) -> bool:
        return self._clock() >= self._until


def text(pieces: Iterable[bytes]) -> Iterator[str]:
    """In the encodings that JSON comes in: UTF-8, UTF-16 and UTF-32, with a byte order mark or without. Bytes that are
    no UTF-8 are taken as Latin-1."""
    pieces, first = iter(pieces), b""
    while len(first) < 4 and (more := next(pieces, None)) is not None:
        first += more
    encoding = json.detect_encoding(first)
    errors = _LATIN_1 if encoding.startswith("utf-8") else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for piece in _again(first, pieces):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def size(count: float) -> str:
    """Bytes, in words."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:,.0f} {unit}" if count >= 10 * factor else f"{count / factor:.1f} {unit}"
    return f"{count:,.0f} bytes"


def _again(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_LATIN_1, _as_latin_1)
