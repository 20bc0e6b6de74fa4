"""JSON's tokens, out of text that comes in pieces. Memory does not grow with what is read, nor time with its square."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

LONGEST_STRING = 1_000
"""Characters of a string that are kept."""
_LONGEST = 50_000
"""Characters that are looked at in one piece."""

_SPACE = re.compile(r"[ \t\n\r]*+")
_WORD = re.compile(r"[-+.\w]*+")
_STRING = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_IN_STRING = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_FLAT = r'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+'
_SKIPPED = re.compile(rf"(?:{_FLAT}(?:\{{{_FLAT}\}}|\[{_FLAT}\]))*+{_FLAT}", re.DOTALL)
"""What holds no list or object, and lists and objects that hold none: so that rows of predictions pass quickly."""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*+)(\.\d++)?([eE][-+]?\d++)?", re.ASCII)
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
_NOT_FINITE = {"nan", "inf", "infinity"}
_NONE = object()
_END = "it ends in the middle"


class Fault(Exception):
    """The text is no JSON; the message says where."""


class Tokens:
    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces, self._text, self._at, self._before = iter(pieces), "", 0, 0
        self._start = 0

    def is_more(self) -> bool:
        """Whether anything but white space is left."""
        while True:
            self._pass(_SPACE)
            if self._at < len(self._text):
                return True
            if not self._more():
                return False

    def next(self) -> tuple[str, Any]:
        """One of ``{}[],:`` and None, or ``string`` or ``scalar`` and its value. Raises Fault."""
        if not self.is_more():
            raise Fault(_END)
        self._start = self._before + self._at
        first = self._text[self._at]
        if first in "{}[],:":
            self._at += 1
            return first, None
        return ("string", self._string()) if first == '"' else ("scalar", self._scalar())

    def skip(self, depth: int) -> None:
        """Goes on behind the end of as many lists and objects. Raises Fault."""
        while depth:
            self._pass(_SKIPPED)
            if self._at == len(self._text):
                if not self._more():
                    raise Fault(_END)
                continue
            mark = self._text[self._at]
            self._at += 1
            if mark == '"':  # of a string whose end is not here yet
                self._end_of_string()
            else:
                depth += 1 if mark in "[{" else -1

    def fault(self) -> Fault:
        """About the token that was read last."""
        return Fault(f"it is no JSON from character {self._start + 1:,} on")

    def _scalar(self) -> Any:
        while (word := self._word()) and self._at + len(word) == len(self._text) and len(word) < _LONGEST:
            if not self._more():
                break
        value = _value(word) if len(word) < _LONGEST else _NONE
        if value is _NONE:
            raise self.fault()
        self._at += len(word)
        return value

    def _word(self) -> str:
        match = _WORD.match(self._text, self._at)
        return match[0] if match else ""

    def _string(self) -> str:
        while (match := _STRING.match(self._text, self._at)) is None:
            if len(self._text) - self._at > _LONGEST:
                start = self._text[self._at + 1 : self._at + 1 + LONGEST_STRING]
                self._at += 1
                self._end_of_string()
                return _plain(start)
            if not self._more():
                raise Fault(_END)
        self._at = match.end()
        return _plain(match[1])[:LONGEST_STRING]

    def _end_of_string(self) -> None:
        """Goes on behind the quotation mark that ends the string."""
        while True:
            self._pass(_IN_STRING)
            if self._text.startswith('"', self._at):
                self._at += 1
                return
            if not self._more():
                raise Fault(_END)

    def _pass(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _more(self) -> bool:
        for piece in self._pieces:
            if piece:
                self._before += self._at
                self._text, self._at = self._text[self._at :] + piece, 0
                return True
        return False


def _value(word: str) -> Any:
    number = _NUMBER.fullmatch(word)
    if number:
        is_whole = not (number[1] or number[2]) and len(word) <= LONGEST_STRING  # Python refuses to read longer ones
        return int(word) if is_whole else float(word)
    if word.lstrip("+-").lower() in _NOT_FINITE:
        return math.nan if word[-1] in "nN" else -math.inf if word[0] == "-" else math.inf
    return _WORDS.get(word, _NONE)


def _plain(string: str) -> str:
    """A string without its escapes; as it stands if they are wrong."""
    if "\\" not in string:
        return string
    try:
        return str(json.loads(f'"{string}"', strict=False))
    except ValueError:
        return string
