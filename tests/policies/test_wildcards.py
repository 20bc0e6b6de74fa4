"""Where a policy says `*`, a comment says why: on the line, above it, or in or above its statement."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_WILDCARD = re.compile(r'"[^"\s]*\*[^"\s]*"')
_INTERPOLATED = re.compile(r"\$\{[^{}]*\}")
_NO_RESOURCE = re.compile(
    r"^(actions|Action|values|type|identifiers|description|error_message|condition|default)\s*=|regex\(|^#|local\._gate"
)
_COMMENT = re.compile(r"^\s*#|\s# ")
_FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.tf", "modules/*/*.tf", "examples/*/*.tf")
    for path in ROOT.glob(pattern)
)


def unexplained(source: str) -> list[str]:
    """The lines with a wildcard in a resource, and without a comment."""
    lines = source.splitlines()
    return [
        f"{number + 1}: {line.strip()}"
        for number, line in enumerate(lines)
        if _is_resource(lines, number) and not _explained(lines, number)
    ]


def _is_resource(lines: list[str], number: int) -> bool:
    """A string with a star that is (part of) an ARN, and not an action, a condition, a pattern or a sentence."""
    if not _WILDCARD.search(_INTERPOLATED.sub("", lines[number])) or _NO_RESOURCE.search(lines[number].strip()):
        return False
    openers = [lines[above].strip() for above in _enclosing(lines, number)]
    return not any(_NO_RESOURCE.search(opener) for opener in openers) and ("=" in lines[number] or bool(openers))


def _explained(lines: list[str], number: int) -> bool:
    if _COMMENT.search(lines[number]) or _comment_above(lines, number):
        return True
    for above in _enclosing(lines, number):
        if not lines[above].startswith(" "):  # a whole policy's comment says what it is, not why it is wide
            return False
        if _COMMENT.search(lines[above]) or _comment_above(lines, above):
            return True
    return False


def _comment_above(lines: list[str], number: int) -> bool:
    return number > 0 and lines[number - 1].strip().startswith("#")


def _enclosing(lines: list[str], number: int) -> list[int]:
    """The lines that open what this line is in, innermost first."""
    openers, indentation = [], _indentation(lines[number])
    for above in range(number - 1, -1, -1):
        if (
            lines[above].strip()
            and _indentation(lines[above]) < indentation
            and re.search(r"[\[{(]\s*(#.*)?$", lines[above])
        ):
            openers.append(above)
            indentation = _indentation(lines[above])
    return openers


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


@pytest.mark.parametrize("file", _FILES)
def test_no_wildcard_goes_unexplained(file: str) -> None:
    found = unexplained((ROOT / file).read_text())
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('data "a" "b" {\n  statement {\n    resources = ["*"]\n  }\n}', 1),
        ('data "a" "b" {\n  statement {\n    resources = ["*"] # why\n  }\n}', 0),
        ('data "a" "b" {\n  # why\n  statement {\n    resources = ["*"]\n  }\n}', 0),
        ('# what\ndata "a" "b" {\n  statement {\n    resources = ["${local.arn}/*"]\n  }\n}', 1),
        ('data "a" "b" {\n  statement {\n    resources = [\n      "${local.arn}/*",\n    ]\n  }\n}', 1),
        ('data "a" "b" {\n  statement {\n    # why\n    resources = [\n      "${local.arn}/*",\n    ]\n  }\n}', 0),
        ('locals {\n  arn = "arn:aws:s3:::*"\n}', 1),
        ('data "a" "b" {\n  statement {\n    actions = ["s3:*"]\n  }\n}', 0),
    ],
)
def test_the_search_finds_what_it_should(source: str, expected: int) -> None:
    assert len(unexplained(source)) == expected
