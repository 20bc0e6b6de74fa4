"""What Lambda itself does with a function's role: it works off the queue of a mapping, and writes the log.

MiniStack does both as itself. Source: "Configuring a queue to trigger an AWS Lambda function" in SQS's developer guide,
and "Sending Lambda function logs to CloudWatch Logs" in Lambda's.
"""

import functools
from typing import Any

from ministack.services import cloudwatch_logs, lambda_svc, sqs

from . import service_roles

_POLLS = ("sqs:ReceiveMessage", "sqs:GetQueueAttributes")
_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")


def install() -> None:
    """Hook into MiniStack's Lambda."""
    create, emit = lambda_svc._create_esm, lambda_svc._emit_lambda_logs
    receive, delete = sqs._receive_messages_for_esm, sqs._delete_messages_for_esm

    @functools.wraps(create)
    def create_mapping(request: dict[str, Any]) -> Any:
        """Lambda tries to read the queue, and says so if it may not."""
        queue = request.get("EventSourceArn", "")
        role = _role(request.get("FunctionName", "")) if ":sqs:" in queue else ""
        if role and not service_roles.may(role, "sqs:ReceiveMessage", queue):
            reason = "The function execution role does not have permissions to call ReceiveMessage on SQS"
            return lambda_svc.error_response_json("InvalidParameterValueException", reason, 400)
        return create(request)

    @functools.wraps(receive)
    def receive_as_role(queue_url: str, most: int) -> list[dict[str, Any]]:
        queue = sqs._get_q(queue_url)
        if not queue["messages"] or not all(_reader_may(queue, action) for action in _POLLS):
            return []
        found: list[dict[str, Any]] = receive(queue_url, most)
        return found

    @functools.wraps(delete)
    def delete_as_role(queue_url: str, receipt_handles: set[str]) -> None:
        if _reader_may(sqs._get_q(queue_url), "sqs:DeleteMessage"):
            delete(queue_url, receipt_handles)

    @functools.wraps(emit)
    def emit_as_role(function: dict[str, Any], *arguments: Any, **options: Any) -> None:
        settings = function.get("config") or function
        group = (settings.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{settings['FunctionName']}"
        stream = f"{cloudwatch_logs._make_group_arn_no_star(group)}:log-stream:any"
        if all(service_roles.may(settings.get("Role", ""), action, stream) for action in _LOGS):
            emit(function, *arguments, **options)

    lambda_svc._create_esm, lambda_svc._emit_lambda_logs = create_mapping, emit_as_role
    sqs._receive_messages_for_esm, sqs._delete_messages_for_esm = receive_as_role, delete_as_role


def _reader_may(queue: dict[str, Any], action: str) -> bool:
    """Whether the role of the function that a queue is mapped to may do something with the queue."""
    arn, mappings = queue["attributes"]["QueueArn"], (mapping for _, _, mapping in lambda_svc._iter_all_esms())
    readers = [mapping["FunctionName"] for mapping in mappings if mapping["EventSourceArn"] == arn]
    return any(service_roles.may(_role(function), action, arn) for function in readers)


def _role(function: str) -> str:
    """The role's ARN; empty for a function that does not exist."""
    record, _ = lambda_svc._get_func_record_for_qualifier(function.rpartition("function:")[2], None)
    return str(((record or {}).get("config") or {}).get("Role", ""))
