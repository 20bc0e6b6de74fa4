"""A page, taken apart as a browser would."""

import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "br"}
INLINE = {"a", "bdi", "code", "span", "strong", "time"}


@dataclass
class Page(HTMLParser):
    """``elements`` in order, each with its attributes; ``words`` are the texts of each element, by its name, and
    ``all_text`` is what all of them say."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    all_text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._said: list[tuple[str, str]] = []
        self.feed(self.html)
        self.close()
        assert self._open == [], f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in INLINE:
            self._said.append(("", " "))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.setdefault(self._open[-1] if self._open else "", []).append(data)
        self._said.append((self._open[-1] if self._open else "", data))
        self.all_text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    @property
    def title(self) -> str:
        """The page's, and none of its pictures'."""
        return self.words["title"][0]

    @property
    def said(self) -> str:
        """What can be read between header and footer, in one line: no titles of pictures, no style, no script."""
        unseen = ("style", "script", "title", "desc")
        visible = "".join(text for element, text in self._said if element not in unseen)
        return " ".join(visible.partition("Sign out")[2].split())

    @property
    def skeleton(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> str:
        return "".join(self.words.get(tag, []))


def unprintable(text: str) -> set[str]:
    """Characters that no page may hold: controls, invisible and bidirectional formatting; line breaks are welcome."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}}
