"""CloudWatch alarms as they were made.

MiniStack's XML answer to DescribeAlarms leaves out dimensions, statistic, period and more, so that Terraform would find
changes for ever; its JSON answer has them all. And it takes a metric's name for the metric, whatever its dimensions, so
that what happens to one stack would raise the alarms of all.
"""

import functools
import json
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from ministack.services import cloudwatch


def install() -> None:
    """Hook into MiniStack's CloudWatch."""
    describe, evaluate = cloudwatch._describe_alarms, cloudwatch._evaluate_alarm

    @functools.wraps(describe)
    def describe_alarms(parameters: Any, body: Any, is_cbor: bool, is_json: bool = False) -> Any:
        if is_cbor or is_json:
            return describe(parameters, body, is_cbor, is_json)
        names = [values[0] for key, values in parameters.items() if key.startswith("AlarmNames.member.")]
        options = {
            key: parameters[key][0] for key in ("AlarmNamePrefix", "StateValue", "NextToken") if key in parameters
        }
        status, _, answer = describe({}, options | {"AlarmNames": names}, is_cbor=False, is_json=True)
        result = _xml({"DescribeAlarmsResult": json.loads(answer)})
        return cloudwatch._xml(status, "DescribeAlarmsResponse", result)

    @functools.wraps(evaluate)
    def evaluate_alarm(alarm: dict[str, Any]) -> None:
        dimensions = cloudwatch._dims_key(cloudwatch._dims_from_list(alarm.get("Dimensions") or []))
        watched = (alarm.get("Namespace"), alarm.get("MetricName"), dimensions)
        metrics = cloudwatch._metrics
        cloudwatch._metrics = {key: points for key, points in metrics.items() if key == watched}
        try:
            evaluate(alarm)
        finally:
            cloudwatch._metrics = metrics

    cloudwatch._describe_alarms, cloudwatch._evaluate_alarm = describe_alarms, evaluate_alarm


def _xml(value: Any) -> str:
    """A value as AWS's query protocol writes it: members by name, lists as `member` elements."""
    if isinstance(value, dict):
        return "".join(
            f"<{name}>{_xml(_time(member) if name.endswith('Timestamp') else member)}</{name}>"
            for name, member in value.items()
            if member is not None
        )
    if isinstance(value, list):
        return "".join(f"<member>{_xml(member)}</member>" for member in value)
    return str(value).lower() if isinstance(value, bool) else escape(str(value))


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
