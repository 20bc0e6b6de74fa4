"""What MiniStack's Parameter Store lacks: sizes of pages and lists over which AWS does not answer, and its events.

Source of the events: "Setting up notifications or trigger actions based on Parameter Store events" in the user guide.
"""

import json
from collections.abc import Iterator
from typing import Any

from ministack.services import ssm

from .bus import publish
from .resources import as_object

_MOST = 10


def install(handlers: dict[str, Any]) -> None:
    """Hook into MiniStack's SSM; `handlers` are its services by name."""
    handle = handlers["ssm"]

    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        operation, request = headers.get("x-amz-target", "").rpartition(".")[2], as_object(body)
        if operation == "GetParameters" and len(request.get("Names", [])) > _MOST:
            return _refuse("names", "length")
        if operation == "GetParametersByPath" and request.get("MaxResults", 0) > _MOST:
            return _refuse("maxResults", "value")
        before = {name: known for name in _named(operation, request) if (known := ssm._lookup_parameter(name)[1])}
        answer = await handle(method, path, headers, body, query)
        if answer[0] == 200:
            for change, parameter in _changes(operation, request, before):
                _tell(change, parameter)
        return answer

    handlers["ssm"] = handle_request


def _named(operation: str, request: dict[str, Any]) -> list[str]:
    """The parameters that a request is to change."""
    if operation in ("PutParameter", "DeleteParameter"):
        return [request.get("Name", "")]
    return request.get("Names", []) if operation == "DeleteParameters" else []


def _changes(operation: str, request: dict[str, Any], before: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a request that succeeded has changed."""
    if operation == "PutParameter":
        yield "Update" if before else "Create", ssm._lookup_parameter(request["Name"])[1]
    for parameter in before.values() if operation.startswith("Delete") else ():
        yield "Delete", parameter


def _tell(change: str, parameter: dict[str, Any]) -> None:
    detail = {"operation": change, "name": parameter["Name"], "type": parameter["Type"]}
    if description := parameter.get("Description"):
        detail["description"] = description
    publish("aws.ssm", "Parameter Store Change", [parameter["ARN"]], detail)


def _refuse(member: str, measure: str) -> Any:
    message = (
        f"1 validation error detected: Value at '{member}' failed to satisfy constraint: "
        f"Member must have {measure} less than or equal to {_MOST}"
    )
    body = json.dumps({"__type": "ValidationException", "message": message}).encode()
    return 400, {"Content-Type": "application/x-amz-json-1.1"}, body
