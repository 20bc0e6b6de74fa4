"""What is registered and what ran is collected; what is missing, locked or broken is a note and stops no request."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.evidence import Evidence, Source, Violation
from model_approval.domain.merged_evidence import NOTE_LENGTH
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.runs import Document, Named, Run
from model_approval.domain.text import one_line
from model_approval.steps.collect_evidence import CollectEvidence
from model_approval.steps.read_reports import MOST_REPORTS
from tests.unit.examples import REPORT, arn, hostile_text, package
from tests.unit.fakes import FakeReports

QUALITY = {"binary_classification_metrics": {"auc": {"value": 0.98, "standard_deviation": 0.01}}}
VIOLATED = {"violations": [{"feature_name": "age", "constraint_check_type": "data_type_check", "description": "wrong"}]}
OUT = "s3://b/out"


def registered(documents: dict[str, Any], *reports: Named) -> Evidence:
    named = reports or tuple(Named("model quality statistics", uri) for uri in documents)
    return CollectEvidence(FakeReports(documents)).of_registration(package(reports=named))


def ran(documents: dict[str, Any], *outputs: str, reports: FakeReports | None = None, **more: Any) -> Evidence:
    run = Run(ModelPackageArn.parse(arn()), "nightly scoring", "event-1", outputs, **more)
    return CollectEvidence(reports or FakeReports(documents)).of_run(run)


def test_a_registered_versions_reports_are_merged_with_their_sources() -> None:
    evidence = registered(
        {REPORT: QUALITY, "s3://b/v.json": VIOLATED},
        Named("model quality statistics", REPORT),
        Named("model quality constraints", "s3://b/v.json"),
    )
    assert evidence == Evidence(
        {"auc": 0.98},
        {"auc": 0.01},
        (Violation("age", "data_type_check", "wrong"),),
        (Source("model quality statistics", REPORT, 1), Source("model quality constraints", "s3://b/v.json", 1)),
    )


def test_a_version_without_reports_says_so() -> None:
    evidence = CollectEvidence(FakeReports({})).of_registration(package(reports=()))
    assert evidence.sources == (
        Source("evaluation report", None, 0, "The model package names no reports (ModelMetrics)."),
    )


@pytest.mark.parametrize(
    ("error", "note"),
    [
        (NotFound(f"{REPORT} does not exist"), "It does not exist"),
        (NoAccess(f"no access\nto {REPORT}"), "No access to it"),
        (ValueError(f"{REPORT!r} is not an s3:// address"), "It is not an s3:// address"),
        (ValueError(""), "It could not be read"),
    ],
)
def test_a_report_that_cannot_be_read_is_a_note(error: Exception, note: str | None) -> None:
    evidence = registered({REPORT: error, "s3://b/e.json": {"f1": 0.5}})
    assert evidence.metrics == {"f1": 0.5}
    assert evidence.sources[0] == Source("model quality statistics", REPORT, 0, note)


def test_what_the_reader_and_the_report_left_out_are_one_note() -> None:
    evidence = registered({REPORT: Document({"auc": "NaN", "f1": 0.5}, "it ends in the middle")})
    (source,) = evidence.sources
    assert source.note is not None
    assert source.note.startswith("it ends in the middle; ")
    assert "NaN" in source.note


def test_other_failures_are_worth_another_try() -> None:
    with pytest.raises(ConnectionError):
        registered({REPORT: ConnectionError()})
    with pytest.raises(ConnectionError):
        ran({}, OUT, reports=FakeReports({}, closed={OUT: ConnectionError()}))


def test_an_events_own_metrics_come_first_and_tell_what_is_missing() -> None:
    evidence = ran(
        {f"{OUT}/evaluation.json": {"auc": 0.9, "f1": 0.5}},
        OUT,
        metrics={"auc": 0.98},
        deviations={"auc": 0.1},
        note="no f2",
    )
    assert evidence.metrics == {"auc": 0.98, "f1": 0.5, "evaluation report/auc": 0.9}
    assert evidence.deviations == {"auc": 0.1}
    assert evidence.sources[0] == Source("metrics", None, 1, "no f2")
    assert ran({}, note="no f2").sources == (Source("metrics", None, 0, "no f2"),)


def test_what_ran_is_the_source_of_its_metrics_if_it_has_an_address() -> None:
    run = Run(ModelPackageArn.parse(arn()), arn(), "event-1", metrics={"auc": 0.98})
    assert CollectEvidence(FakeReports({})).of_run(run).sources == (Source("metrics", arn(), 1),)


def test_every_json_file_beside_the_output_is_read_but_no_output() -> None:
    documents = {
        f"{OUT}/a.json.out": {"auc": 0.1},
        f"{OUT}/b.csv.out": {"auc": 0.2},
        f"{OUT}/deep/own-test.json": {"f1": 0.5},
        f"{OUT}/constraint_violations.json": VIOLATED,
        f"{OUT}/evaluation.json": {"auc": 0.98},
        f"{OUT}/METRICS.JSON": {"f2": 0.7},
        "s3://b/output/evaluation.json": {"auc": 0.3},
    }
    evidence = ran(documents, f"{OUT}/")
    assert evidence.metrics == {"auc": 0.98, "f1": 0.5, "f2": 0.7}
    assert [(source.kind, source.found) for source in evidence.sources] == [
        ("evaluation report", 1),
        ("evaluation report", 1),
        ("constraint violations", 1),
        ("evaluation report", 1),
    ]


def test_a_report_is_read_once_however_many_point_at_it() -> None:
    reports = FakeReports({f"{OUT}/e.json": {"auc": 0.98}})
    named = Named("model quality statistics", f"{OUT}/e.json")
    run = Run(ModelPackageArn.parse(arn()), "nightly scoring", "event-1", (OUT, f"{OUT}/e.json", OUT), (named, named))
    evidence = CollectEvidence(reports).of_run(run)
    assert evidence.sources == (Source("model quality statistics", f"{OUT}/e.json", 1),)
    assert [call for call in reports.journal.calls if call.startswith("below")] == [f"below {OUT}"]


def test_an_output_that_is_a_file_is_a_report() -> None:
    assert ran({"s3://b/mine.json": {"auc": 0.98}}, "s3://b/mine.json").metrics == {"auc": 0.98}


def test_nothing_found_is_said_once() -> None:
    none = "There is no report (*.json) in it."
    assert ran({f"{OUT}/a.out": 1}, OUT).sources == (Source("evaluation report", OUT, 0, none),)
    assert [source.note for source in ran({}).sources] == ["Nothing was said about outputs, reports or metrics."]


class Unlisted(FakeReports):
    """Nobody may list, and so S3 does not tell what is missing from what is locked."""

    def below(self, uri: str) -> Any:
        raise NoAccess(f"no access to {uri}, or it does not exist")

    def read(self, uri: str) -> Document:
        if uri not in self.documents:
            raise NoAccess(f"no access to {uri}, or it does not exist")
        return super().read(uri)


def test_reports_with_usual_names_are_found_where_nobody_may_list() -> None:
    documents = {f"{OUT}/metrics.json": {"auc": 0.98}, f"{OUT}/statistics.json": ValueError("it is empty")}
    evidence = ran({}, f"{OUT}/", reports=Unlisted(documents))
    assert evidence.metrics == {"auc": 0.98}
    assert evidence.sources == (
        Source("evaluation report", f"{OUT}/metrics.json", 1),
        Source("data quality statistics", f"{OUT}/statistics.json", 0, "It is empty"),
        Source(
            "evaluation report",
            f"{OUT}/",
            0,
            "It could not be listed, only metrics.json, statistics.json was found by name: "
            "No access to it, or it does not exist",
        ),
    )


def test_a_folder_that_cannot_be_looked_into_is_one_note() -> None:
    (source,) = ran({}, OUT, reports=Unlisted({})).sources
    assert (source.uri, source.found) == (OUT, 0)
    assert source.note is not None
    assert source.note.startswith("It could not be listed, and nothing was found by usual names: No access to it")


def test_in_a_folder_with_too_many_objects_usual_names_are_tried() -> None:
    documents = {f"{OUT}/{number:04}.json.out": 1 for number in range(9)} | {f"{OUT}/evaluation.json": {"auc": 0.98}}
    evidence = ran({}, OUT, reports=FakeReports(documents, most=5))
    assert evidence.metrics == {"auc": 0.98}
    assert evidence.sources[1].note == "Only the first 5 objects in it, and usual names, were looked at."


def test_no_more_reports_are_read_than_there_is_time_for() -> None:
    documents = {f"{OUT}/{number:02}.json": {f"m{number}": 0.5} for number in range(MOST_REPORTS + 3)}
    evidence = ran(documents, OUT)
    assert len(evidence.metrics) == MOST_REPORTS
    left = "3 addresses, of which this is the first, were not looked at: 20 reports are read at most."
    assert evidence.sources[-1] == Source("evaluation report", f"{OUT}/20.json", 0, left)


def test_no_more_folders_are_listed_than_there_is_time_for() -> None:
    evidence = ran({}, *(f"s3://b/{number}" for number in range(30)))
    assert evidence.sources[-1].uri == "s3://b/20"
    assert evidence.sources[-1].note is not None
    assert evidence.sources[-1].note.startswith("10 addresses")


def late_after(calls: int) -> Callable[[], float]:
    times = iter([0.0] * calls)
    return lambda: next(times, 99.0)


def test_when_time_is_over_nothing_more_is_begun() -> None:
    documents = {f"{OUT}/{number:02}.json": {f"m{number}": 0.5} for number in range(9)}
    run = Run(ModelPackageArn.parse(arn()), "nightly scoring", "event-1", (OUT, "s3://b/other"))
    reports = FakeReports(documents)
    evidence = CollectEvidence(reports, seconds=1, clock=late_after(5)).of_run(run)
    assert list(evidence.metrics) == ["m0", "m1", "m2"]
    assert len(reports.journal.calls) == 4
    left = "7 addresses, of which this is the first, were not looked at: there was no time."
    assert evidence.sources[-1] == Source("evaluation report", f"{OUT}/03.json", 0, left)


json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | hostile_text,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(hostile_text | st.just("violations"), inner, max_size=4)
    ),
)
answers = (
    json | st.builds(NotFound, hostile_text) | st.builds(NoAccess, hostile_text) | st.builds(ValueError, hostile_text)
)


@given(
    st.dictionaries(st.sampled_from([f"{OUT}/{name}.json" for name in ("evaluation", "a", "b/c")]), answers),
    hostile_text,
)
def test_whatever_the_reports_say_there_is_evidence(documents: dict[str, Any], said: str) -> None:
    closed: dict[str, Exception] = {"s3://closed": NoAccess(said)}
    evidence = ran({}, OUT, said, "s3://closed", reports=FakeReports(documents, closed=closed), note=said)
    for source in evidence.sources:
        assert source.note is None or (source.note == one_line(source.note) and len(source.note) <= NOTE_LENGTH)
    assert all(math.isfinite(number) for number in evidence.metrics.values())
