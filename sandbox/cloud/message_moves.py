"""Dead-letter queue redrive: StartMessageMoveTask and ListMessageMoveTasks, which MiniStack's SQS lacks.

Source: SQS's API reference, and "Configuring a dead-letter queue redrive" of its developer guide. A task is complete
when its answer is sent: what is in flight then stays where it is, as does everything that comes later.
"""

import time
import uuid
from typing import Any

from ministack.services import sqs

from .iam import refusal
from .resources import as_object

# What a move does on its caller's behalf: action, and the member that names the queue.
_NEEDS = (
    ("sqs:ReceiveMessage", "SourceArn"),
    ("sqs:DeleteMessage", "SourceArn"),
    ("sqs:GetQueueAttributes", "SourceArn"),
    ("sqs:SendMessage", "DestinationArn"),
)
_tasks: list[dict[str, Any]] = []
"""As ListMessageMoveTasks shows them, newest first."""


def install(handlers: dict[str, Any]) -> None:
    """Hook into MiniStack's SQS; `handlers` are its services by name."""
    handle = handlers["sqs"]

    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        operation, request = headers.get("x-amz-target", "").rpartition(".")[2], as_object(body)
        try:
            if operation == "StartMessageMoveTask":
                _check(request, headers, query)
                return sqs._json_ok(_start(request))
            if operation == "ListMessageMoveTasks":
                return sqs._json_ok(_list(request))
        except sqs._Err as error:
            return sqs._json_err_resp(error.code, error.message, error.status)
        return await handle(method, path, headers, body, query)

    handlers["sqs"] = handle_request


def _check(request: dict[str, Any], headers: dict[str, str], query: Any) -> None:
    """Refuse what AWS refuses; and moves back to wherever each message came from, which the sandbox does not know."""
    if not request.get("DestinationArn"):
        raise sqs._Err("UnsupportedOperation", "The sandbox moves messages only to a DestinationArn.")
    for member in ("SourceArn", "DestinationArn"):
        if sqs._queue_by_arn(request.get(member, "")) is None:
            reason = f"The resource that you specified for the {member} parameter doesn't exist."
            raise sqs._Err("ResourceNotFoundException", reason, 404)
    queues = [queue for _, queue in sqs._queues.all_items()]
    policies = [as_object(queue["attributes"].get("RedrivePolicy", "").encode()) for queue in queues]
    if request["SourceArn"] not in [policy.get("deadLetterTargetArn") for policy in policies]:
        raise sqs._Err("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.")
    for action, member in _NEEDS:
        if reason := refusal(action, request[member], headers, query):
            raise sqs._Err("AccessDeniedException", reason, 403)


def _start(request: dict[str, Any]) -> dict[str, Any]:
    """Every message becomes a new one, with a new id and nobody having received it yet."""
    source, now = sqs._queue_by_arn(request["SourceArn"]), time.time()
    sqs._expire_retained(source)
    moved = [message for message in source["messages"] if message["visible_at"] <= now]
    url = "/".join(request["DestinationArn"].split(":")[-2:])
    for message in moved:
        content = {"MessageBody": message["body"], "MessageAttributes": message.get("message_attributes")}
        sqs._act_send_message({"QueueUrl": url} | content, url)
    source["messages"] = [message for message in source["messages"] if message["visible_at"] > now]
    _tasks.insert(0, {
        "Status": "COMPLETED",
        "SourceArn": request["SourceArn"],
        "DestinationArn": request["DestinationArn"],
        "ApproximateNumberOfMessagesMoved": len(moved),
        "ApproximateNumberOfMessagesToMove": len(moved),
        "StartedTimestamp": int(now * 1000),
    })  # fmt: skip
    return {"TaskHandle": uuid.uuid4().hex}


def _list(request: dict[str, Any]) -> dict[str, Any]:
    tasks = [task for task in _tasks if task["SourceArn"] == request.get("SourceArn")]
    return {"Results": tasks[: request.get("MaxResults", 1)]}
