"""Parameter Store's sizes of pages and lists, over which MiniStack answers and AWS does not."""

import json
from typing import Any

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
        return await handle(method, path, headers, body, query)

    handlers["ssm"] = handle_request


def _refuse(member: str, measure: str) -> Any:
    message = (
        f"1 validation error detected: Value at '{member}' failed to satisfy constraint: "
        f"Member must have {measure} less than or equal to {_MOST}"
    )
    body = json.dumps({"__type": "ValidationException", "message": message}).encode()
    return 400, {"Content-Type": "application/x-amz-json-1.1"}, body
