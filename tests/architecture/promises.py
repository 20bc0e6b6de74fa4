"""Documents that name tests: what they promise, and whether the tests that they name exist."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECURITY, ASVS = ROOT / "docs" / "security.md", ROOT / "docs" / "asvs.md"

_PROMISE = re.compile(r"^### (\d+)\. .+$", re.MULTILINE)
_NAMED = re.compile(r"`(tests/[^`\s]+)`")
_RUN = re.compile(r'^run "([^"]+)"', re.MULTILINE)
_SKIPPED = {"skip", "skipif", "xfail"}


def promises(document: str) -> list[tuple[int, str]]:
    """Each promise's number, and all that stands below its heading."""
    _, _, section = document.partition("\n## The promises\n")
    section = re.split(r"^## ", section, maxsplit=1, flags=re.MULTILINE)[0]
    heads = list(_PROMISE.finditer(section))
    ends = [head.start() for head in heads[1:]] + [len(section)]
    return [(int(head[1]), section[head.end() : end]) for head, end in zip(heads, ends, strict=True)]


def named_tests(text: str) -> list[str]:
    """``path::test``, in the order of the text."""
    return [name for name in _NAMED.findall(text) if "::" in name]


def named_folders(text: str) -> list[str]:
    """Files and folders of tests that are named without a test."""
    return [name for name in _NAMED.findall(text) if "::" not in name]


def trouble(name: str, root: Path = ROOT) -> str | None:
    """Why ``path::test`` keeps nothing; None if it is there and runs."""
    path, _, test = name.partition("::")
    if not (root / path).is_file():
        return f"{name}: there is no such file"
    if path.endswith(".tftest.hcl"):
        return None if test in _RUN.findall((root / path).read_text()) else f"{name}: there is no such run"
    if not re.fullmatch(r"test_\w+\.py", Path(path).name):
        return f"{name}: pytest does not look into that file"
    found = _tests(root / path)
    if test not in found:
        return f"{name}: there is no such test"
    return f"{name}: it is skipped" if found[test] else None


@cache
def _tests(path: Path) -> dict[str, bool]:
    """The tests of a file, and whether a mark keeps them from counting."""
    tree = ast.parse(path.read_text())
    whole = any(_marks(node.value) for node in tree.body if isinstance(node, ast.Assign) and _is_pytestmark(node))
    return {
        node.name: whole or any(_marks(mark) for mark in node.decorator_list)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def _is_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _marks(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Attribute) and part.attr in _SKIPPED for part in _of_the_mark(node))


def _of_the_mark(node: ast.expr) -> Iterator[ast.AST]:
    """The mark itself, or those of a list; not what a parametrization gives single cases."""
    if isinstance(node, ast.List | ast.Tuple):
        for one in node.elts:
            yield from _of_the_mark(one)
    else:
        yield from ast.walk(node.func if isinstance(node, ast.Call) else node)
