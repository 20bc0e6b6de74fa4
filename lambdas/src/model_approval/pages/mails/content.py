"""What a mail says, once for both of its parts: the templates only lay it out."""

from dataclasses import dataclass, field
from enum import StrEnum

from model_approval.domain.text import one_line, plain

EMPTY = "-"
"""In place of words that have nothing to show."""


@dataclass(frozen=True)
class Part:
    """A piece of a sentence. ``given`` ones come from records: they may be in any script, in any direction."""

    text: str
    given: bool = False


Sentence = tuple[Part, ...]


def say(template: str, *values: object) -> Sentence:
    """``template`` with a value in place of each ``{}``. The only way for foreign words into a mail: they become one
    line without control characters."""
    first, *others = template.split("{}")
    parts = [Part(first)]
    for value, literal in zip(values, others, strict=True):
        parts += [Part(one_line(str(value)) or EMPTY, given=True), Part(literal)]
    return tuple(part for part in parts if part.text)


def when(timestamp: str) -> str:
    """``2026-02-24T17:00:14Z`` as ``2026-02-24 17:00 UTC``."""
    return f"{timestamp[:10]} {timestamp[11:16]} UTC"


def quote(text: str) -> tuple[str, ...]:
    """The lines of a comment; none if it is empty."""
    return tuple(plain(text).split("\n")) if plain(text) else ()


class Tone(StrEnum):
    """The colour of the line above."""

    ASKING = "asking"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Action:
    """A button. ``note`` says what to know before pressing it."""

    label: str
    link: str
    note: str


@dataclass(frozen=True)
class Fact:
    label: str
    lines: tuple[Sentence, ...]


@dataclass(frozen=True)
class Row:
    """``text`` says the same on one line."""

    name: Sentence
    numbers: tuple[str, ...]
    text: Sentence


@dataclass(frozen=True)
class Table:
    """``columns`` are the headings of the numbers."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """In the order in which it is shown; ``note`` is about the ``table``."""

    title: str
    lead: tuple[Sentence, ...] = ()
    table: Table | None = None
    note: Sentence = ()
    facts: tuple[Fact, ...] = ()
    points: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Content:
    """``preheader`` is what a mail program shows beside the subject: what is new. ``quote`` are the lines that a person
    wrote, ``after`` is what is said below them, and ``reason`` tells the readers why they get this mail."""

    heading: Sentence
    preheader: Sentence
    lead: tuple[Sentence, ...]
    reason: Sentence
    tone: Tone = Tone.ASKING
    quote: tuple[str, ...] = ()
    after: tuple[Sentence, ...] = ()
    action: Action | None = None
    sections: tuple[Section, ...] = field(default=())


def fact(label: str, template: str, *values: object) -> Fact:
    return Fact(one_line(label), (say(template, *values),))


def approver_of(environment: str) -> Sentence:
    return say("You get this mail because you are an approver of {}.", environment)
