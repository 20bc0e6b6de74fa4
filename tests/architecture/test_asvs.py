"""docs/asvs.md answers for every requirement of levels 1 and 2 of OWASP ASVS 5.0.0; its summary is that of its rows."""

import re
from collections import Counter
from pathlib import Path

from tests.architecture.promises import ASVS, SECURITY, promises

_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| (met|n/a|\*\*open\*\*) \| ([^|]+) \|$", re.MULTILINE)

TEXT = ASVS.read_text()
ROWS = _ROW.findall(TEXT)


def test_every_requirement_has_its_row_in_the_standards_order() -> None:
    standard = (Path(__file__).parent / "asvs-5.0.0.txt").read_text().splitlines()
    assert [f"{id} {level}" for id, level, *_ in ROWS] == [line for line in standard if not line.startswith("#")]


def test_the_summary_counts_the_rows() -> None:
    counted = Counter(state.strip("*") for *_, state, _ in ROWS)
    total, met, not_applicable, left = map(int, re.findall(r"(\d+) (?:req|met|not|open)", TEXT.split("\n## ")[0])[:4])
    assert (total, met, not_applicable, left) == (len(ROWS), counted["met"], counted["n/a"], counted["open"])


def test_whatever_is_open_stands_in_the_summary_and_nothing_else_does() -> None:
    summary = TEXT.split("\nWhat is open")[1].split("\n## ")[0]
    named = re.findall(r"\d+\.\d+\.\d+", summary)
    assert sorted(named) == sorted(id for id, _, _, state, _ in ROWS if state == "**open**")


def test_the_promises_that_are_named_exist() -> None:
    kept = {number for number, _ in promises(SECURITY.read_text())}
    lists = re.findall(r"\bpromises? (\d+(?:, \d+)*)", TEXT)
    assert lists
    assert {int(number) for one in lists for number in one.split(", ")} <= kept
