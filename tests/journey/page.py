"""A page of the documentation whose blocks are run: what is in it, under which names, and which of it was run.

A block is named by a comment before it: `<!-- snippet: NAME -->`. One that `goes on from` another is run with that one
before it, as a reader would who types both.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

_BLOCK = re.compile(
    r"^<!-- snippet: (?P<name>[a-z.-]+)(?: goes on from (?P<before>[a-z.-]+))? -->\n"
    r"```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    name: str
    language: str
    text: str


@dataclass(frozen=True)
class Page:
    """`took` are the names of the blocks that somebody asked for."""

    blocks: dict[str, Block]
    fences: int
    took: set[str] = field(default_factory=set)

    def take(self, name: str, language: str, names: dict[str, str]) -> str:
        """The block's text, with the names of the example replaced, in the order of `names`."""
        self.took.add(name)
        block = self.blocks[name]
        assert block.language == language
        text = block.text
        for example, real in names.items():
            text = text.replace(example, real)
        return text


def read_page(path: Path) -> Page:
    """Raises AssertionError if two blocks have one name."""
    text, blocks = path.read_text(), dict[str, Block]()
    for found in _BLOCK.finditer(text):
        name, before = found["name"], found["before"]
        assert name not in blocks, name
        start = f"{blocks[before].text}\n" if before else ""
        blocks[name] = Block(name, found["language"], start + found["text"])
    return Page(blocks, len(re.findall(r"^[ \t]*(?:```|~~~)", text, re.MULTILINE)) // 2)
