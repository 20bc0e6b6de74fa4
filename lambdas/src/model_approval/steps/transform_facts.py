"""What is known about batch transforms without any report: how long they took, and what they wrote."""

from collections.abc import Iterable
from datetime import datetime

from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.merged_evidence import Found
from model_approval.domain.runs import Object, TransformJob
from model_approval.steps.ports import Reports
from model_approval.steps.read_reports import ReadReports

COUNTED_BYTES, COUNTED_OBJECTS = 64_000_000, 20
"""Outputs whose lines are counted: all of them together."""
_OUTPUT = ".out"
"""How batch transform names its outputs: as the input, with this behind."""


def transform_facts(
    reports: Reports, read: ReadReports, jobs: Iterable[TransformJob]
) -> tuple[dict[str, float], list[Found]]:
    """``seconds``, ``instance_hours``, ``output_objects``, ``output_bytes`` and ``records`` of all jobs, each if it is
    known of every one; and what there is to say about each."""
    told = [_facts(reports, read, job) for job in jobs]
    known = [facts for facts, _ in told]
    names = [name for name in (known[0] if known else ()) if all(name in facts for facts in known)]
    return {name: sum(facts[name] for facts in known) for name in names}, [found for _, found in told]


def _facts(reports: Reports, read: ReadReports, job: TransformJob) -> tuple[dict[str, float], Found]:
    facts: dict[str, float] = {}
    notes = []
    seconds = _seconds(job)
    if seconds is None:
        notes.append("its times are not known")
    else:
        facts = {"seconds": seconds, "instance_hours": round(seconds * job.instances / 3600, 4)}
    folder = read.folder(job.output)
    if folder is None or not folder.is_complete:
        notes.append("its outputs are not counted: " + ("they could not be listed" if folder is None else "too many"))
    else:
        outputs = [one for one in folder.objects if one.uri.endswith(_OUTPUT)]
        facts |= {"output_objects": len(outputs), "output_bytes": sum(one.size for one in outputs)}
        if job.is_lines:
            try:
                facts["records"] = _records(reports, read, outputs)
            except (NotFound, NoAccess, ValueError) as error:
                notes.append(f"its records are not counted: {error}")
    return facts, Found("transform job", job.arn, note="; ".join(notes) or None)


def _records(reports: Reports, read: ReadReports, outputs: list[Object]) -> int:
    """Raises NotFound, NoAccess, or ValueError with the reason if they cannot be counted."""
    if sum(one.size for one in outputs) > COUNTED_BYTES or len(outputs) > COUNTED_OBJECTS:
        raise ValueError("there is too much output")
    count = 0
    for one in outputs:
        if read.is_late():
            raise ValueError("there was no time")
        count += reports.lines(one.uri)
    return count


def _seconds(job: TransformJob) -> int | None:
    try:
        ran = datetime.fromisoformat(job.ended_at or "") - datetime.fromisoformat(job.started_at or "")
    except (ValueError, TypeError):
        return None
    return max(0, round(ran.total_seconds()))
