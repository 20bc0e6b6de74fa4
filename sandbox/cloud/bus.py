"""Events that AWS's services put on the default bus of the account and region of what they are about."""

import json
from datetime import UTC, datetime
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import eventbridge


def publish(source: str, detail_type: str, arns: list[str], detail: dict[str, Any]) -> None:
    """Send an event about `arns`, of which there is at least one; all are of one account and region."""
    _, _, _, region, account, _ = arns[0].split(":", 5)
    entry = {
        "Source": source,
        "DetailType": detail_type,
        "Resources": arns,
        "Detail": json.dumps(detail, default=_iso_time),
    }
    with request_scope(account, region):
        eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)


def _iso_time(moment: datetime) -> str:
    """moto's times are naive and in UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
