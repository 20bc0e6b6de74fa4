"""A mail, before it has a recipient."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """``thread`` names what the mail is about, as the identifier of a message that was never sent (``<…@…>``, RFC
    5322, section 3.6.4): mail programs show all mails of a thread together. ``follows_up`` tells whether there was one
    before.
    """

    subject: str
    text: str
    html: str
    thread: str | None = None
    follows_up: bool = False
