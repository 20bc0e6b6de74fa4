"""Files in the shapes that SageMaker's documentation, its examples and other tools have: what is taken of each."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from model_approval.domain.reports import Report, read_report
from tests.unit.domain.reports_as_read import AS_READ

FILES = Path(__file__).parents[2] / "reports"


@pytest.mark.parametrize("name", AS_READ)
def test_of_a_file_is_taken_what_says_how_good_the_model_is(name: str) -> None:
    report = read_report(json.loads((FILES / f"{name}.json").read_text()))
    assert [report.kind or "of no known kind", *_said(report)] == [
        said for line in AS_READ[name] for said in line.split("; ")
    ]


def test_every_file_is_looked_at_and_says_where_its_shape_is_from() -> None:
    names = sorted(path.stem for path in FILES.glob("*.json"))
    assert sorted(AS_READ) == names
    assert sorted(re.findall(r"^\| `([a-z-]+)\.json` \|", (FILES / "README.md").read_text(), re.M)) == names


def _said(report: Report) -> Iterator[str]:
    for name, value in report.metrics.items():
        deviation = report.deviations.get(name)
        yield f"{name} {value}" if deviation is None else f"{name} {value} ± {deviation}"
    assert set(report.deviations) <= set(report.metrics)
    for violation in report.violations or ():
        yield f"! {violation.of} {violation.check}: {violation.description}"
    if report.violations == ():
        yield "no violations"
    if report.note:
        yield f"({report.note})"
