"""EventBridge Scheduler with roles that count, and with schedules that run within two seconds of their time.

MiniStack takes any role and any name, looks for what is due every ten seconds, and lists the first page alone. Source:
Scheduler's API reference, and "Confused deputy prevention" and "Configuring a schedule's dead-letter queue" of its user
guide. A message that cannot be delivered goes to the dead-letter queue at once, not after a day of retries.
"""

import functools
import json
import re
import sys
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge, scheduler, sqs

from . import service_roles
from .iam import Facts
from .resources import as_object

_PRINCIPAL = "scheduler.amazonaws.com"
_NAME = re.compile(r"[0-9a-zA-Z._-]{1,64}")
_PAGE = 100
_AT = re.compile(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)")


def install(handlers: dict[str, Any]) -> None:
    """Hook into MiniStack's Scheduler; `handlers` are its services by name."""
    handle, invoke, listed = handlers["scheduler"], eventbridge._invoke_target, scheduler._list_schedules

    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        name = path.removeprefix("/schedules/")
        if name != path and method in ("POST", "PUT"):
            schedule = as_object(body)
            if reason := service_roles.refuse_passing(_PRINCIPAL, _role(schedule), headers, query):
                return scheduler._error(403, "AccessDeniedException", reason)
            if reason := _mistake(name, schedule):
                return scheduler._error(400, "ValidationException", reason)
        return await handle(method, path, headers, body, query)

    @functools.wraps(invoke)
    def invoke_as_role(target: dict[str, Any], event: Any, rule: dict[str, Any], *more: Any) -> None:
        problem = _problem(target, rule) if "GroupName" in rule else ""  # else it is a rule of EventBridge
        if problem:
            _dead_letter(target, rule, problem)
        else:
            invoke(target, event, rule, *more)

    @functools.wraps(listed)
    def list_page(query: dict[str, str]) -> Any:
        status, headers, body = listed(query | {"MaxResults": str(sys.maxsize)})
        found, start = json.loads(body)["Schedules"], int(query.get("NextToken", 0))
        end = start + int(query.get("MaxResults", _PAGE))
        page = {"Schedules": found[start:end], "NextToken": str(end) if end < len(found) else None}
        return status, headers, json.dumps(page).encode()

    handlers["scheduler"], eventbridge._invoke_target = handle_request, invoke_as_role
    scheduler._list_schedules = list_page
    scheduler._SCHEDULE_TICK_INTERVAL = 1


def _mistake(name: str, schedule: dict[str, Any]) -> str:
    """Why AWS would refuse a new or changed schedule; empty if it would not."""
    expression = schedule.get("ScheduleExpression", "")
    if not _NAME.fullmatch(name):
        return f"Value {name!r} at 'name' failed to satisfy constraint: up to 64 letters, digits and characters of -_."
    if expression.startswith("at(") and not _AT.fullmatch(expression):
        return f"Invalid Schedule Expression {expression}."
    if not service_roles.trusts(_role(schedule), _PRINCIPAL, _source(schedule)):
        return "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
    return ""


def _problem(target: dict[str, Any], schedule: dict[str, Any]) -> str:
    """Why a message cannot be delivered; empty if it can."""
    if ":sqs:" not in target["Arn"]:
        return f"The sandbox's schedules send to queues only, not to {target['Arn']}."
    if not sqs._queue_by_arn(target["Arn"]):
        return "The specified queue does not exist."
    trusted = service_roles.trusts(_role(schedule), _PRINCIPAL, _source(schedule))
    if not (trusted and service_roles.may(_role(schedule), "sqs:SendMessage", target["Arn"])):
        return f"{_role(schedule)} is not authorized to perform: sqs:SendMessage on resource: {target['Arn']}"
    return ""


def _dead_letter(target: dict[str, Any], schedule: dict[str, Any], reason: str) -> None:
    """As the target, the dead-letter queue gets a message only if the schedule's role may send there."""
    arn = target.get("DeadLetterConfig", {}).get("Arn", "")
    if not (sqs._queue_by_arn(arn) and service_roles.may(_role(schedule), "sqs:SendMessage", arn)):
        scheduler.logger.error("%s is lost: %s", schedule["Arn"], reason)
        return
    attributes = {"ERROR_MESSAGE": reason, "SCHEDULE_ARN": schedule["Arn"], "TARGET_ARN": target["Arn"]}
    url = "/".join(arn.split(":")[-2:])
    sqs._act_send_message({
        "QueueUrl": url,
        "MessageBody": target.get("Input") or "{}",
        "MessageAttributes": {n: {"DataType": "String", "StringValue": value} for n, value in attributes.items()},
    }, url)  # fmt: skip


def _role(schedule: dict[str, Any]) -> str:
    return str((schedule.get("Target") or {}).get("RoleArn", ""))


def _source(schedule: dict[str, Any]) -> Facts:
    """On whose behalf Scheduler assumes a role: it names the schedule's group, never the schedule."""
    group = schedule.get("GroupName") or "default"
    return {"aws:sourcearn": f"arn:aws:scheduler:{get_region()}:{get_account_id()}:schedule-group/{group}"}
