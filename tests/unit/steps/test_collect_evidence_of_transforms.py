"""What a batch transform says about itself: how long it took, and how much it wrote."""

from dataclasses import replace
from typing import Any

import pytest

from model_approval.domain.errors import NoAccess
from model_approval.domain.evidence import Evidence, Source
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.runs import Run, TransformJob
from model_approval.steps.collect_evidence import CollectEvidence
from tests.unit.examples import arn
from tests.unit.fakes import FakeReports

OUT = "s3://b/out/"
ARN = "arn:aws:sagemaker:us-east-2:123456789012:transform-job/nightly"
JOB = TransformJob(
    ARN, "abalone", OUT, "2026-02-24T12:00:00Z", "2026-02-24T12:06:00Z", "ml.m5.xlarge", 2, is_lines=True
)


def facts(*jobs: TransformJob, **reports: Any) -> Evidence:
    run = Run(ModelPackageArn.parse(arn()), ARN, "event-1", tuple({job.output for job in jobs}), transform_jobs=jobs)
    return CollectEvidence(FakeReports({}, **reports)).of_run(run)


def note(evidence: Evidence) -> str | None:
    (source,) = [source for source in evidence.sources if source.kind == "transform job"]
    return source.note


def test_a_jobs_facts_are_told() -> None:
    evidence = facts(JOB, counts={f"{OUT}a.csv.out": 3, f"{OUT}b.csv.out": 4}, sizes={f"{OUT}b.csv.out": 50})
    assert evidence.run == {
        "seconds": 360,
        "instance_hours": 0.2,
        "output_objects": 2,
        "output_bytes": 150,
        "records": 7,
    }
    assert evidence.sources[-1] == Source("transform job", ARN)


def test_what_is_no_output_is_not_counted() -> None:
    assert facts(JOB, sizes={f"{OUT}_SUCCESS": 1}).run["output_objects"] == 0


def test_only_lines_are_records() -> None:
    evidence = facts(replace(JOB, is_lines=False), counts={f"{OUT}a.csv.out": 3})
    assert "records" not in evidence.run
    assert evidence.run["output_objects"] == 1
    assert note(evidence) is None


def test_several_jobs_are_one_run() -> None:
    second = replace(JOB, arn=ARN + "2", output="s3://b/second/")
    evidence = facts(JOB, second, counts={f"{OUT}a.out": 3, "s3://b/second/a.out": 4})
    assert evidence.run == {
        "seconds": 720,
        "instance_hours": 0.4,
        "output_objects": 2,
        "output_bytes": 200,
        "records": 7,
    }


def test_what_is_not_known_of_every_job_is_not_told() -> None:
    second = replace(JOB, output="s3://b/second/", is_lines=False, ended_at=None)
    evidence = facts(JOB, second, counts={f"{OUT}a.out": 3, "s3://b/second/a.out": 4})
    assert evidence.run == {"output_objects": 2, "output_bytes": 200}
    assert evidence.sources[-1].note == "its times are not known"


@pytest.mark.parametrize("ended_at", [None, "", "yesterday", "2026-02-24T12:06:00"])
def test_a_job_without_times_has_the_other_facts(ended_at: str | None) -> None:
    evidence = facts(replace(JOB, ended_at=ended_at))
    assert evidence.run == {"output_objects": 0, "output_bytes": 0, "records": 0}
    assert note(evidence) == "its times are not known"


@pytest.mark.parametrize(
    "much",
    [
        {"counts": {f"{OUT}a.out": 1}, "sizes": {f"{OUT}a.out": 64_000_001}},
        {"counts": {f"{OUT}{number}.out": 1 for number in range(21)}},
    ],
)
def test_records_of_very_much_output_are_not_counted(much: dict[str, Any]) -> None:
    evidence = facts(JOB, **much)
    assert "records" not in evidence.run
    assert evidence.run["output_bytes"] > 0
    assert note(evidence) == "its records are not counted: there is too much output"


def test_outputs_that_are_gone_or_locked_are_a_note() -> None:
    assert note(facts(JOB, sizes={f"{OUT}a.out": 1})) == "its records are not counted: s3://b/out/a.out does not exist"
    locked = facts(JOB, closed={OUT: NoAccess("locked")})
    assert locked.run == {"seconds": 360, "instance_hours": 0.2}
    assert note(locked) == "its outputs are not counted: they could not be listed"


def test_outputs_that_are_too_many_to_list_are_not_counted() -> None:
    evidence = facts(JOB, counts={f"{OUT}{number}.out": 1 for number in range(9)}, most=5)
    assert evidence.run == {"seconds": 360, "instance_hours": 0.2}
    assert note(evidence) == "its outputs are not counted: too many"


def test_no_lines_are_counted_when_time_is_over() -> None:
    times = iter([0.0] * 2)
    reports = FakeReports({}, counts={f"{OUT}a.out": 1})
    run = Run(ModelPackageArn.parse(arn()), ARN, "event-1", (OUT,), transform_jobs=(JOB,))
    evidence = CollectEvidence(reports, seconds=1, clock=lambda: next(times, 99.0)).of_run(run)
    assert evidence.run["output_objects"] == 1
    assert note(evidence) == "its records are not counted: there was no time"
