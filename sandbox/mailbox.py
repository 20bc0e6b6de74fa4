"""The mails that the emulated SES has sent, as their recipients find them."""

import json
import re
import time
import urllib.request
from dataclasses import dataclass, field

from .errors import SandboxError
from .local_aws import LocalAws

_SECONDS = 90
"""A mail comes after an event, a queue and a function's cold start."""


@dataclass(frozen=True)
class Mail:
    """One mail in one person's mailbox."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    """Those that the sender gave besides, such as References."""

    @property
    def link(self) -> str:
        """The one address in the text."""
        links: list[str] = re.findall(r"https?://\S+", self.text)
        if len(links) != 1:
            raise SandboxError(f"The mail {self.subject!r} has {len(links)} links instead of one.")
        return links[0]


def mails(aws: LocalAws, to: str) -> list[Mail]:
    """Everything that was sent to an address from any account, oldest first."""
    with urllib.request.urlopen(f"{aws.endpoint}/_ministack/ses/messages", timeout=30) as answer:
        accounts = json.load(answer)["messages"]
    sent = sorted((message for messages in accounts.values() for message in messages), key=lambda m: m["Timestamp"])
    return [
        Mail(
            to,
            message["Subject"],
            message["BodyText"],
            message["BodyHtml"] or "",
            {header["Name"]: header["Value"] for header in message.get("Headers", [])},
        )
        for message in sent
        if to in message["To"]
    ]


def wait_for_mail(aws: LocalAws, to: str, subject: str) -> Mail:
    """The first mail with this subject. Raises SandboxError if it does not come."""
    give_up = time.monotonic() + _SECONDS
    while time.monotonic() < give_up:
        if found := [mail for mail in mails(aws, to) if mail.subject == subject]:
            return found[0]
        time.sleep(0.3)
    raise SandboxError(f"The mail {subject!r} did not reach {to} within {_SECONDS} seconds.")
