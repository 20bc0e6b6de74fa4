"""JSON of any size, read in little memory: what a report of metrics may be, without the long lists.

Why not ijson: it hands over every value of a list of predictions, which takes longer than to skip the list here, keeps
a string of 60 MB whole, and gives up at a NaN. This reads what ``json.loads`` reads, and what is not quite JSON as far
as it goes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from model_approval.adapters.json_tokens import Fault, Tokens

DEEPEST = 64
"""Levels of lists and objects; what is deeper is None."""
MOST_OBJECTS, MOST_OTHERS = 5_000, 100
"""Entries of a list that are kept: of objects (features, violations), and of anything else (curves, predictions)."""
ROOM = 12_000_000
"""Bytes, roughly, that a document may need in memory."""
_VALUE = 80
"""Bytes that a value needs, roughly, with its place in a list or an object."""


@dataclass(frozen=True)
class Json:
    """``value`` is a list of documents if the text holds more than one (JSON Lines). ``fault`` says where it stopped
    being JSON, and ``left_out`` what of it was not kept. ``is_nothing`` is whether a fault left nothing of use."""

    value: object
    fault: str | None = None
    left_out: str | None = None
    is_nothing: bool = False


def read_json(pieces: Iterable[str]) -> Json:
    """Never raises, unless ``pieces`` does. What was read before a fault is kept."""
    return _Reader(pieces).read()


class _Enough(Exception):
    pass


class _Reader:
    def __init__(self, pieces: Iterable[str]) -> None:
        self._tokens = Tokens(pieces)
        self._room, self._scalars = ROOM, 0
        self._left_out: str | None = None

    def read(self) -> Json:
        documents: list[Any] = []
        fault = None
        try:
            while self._tokens.is_more():
                self._document(documents)
        except Fault as error:
            fault = str(error)
        except _Enough as error:
            self._left_out = str(error)
        value = documents[0] if len(documents) == 1 else documents
        # A number or a word before a fault is the beginning of something else: of a table, or of a sentence.
        is_use = documents and (not fault or (self._scalars > 0 and isinstance(value, dict | list)))
        return Json(value, fault, self._left_out, not is_use)

    def _document(self, documents: list[Any]) -> None:
        """One more for ``documents``. It hangs there from its first character on, so that a fault does not lose it."""
        stack: list[dict[str, Any] | list[Any]] = [documents]
        key, expected = "", "value"
        while True:
            kind, value = self._tokens.next()
            inner = stack[-1]
            match expected, kind:
                case "value" | "value or end", "{" | "[":
                    expected = self._open(stack, key, kind)
                case "value" | "value or end", "string" | "scalar":
                    expected = "next"
                    if _is_full(inner, kind):
                        self._cut(stack, 1)
                    else:
                        self._keep(inner, key, value)
                case "key" | "key or end", "string":
                    key, expected = value, ":"
                    self._take(len(key))
                case ":", ":":
                    expected = "value"
                case "next", ",":
                    expected = "value" if isinstance(inner, list) else "key"
                case ("next", "]" | "}") | ("value or end", "]") | ("key or end", "}") if (kind == "]") == isinstance(
                    inner, list
                ):
                    stack.pop()
                    expected = "next"
                case _:
                    raise self._tokens.fault()
            if len(stack) == 1:
                return

    def _open(self, stack: list[Any], key: str, kind: str) -> str:
        """Begins a list or an object, or leaves it out; what is expected then."""
        if _is_full(stack[-1], kind):
            self._cut(stack, 2)
            return "next"
        if len(stack) > DEEPEST:
            self._tokens.skip(1)
            self._keep(stack[-1], key, None)
            return "next"
        entry: Any = {} if kind == "{" else []
        self._keep(stack[-1], key, entry)
        stack.append(entry)
        return "key or end" if kind == "{" else "value or end"

    def _keep(self, inner: dict[str, Any] | list[Any], key: str, entry: Any) -> None:
        self._take(len(entry) if isinstance(entry, str) else 0)
        if isinstance(inner, list):
            inner.append(entry)
        else:
            inner[key] = entry
        self._scalars += not isinstance(entry, dict | list)

    def _cut(self, stack: list[Any], depth: int) -> None:
        """Leaves out the rest of the list, which ends where ``depth`` lists and objects have ended."""
        full = stack.pop()
        if not stack:
            raise _Enough(f"only its first {len(full):,} lines were read")
        if len(full) >= MOST_OBJECTS:
            self._left_out = f"only the first {MOST_OBJECTS:,} entries of a list were read"
        self._tokens.skip(depth)

    def _take(self, characters: int) -> None:
        self._room -= _VALUE + characters
        if self._room < 0:
            raise _Enough("there are more values in it than are read")


def _is_full(inner: dict[str, Any] | list[Any], kind: str) -> bool:
    return isinstance(inner, list) and len(inner) >= (MOST_OBJECTS if kind == "{" else MOST_OTHERS)
