"""Which resources a request is about, in the terms of IAM, where MiniStack leaves out or mistakes them.

Source: the service authorization reference.
"""

import json
import re
from typing import Any
from urllib.parse import unquote

from ministack.services import ses_v2


class Several(str):
    """The first ARN of a request that names several resources: each of them must be allowed."""

    others: tuple[str, ...]

    def __new__(cls, *arns: str) -> "Several":
        several = super().__new__(cls, arns[0])
        several.others = arns[1:]
        return several


def named(service: str, path: str, headers: Any, body: bytes, query: Any, region: str, account: str) -> str:
    """The ARN of a request to SSM, SES, SQS or Scheduler; empty where MiniStack's own is right."""
    prefix = f"arn:aws:{service}:{region}:{account}:"
    if service == "ssm":
        return _parameters(headers.get("x-amz-target", "").rpartition(".")[2], as_object(body), prefix)
    if service == "ses" and path == "/v2/email/outbound-emails":
        return _mail(as_object(body), prefix)
    if service == "sqs":
        return str(as_object(body).get("SourceArn", ""))  # of message moves; all else names a queue by its URL
    if service == "scheduler" and path.startswith("/schedules/"):
        asked = query.get("groupName") or as_object(body).get("GroupName") or "default"
        group = asked[0] if isinstance(asked, list) else asked
        return f"{prefix}schedule/{group}/{unquote(path.removeprefix('/schedules/'))}"
    return ""


def as_object(body: bytes) -> dict[str, Any]:
    """A JSON request's members; empty for any other body, which the service itself will refuse."""
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return {}
    return request if isinstance(request, dict) else {}


def _parameters(operation: str, request: dict[str, Any], prefix: str) -> str:
    """Parameters by name; MiniStack leaves out lists of names, paths, and the `:version` that a name may end with."""
    names = {
        "GetParameter": [request.get("Name", "")],
        "GetParameters": request.get("Names", []),
        "GetParametersByPath": [request.get("Path", "")],
    }.get(operation, [])
    arns = [
        f"{prefix}parameter/{re.sub(r':[^:/]+$', '', name).strip('/')}" for name in names if not name.startswith("arn:")
    ]
    return Several(*arns) if arns else ""


def _mail(request: dict[str, Any], prefix: str) -> str:
    """A mail needs its identity (the address, or else the domain) and, if it names one, its configuration set."""
    address = request.get("FromEmailAddress", "").rpartition("<")[2].rstrip(">")
    identity = address if address in ses_v2._identities else address.rpartition("@")[2]
    arns = [f"{prefix}identity/{identity}"]
    if name := request.get("ConfigurationSetName"):
        arns.append(f"{prefix}configuration-set/{name}")
    return Several(*arns)
