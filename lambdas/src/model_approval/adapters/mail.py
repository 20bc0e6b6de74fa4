"""Amazon SES behind the steps' ``Mail``: one message a recipient, since one bad address rejects a whole message."""

from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.message import Message

_NEVER = ("MessageRejected", "BadRequestException")
"""What SES answers when this message will never go to this address, such as an unverified one in the SES sandbox."""


class Mailer:
    def __init__(self, sesv2: Any, sender: str, configuration_set: str) -> None:
        self._sesv2, self._sender, self._configuration_set = sesv2, sender, configuration_set

    def send(self, to: str, message: Message) -> None:
        try:
            self._sesv2.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [to]},
                ConfigurationSetName=self._configuration_set,
                Content={
                    "Simple": {
                        "Subject": {"Data": message.subject, "Charset": "UTF-8"},
                        "Body": {
                            "Text": {"Data": message.text, "Charset": "UTF-8"},
                            "Html": {"Data": message.html, "Charset": "UTF-8"},
                        },
                        "Headers": _headers(message),
                    }
                },
            )
        except ClientError as error:
            if code(error) in _NEVER:
                raise UnusableEvent(f"Amazon SES refuses to send to {to}: {error}") from error
            raise


def _headers(message: Message) -> list[dict[str, str]]:
    """What keeps a thread together (RFC 5322, section 3.6.4), and out-of-office replies away (RFC 3834)."""
    refer = ["References", "In-Reply-To"] if message.follows_up else ["References"]
    thread = dict.fromkeys(refer, message.thread) if message.thread else {}
    return [{"Name": name, "Value": value} for name, value in {"Auto-Submitted": "auto-generated", **thread}.items()]
