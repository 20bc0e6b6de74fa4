"""A report that is missing, locked or broken never stops a request: the approver reads why there are no metrics."""

import pytest
from hypothesis import given

from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.text import one_line
from model_approval.steps.collect_evidence import Evidence, collect
from tests.unit.examples import REPORT, hostile_text
from tests.unit.fakes import FakeReports


def test_a_reports_metrics_come_with_their_source() -> None:
    reports = FakeReports({REPORT: {"metrics": {"auc": {"value": 0.98}}}})
    assert collect(reports, REPORT) == Evidence({"auc": 0.98}, REPORT)


@pytest.mark.parametrize("error", [NotFound("gone"), NoAccess("no\naccess"), ValueError("no JSON")])
def test_a_report_that_cannot_be_read_is_a_note(error: Exception) -> None:
    evidence = collect(FakeReports({REPORT: error}), REPORT)
    assert evidence.metrics == {}
    assert evidence.source == REPORT
    assert evidence.note == f"The report could not be read: {str(error).replace(chr(10), ' ')}"


def test_no_report_and_no_numbers_are_notes() -> None:
    assert collect(FakeReports({}), None).note == "The model package names no model quality report."
    assert collect(FakeReports({REPORT: {"auc": "high"}}), REPORT).note == "The report holds no numbers."


@given(hostile_text)
def test_a_note_is_one_short_line_whatever_the_error_says(text: str) -> None:
    note = collect(FakeReports({REPORT: ValueError(text * 20)}), REPORT).note
    assert note is not None
    assert note == one_line(note)
    assert len(note) <= 300


def test_other_failures_are_worth_another_try() -> None:
    with pytest.raises(ConnectionError):
        collect(FakeReports({REPORT: ConnectionError()}), REPORT)
