"""Links within the documentation lead to a file, and to a heading that it has."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.promises import ROOT

DOCUMENTS = sorted(
    path
    for glob in ("*.md", "docs/**/*.md", "modules/*/*.md", "examples/*.md", "examples/*/*.md")
    for path in ROOT.glob(glob)
)

_LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = _LINK.findall(_CODE.sub("", document.read_text()))
    assert [link for link in links if not leads_somewhere(document, *link)] == []


def test_a_link_that_leads_nowhere_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n## What is `left`, to you?\n")
    assert leads_somewhere(page, "", "what-is-left-to-you")
    assert not leads_somewhere(page, "", "what-is-left")
    assert not leads_somewhere(page, "other.md", "")


def leads_somewhere(document: Path, path: str, anchor: str) -> bool:
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not anchor or anchor in _anchors(target))


@cache
def _anchors(document: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", _CODE.sub("", document.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
