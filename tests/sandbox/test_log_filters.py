"""What is looked for in a log is found as on AWS."""

import time

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT

LINES = ['{"level":"ERROR","message":"event put aside"}', '{"level":"INFO"}', "Task timed out after 29.00 seconds"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("", [0, 1, 2]),
        ("ERROR", [0]),
        ("error", []),
        ('?ERROR ?"Task timed out"', [0, 2]),
        ('?"timed after" ?INFO', [1]),
        ("level -INFO", [0]),
        ('"put aside" ERROR', [0]),
        ("ERROR timed", []),
        ("ERROR ?timed", [0]),
    ],
)
def test_a_pattern_finds_these_lines(aws, names, pattern, found):
    logs, group = aws.client("logs", root(ACCOUNT)), f"group-{next(names)}"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="stream")
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": line} for line in LINES]
    logs.put_log_events(logGroupName=group, logStreamName="stream", logEvents=events)
    answer = logs.filter_log_events(logGroupName=group, filterPattern=pattern)
    assert [event["message"] for event in answer["events"]] == [LINES[number] for number in found]
