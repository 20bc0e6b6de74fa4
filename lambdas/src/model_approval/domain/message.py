"""A mail, before it has a recipient."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    subject: str
    text: str
    html: str
