"""Whoever reads the policies finds a reason wherever they are about more than what Terraform knows by name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terraform.tree import ROOT

_RESOURCES = re.compile(r"\s*resources\s*=")
_STATEMENT = re.compile(r'\s*(statement|dynamic "statement") \{')
_DENIES = re.compile(r'\s*effect\s*=\s*"Deny"')

# modules/guardrails denies only, in JSON.
FILES = [path for folder in (".", "modules/*", "examples/*") for path in sorted(ROOT.glob(f"{folder}/*.tf"))]


def wildcards(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The number of each line that grants something on resources with a wildcard, and what might say why: its
    statement up to there, with the comment above it."""
    for number, line in enumerate(lines):
        if not _RESOURCES.match(line):
            continue
        end = number
        while _depth(lines[number : end + 1]) > 0:
            end += 1
        start = next(
            n for n in range(number, -1, -1) if _STATEMENT.match(lines[n]) and _indent(lines[n]) < _indent(line)
        )
        granted = not any(_DENIES.match(one) for one in lines[start:number])
        if granted and "*" in "".join(one.partition("#")[0] for one in lines[number : end + 1]):
            above = start
            while above and _comment(lines[above - 1]):
                above -= 1
            yield number + 1, lines[above : end + 1]


def _depth(lines: list[str]) -> int:
    return sum(line.count("[") - line.count("]") for line in lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _comment(line: str) -> bool:
    return line.strip().startswith("#")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_wildcard_says_why(path: Path) -> None:
    unexplained = [number for number, reason in wildcards(path.read_text().splitlines()) if "#" not in "".join(reason)]
    assert not unexplained, f"{path}: say in a comment why nothing narrower will do"


def test_wildcards_are_found() -> None:
    found = [number for path in FILES for number, _ in wildcards(path.read_text().splitlines())]
    assert len(found) > 20


@pytest.mark.parametrize(
    ("policy", "lines"),
    [
        ('statement {\n  resources = ["*"]\n}', [2]),
        ('# Any: why.\nstatement {\n  resources = ["*"]\n}', []),
        ('statement {\n  resources = ["*"] # why\n}', []),
        ('statement {\n  effect = "Deny"\n  resources = ["*"]\n}', []),
        ('# Why.\nstatement {\n  resources = [var.arn]\n}\n\nstatement {\n  resources = [\n    "a/*",\n  ]\n}', [7]),
        ('dynamic "statement" {\n  content {\n    resources = ["*"]\n  }\n}', [3]),
    ],
)
def test_a_reason_stands_with_its_statement(policy: str, lines: list[int]) -> None:
    assert [number for number, reason in wildcards(policy.splitlines()) if "#" not in "".join(reason)] == lines
