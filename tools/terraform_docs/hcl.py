"""Read what a folder of Terraform takes, gives, requires and makes."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import hcl2
from lark import Token, Tree
from lark.exceptions import LarkError

from .model import Attribute, DocsError, Folder, Input, Output, Type

Node: TypeAlias = "Tree[Token]"

_COLLECTIONS = {"list", "map", "set"}
_ESCAPED = re.compile(r'\\(["\\nrt]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|([$%])\2\{')
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}


def read(folder: Path) -> Folder:
    """What stands in the .tf files of ``folder``. Raises DocsError if one cannot be read or describes too little."""
    inputs, outputs, resources = [], [], []
    requirements: dict[str, str] = {}
    modules: dict[str, str] = {}
    for path in sorted(folder.glob("*.tf")):
        source = _Source(path)
        for kind, labels, body in source.blocks(source.body):
            match kind, labels:
                case "variable", (name,):
                    inputs.append(source.input(name, body))
                case "output", (name,):
                    outputs.append(source.output(name, body))
                case "terraform", ():
                    requirements |= source.requirements(body)
                case "module", (name,):
                    modules[name] = source.string(source.attributes(body)["source"])
                case "resource", (type_, name):
                    resources.append(f"{type_}.{name}")
    inputs.sort(key=lambda given: (given.default is not None, given.name))
    outputs.sort(key=lambda output: output.name)
    return Folder(tuple(inputs), tuple(outputs), requirements, dict(sorted(modules.items())), tuple(sorted(resources)))


class _Source:
    """One .tf file, as its text and the tree over it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text = path.read_text()
        try:
            self.body = _child(hcl2.parses_to_tree(self._text), "body")
        except LarkError as error:
            line = getattr(error, "line", "?")
            raise DocsError(f"{path}:{line} cannot be read as Terraform.") from error

    def blocks(self, body: Node) -> Iterator[tuple[str, tuple[str, ...], Node]]:
        """Type, labels and body of each block."""
        for block in _children(body, "block"):
            kind, *labels = [self._key(child) for child in _children(block, "identifier", "string")]
            yield kind, tuple(labels), _child(block, "body")

    def attributes(self, body: Node) -> dict[str, Node]:
        """The expressions of a block's attributes."""
        pairs = [_children(attribute) for attribute in _children(body, "attribute")]
        return {self._key(name): expression for name, expression in pairs}

    def input(self, name: str, body: Node) -> Input:
        """What a variable's block says."""
        attributes = self.attributes(body)
        type_ = self.type(attributes["type"]) if "type" in attributes else Type("any")
        default = self.line(attributes["default"]) if "default" in attributes else None
        return Input(name, self._description("variable", name, attributes), type_, default)

    def output(self, name: str, body: Node) -> Output:
        """What an output's block says."""
        attributes = self.attributes(body)
        sensitive = "sensitive" in attributes and self.line(attributes["sensitive"]) == "true"
        return Output(name, self._description("output", name, attributes), sensitive)

    def requirements(self, body: Node) -> dict[str, str]:
        """The versions of Terraform and providers in a block `terraform`."""
        found = {}
        if "required_version" in (attributes := self.attributes(body)):
            found["Terraform"] = self.string(attributes["required_version"])
        for kind, _, providers in self.blocks(body):
            for provider in self.attributes(providers).values() if kind == "required_providers" else ():
                entries = dict(self._entries(_bare(provider)))
                found[self.string(entries["source"])] = self.string(entries["version"]) if "version" in entries else ""
        return found

    def type(self, expression: Node) -> Type:
        """A type constraint."""
        match self._call(expression):
            case "object", [fields]:
                return Type("object", tuple(self._attribute(*entry) for entry in self._entries(_bare(fields))))
            case collection, [of] if collection in _COLLECTIONS:
                inner = self.type(of)
                return Type(f"{collection}({inner.short})", inner.attributes)
        return Type(self.line(expression))

    def _attribute(self, name: str, expression: Node) -> Attribute:
        match self._call(expression):
            case "optional", [type_]:
                return Attribute(name, self.type(type_), "null")
            case "optional", [type_, default]:
                return Attribute(name, self.type(type_), self.line(default))
        return Attribute(name, self.type(expression), None)

    def _call(self, expression: Node) -> tuple[str, list[Node]]:
        call = _bare(expression)
        if call.data != "function_call":
            return "", []
        given = [_children(arguments) for arguments in _children(call, "arguments")]
        return self._key(_child(call, "identifier")), given[0] if given else []

    def _entries(self, fields: Node) -> Iterator[tuple[str, Node]]:
        for key, value in map(_children, _children(fields, "object_elem")):
            yield self._key(key), value

    def _key(self, node: Node) -> str:
        return self._slice(node).strip('"')

    def line(self, expression: Node) -> str:
        """An expression on one line, without the comments in it."""
        node = _bare(expression)
        if node.data == "object":
            entries = [f"{key} = {self.line(value)}" for key, value in self._entries(node)]
            return f"{{ {', '.join(entries)} }}" if entries else "{}"
        if node.data == "tuple":
            return f"[{', '.join(self.line(element) for element in _children(node))}]"
        return " ".join(self._slice(expression).split())

    def string(self, expression: Node) -> str:
        """The text of a string without templates. A heredoc loses its margin."""
        text, node = self._slice(expression), _bare(expression)
        if node.data in ("heredoc_template", "heredoc_template_trim"):
            return textwrap.dedent(_ESCAPED.sub(_template, "\n".join(text.splitlines()[1:-1])))
        if node.data == "string":
            return _ESCAPED.sub(_character, text[1:-1])
        raise DocsError(f"{self._path}: {text} is not a string.")

    def _description(self, kind: str, name: str, attributes: dict[str, Node]) -> str:
        text = self.string(attributes["description"]) if "description" in attributes else ""
        if not text.strip():
            raise DocsError(f'{self._path}: {kind} "{name}" has no description.')
        return text

    def _slice(self, node: Node) -> str:
        return self._text[node.meta.start_pos : node.meta.end_pos].strip()


def _children(tree: Node, *kinds: str) -> list[Node]:
    trees = [child for child in tree.children if isinstance(child, Tree) and child.data != "new_line_or_comment"]
    return [child for child in trees if not kinds or child.data in kinds]


def _child(tree: Node, kind: str) -> Node:
    return _children(tree, kind)[0]


def _bare(expression: Node) -> Node:
    inner = _children(expression)
    return _bare(inner[0]) if expression.data == "expr_term" and len(inner) == 1 else expression


def _template(found: re.Match[str]) -> str:
    return f"{found[2]}{{" if found[2] else found[0]


def _character(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[2]}{{"
    escape: str = found[1]
    return chr(int(escape[1:], 16)) if escape[0] in "uU" else _PLAIN.get(escape, escape)
