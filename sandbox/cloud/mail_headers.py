"""Headers that a sender of mail adds: MiniStack's SES takes any and forgets them.

Source: `MessageHeader` in the reference of the Amazon SES API v2.
"""

import functools
import json
import re
from typing import Any

from ministack import app
from ministack.services import ses_v2

from .resources import as_object

_MOST = 15
_NAME = re.compile(r"[!-9;-~]{1,126}")
_VALUE = re.compile(r"[ -~]{1,995}")
_LONGEST = 996  # characters of name and value together
_added: dict[str, list[dict[str, str]]] = {}
"""By the message's id."""


def install() -> None:
    """Hook into MiniStack's SES; its list of messages (`/_ministack/ses/messages`) then shows each one's `Headers`."""
    handle, show = ses_v2.handle_request, app._handle_ses_messages_request

    @functools.wraps(handle)
    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        content = as_object(body).get("Content", {}) if path == "/v2/email/outbound-emails" else {}
        added = content.get("Simple", {}).get("Headers", [])
        if mistake := _mistake(added):
            return ses_v2._json_err("BadRequestException", mistake)
        status, kind, answer = await handle(method, path, headers, body, query)
        if added and status == 200:
            _added[json.loads(answer)["MessageId"]] = added
        return status, kind, answer

    @functools.wraps(show)
    async def show_messages(method: str, path: str, headers: dict[str, str], query: Any) -> Any:
        answer = await show(method, path, headers, query)
        if not answer or answer[0] != 200:
            return answer
        accounts = json.loads(answer[2])["messages"]
        for message in (message for messages in accounts.values() for message in messages):
            message["Headers"] = _added.get(message["MessageId"], [])
        return 200, answer[1], json.dumps({"messages": accounts}).encode()

    ses_v2.handle_request, app._handle_ses_messages_request = handle_request, show_messages


def of(message_id: str) -> dict[str, str]:
    """The headers of a message that was sent."""
    return {header["Name"]: header["Value"] for header in _added.get(message_id, [])}


def _mistake(added: list[dict[str, str]]) -> str:
    """Why AWS would refuse these headers; empty if it would not."""
    if len(added) > _MOST:
        return f"A message has at most {_MOST} headers of its own."
    for header in added:
        name, value = header.get("Name", ""), header.get("Value", "")
        if not (_NAME.fullmatch(name) and _VALUE.fullmatch(value) and len(name + value) <= _LONGEST):
            return f"The header {name[:126]!r} is empty, too long, or has other characters than printable ASCII."
    return ""
