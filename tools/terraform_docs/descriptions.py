"""How the descriptions in .tf files are laid out: paragraphs, and indented lists of a name and what it means.

A paragraph, which may go on
in the next line.
  name    what it means, which may go on
          below its own beginning
    inner a list of its own
"""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass
class Item:
    """A name in a list, what it means, and the list below it."""

    name: str
    text: str
    items: "list[Item]" = field(default_factory=list)


Block: TypeAlias = "str | list[Item]"


def blocks(description: str) -> list[Block]:
    """The paragraphs and lists of a description without its margin. Nothing in it is an error."""
    found: list[Block] = []
    open_items: list[tuple[int, int, Item]] = []  # the column of each one's name and that of its text
    for line in [*description.expandtabs().splitlines(), ""]:
        text, column = line.strip(), len(line) - len(line.lstrip())
        if not text:
            open_items = []
            found.append("")
        elif column == 0:
            open_items = []
            if not found or isinstance(found[-1], list):
                found.append("")
            found[-1] = f"{found[-1]} {text}".strip()
        else:
            while open_items and column < open_items[-1][1] and column <= open_items[-1][0]:
                open_items.pop()
            if open_items and column >= open_items[-1][1]:
                item = open_items[-1][2]
                item.text = f"{item.text} {text}".strip()
            else:
                _begin(text, column, found, open_items)
    return [block for block in found if block]


def _begin(text: str, column: int, found: list[Block], open_items: list[tuple[int, int, Item]]) -> None:
    name, _, meaning = text.partition(" ")
    item = Item(name, meaning.strip())
    if open_items:
        open_items[-1][2].items.append(item)
    elif found and isinstance(found[-1], list):
        found[-1].append(item)
    else:
        found.append([item])
    open_items.append((column, column + len(text) - len(item.text) if item.text else column + 3, item))
