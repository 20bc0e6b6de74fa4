"""CloudWatch alarms as they were made.

MiniStack's XML answer to DescribeAlarms leaves out dimensions, statistic, period and more, so that Terraform would find
changes for ever; its JSON answer has them all.
"""

import functools
import json
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from ministack.services import cloudwatch


def install() -> None:
    """Hook into MiniStack's CloudWatch."""
    describe = cloudwatch._describe_alarms

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

    cloudwatch._describe_alarms = describe_alarms


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
