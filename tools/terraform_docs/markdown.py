"""The tables as Markdown that GitHub shows as they are meant, whatever stands in a description.

A cell is one line, and a pipe ends it, even in a code span: what is in the way is written as a character reference.
"""

import re

from .descriptions import Item, blocks
from .model import Attribute, DocsError, Folder, Input, Output, Type

_CODE_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_PLAIN_CODE = re.compile(r"(?! )(?:[^`|<\\]|<(?=[ =]))+(?<! )")
_SPECIAL = re.compile(r"[\\`*_|<>&~$#!\[\]]")
_SPECIAL_IN_PROSE = re.compile(r"[\\`*|<&~$\[\]]|(?<!\w)_|_(?!\w)")


def tables(folder: Folder, *, usage_only: bool = False) -> str:
    """Inputs, outputs and, unless ``usage_only``, requirements and what is made, as sections of the second level."""
    sections = [
        ("Inputs", _table(("Name", "Description", "Type", "Default"), [_input(given) for given in folder.inputs])),
        ("Outputs", _table(("Name", "Description"), [_output(output) for output in folder.outputs])),
    ]
    if not usage_only:
        sections += [
            ("Requirements", _list([f"{name} {code(version)}" for name, version in folder.requirements.items()])),
            ("Modules", _list([f"{code(name)} from {code(source)}" for name, source in folder.modules.items()])),
            ("Resources", _list([code(resource) for resource in folder.resources])),
        ]
    return "\n\n".join(f"## {title}\n\n{content}" for title, content in sections if content)


def code(text: str) -> str:
    """``text`` in the type of code, letter by letter except for white space."""
    text = " ".join(text.split())
    return f"`{text}`" if _PLAIN_CODE.fullmatch(text) else f"<code>{_SPECIAL.sub(_reference, text)}</code>"


def prose(text: str) -> str:
    """A text whose only markup is code between backticks."""
    parts = _CODE_SPAN.split(" ".join(text.split()))
    return "".join(
        code(part) if number % 2 else _SPECIAL_IN_PROSE.sub(_reference, part) for number, part in enumerate(parts)
    )


def _reference(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) if rows else "None."


def _list(entries: list[str]) -> str:
    return "\n".join(f"- {entry}" for entry in entries)


def _input(given: Input) -> tuple[str, ...]:
    default = "required" if given.default is None else code(given.default)
    try:
        return code(given.name), _description(given.description, given.type), code(given.type.short), default
    except DocsError as error:
        raise DocsError(f'The description of the variable "{given.name}" {error}') from error


def _output(output: Output) -> tuple[str, ...]:
    return code(output.name), _description(output.description, Type("any")) + " (sensitive)" * output.sensitive


def _description(text: str, type_: Type) -> str:
    found = blocks(text)
    if type_.attributes and not any(isinstance(block, list) for block in found):
        found.append([])
    parts = [prose(block) if isinstance(block, str) else _items(block, type_) for block in found]
    return "<br>".join(parts).replace("<br><ul>", "<ul>").replace("</ul><br>", "</ul>")


def _items(items: list[Item], type_: Type) -> str:
    attributes = {attribute.name: attribute for attribute in type_.attributes}
    if attributes and (unknown := [item.name for item in items if item.name not in attributes]):
        raise DocsError(f"lists {', '.join(unknown)}, which its type does not have.")
    described = {item.name for item in items}
    entries = [_item(item, attributes.get(item.name)) for item in items]
    entries += [_item(Item(name, ""), attributes[name]) for name in attributes if name not in described]
    return f"<ul>{''.join(entries)}</ul>" if entries else ""


def _item(item: Item, attribute: Attribute | None) -> str:
    head = code(item.name)
    if attribute:
        default = "" if attribute.default is None else f", default {code(attribute.default)}"
        head += f" ({prose(attribute.type.short)}{default})"
    text = f"{head}: {prose(item.text)}" if item.text else head
    return f"<li>{text}{_items(item.items, attribute.type if attribute else Type('any'))}</li>"
