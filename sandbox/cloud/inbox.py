"""The inbox: a page with the mails as SES sent them, of all accounts, each thread with its newest mail first."""

import time
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from ministack.services import ses

from sandbox.environments import ENVIRONMENTS

from . import mail_headers

_pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
_names = {environment.account_id: environment.name for environment in ENVIRONMENTS}


@dataclass(frozen=True)
class Mail:
    """A mail as it was sent, and the environment whose account sent it."""

    account_id: str
    environment: str
    sent: str
    sender: str
    recipients: str
    subject: str
    text: str
    html: str
    thread: str
    """What it refers to, as mail programs see it; empty if to nothing."""


def mails() -> list[Mail]:
    """Every mail, newest first."""
    sent = [
        (record["Timestamp"], account_id, record)
        for (account_id, _region, _key), records in ses._sent_emails.all_items()
        for record in records
    ]
    return [
        Mail(
            account_id=account_id,
            environment=_names.get(account_id, ""),
            sent=time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(moment)),
            sender=record["Source"],
            recipients=", ".join(record["To"]),
            subject=record["Subject"],
            text=record["BodyText"] or "",
            html=record["BodyHtml"] or "",
            thread=mail_headers.of(record["MessageId"]).get("References", ""),
        )
        for moment, account_id, record in sorted(sent, key=lambda one: -one[0])
    ]


def threads() -> list[list[Mail]]:
    """What one recipient has got about one thing; whatever has news comes first."""
    together: dict[tuple[str, str, int], list[Mail]] = {}
    for number, mail in enumerate(mails()):
        alone = 0 if mail.thread else number
        together.setdefault((mail.recipients, mail.thread, alone), []).append(mail)
    return list(together.values())


def page() -> str:
    """The inbox as HTML."""
    return _pages.get_template("inbox.html.j2").render(threads=threads())
