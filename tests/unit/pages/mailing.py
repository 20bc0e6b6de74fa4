"""Mails of each kind about version 2 in dev, and their HTML taken apart."""

from dataclasses import replace
from typing import Any

from model_approval.domain.message import Message
from model_approval.domain.model_version import ModelVersion, VersionId
from model_approval.domain.notice import About, Kind, Notice
from model_approval.domain.revocation import Revocation
from model_approval.pages.mail import render
from tests.unit.examples import arn, bypass, decision, request, revocation
from tests.unit.pages.markup import Page

BASE = "https://approve.example.com"
LINK = f"{BASE}/requests/dev/abalone/2"
WITH_LINKS = [kind for kind in Kind if kind is not Kind.REPORT]
MSO = {
    '[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]',
    "[if mso]></td></tr></table><![endif]",
}
"""The only comments: Word reads them."""


class Html(Page):
    def handle_comment(self, data: str) -> None:
        assert data in MSO


def notice(kind: Kind, about: About | None = None) -> Notice:
    match kind:
        case Kind.DECIDED:
            return Notice(kind, about or decision())
        case Kind.REVOKED:
            return Notice(kind, about or revocation())
        case Kind.BYPASS:
            return Notice(kind, about or bypass())
        case Kind.SUPERSEDED:
            return Notice(kind, about or request(), older=1)
        case _:
            return Notice(kind, about or request())


def mail(kind: Kind, about: About | None = None, valid_days: int = 90, **changes: Any) -> Message:
    return render(replace(notice(kind, about), **changes), base_url=BASE, valid_days=valid_days)


def named(kind: Kind, group: str, environment: str = "dev") -> Message:
    """A mail about version 2 of this group."""
    about, id = notice(kind).about, VersionId(group, 2)
    which: dict[str, Any] = {"id": id} if isinstance(about, Revocation) else {"model": ModelVersion(id, arn())}
    return mail(kind, replace(about, environment=environment, **which))


def in_both(message: Message, sentence: str) -> bool:
    """Whether a sentence stands in both parts, wherever their lines break."""
    return all(sentence in " ".join(part.split()) for part in (message.text, Html(message.html).all_text))
