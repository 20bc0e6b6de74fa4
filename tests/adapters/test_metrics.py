"""The metrics that alarms watch, as CloudWatch reads them out of the function's log."""

import json
import sys
import time
from collections.abc import Callable

import pytest
from aws_lambda_powertools import Logger

from model_approval.adapters import correlation
from model_approval.adapters.metrics import Metrics

FUNCTION = "model-approval-dev-registration-notifier"


@pytest.mark.parametrize(
    ("count", "name"),
    [
        (Metrics.bypassed, "Bypasses"),
        (Metrics.overridden, "GatesOverridden"),
        (Metrics.changed, "ArtefactChanges"),
        (Metrics.waited, "RequestsWaiting"),
    ],
)
def test_each_is_one_line_that_cloudwatch_counts_and_no_log_message(
    capsys: pytest.CaptureFixture[str], count: Callable[[Metrics], None], name: str
) -> None:
    logger = Logger(service=f"not-{name}", stream=sys.stdout)
    correlation.begin("event-1")
    logger.info("before")
    count(Metrics(FUNCTION))
    logger.info("after")
    before, metric, after = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    written = metric["_aws"].pop("Timestamp")
    assert metric == {
        "_aws": {
            "CloudWatchMetrics": [
                {
                    "Namespace": "ModelApproval",
                    "Dimensions": [["service"]],
                    "Metrics": [{"Name": name, "Unit": "Count"}],
                }
            ]
        },
        "service": FUNCTION,
        "correlation_id": "event-1",
        name: [1.0],
    }
    assert abs(written / 1000 - time.time()) < 60
    assert [(line["message"], "_aws" in line, name in line) for line in (before, after)] == [
        ("before", False, False),
        ("after", False, False),
    ]


def test_each_bypass_counts(capsys: pytest.CaptureFixture[str]) -> None:
    metrics = Metrics(FUNCTION)
    metrics.bypassed()
    metrics.bypassed()
    assert [json.loads(line)["Bypasses"] for line in capsys.readouterr().out.splitlines()] == [[1.0], [1.0]]
