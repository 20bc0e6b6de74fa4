"""The mails to the approvers. A subject asks once; whatever follows about the same request answers in its thread."""

import hashlib
from collections.abc import Callable
from functools import partial

from model_approval.domain.bypass import Bypass
from model_approval.domain.directions import Directions
from model_approval.domain.gates import Gates
from model_approval.domain.message import Message
from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.records import Decision, Request
from model_approval.domain.revocation import Revocation
from model_approval.domain.text import fit, one_line
from model_approval.pages.addresses import request_path
from model_approval.pages.mails.bypasses import bypassed
from model_approval.pages.mails.content import Content
from model_approval.pages.mails.evidence import Rules
from model_approval.pages.mails.outcomes import decided, revoked
from model_approval.pages.mails.requests import asked, reminded, reported, superseded
from model_approval.pages.templates import render_html, render_text

SUBJECT_LIMIT = 200
"""Characters: far more than any name makes, and a line of a header has 998 bytes (RFC 5322, section 2.1.1)."""
_ALONE = Kind.REPORT, Kind.BYPASS
"""They belong to no request's thread."""


def render(
    notice: Notice,
    *,
    base_url: str,
    valid_days: int,
    gates: Callable[[str], Gates] = lambda _environment: Gates(),
    directions: Directions = Directions(),  # noqa: B008 - frozen
) -> Message:
    """``base_url`` is where the pages are, without a slash at the end. ``valid_days`` is how long a request can be
    decided, 0 for ever. ``gates`` are those of an environment."""
    environment = notice.about.environment
    rules = Rules(gates(environment), directions)
    content = _content(notice, base_url + request_path(environment, notice.id), valid_days, rules)
    text, html = render_text("mail.txt.j2", mail=content), partial(render_html, "mail.html.j2", mail=content)
    if notice.kind in _ALONE:
        subject = _line("".join(part.text for part in content.heading))
        return Message(subject, text, html(subject=subject))
    about = VersionId(notice.id.group, notice.older) if notice.kind is Kind.SUPERSEDED and notice.older else notice.id
    follows_up = notice.kind is not Kind.REQUEST
    subject = f"{'Re: ' if follows_up else ''}{_line(f'Approve {about} for {environment}?')}"
    return Message(subject, text, html(subject=subject), thread(environment, about), follows_up)


def thread(environment: str, id: VersionId) -> str:
    """The same for all mails about one request."""
    name = hashlib.sha256(f"{environment}\n{id.group}\n{id.version}".encode()).hexdigest()[:32]
    return f"<{name}@model-approval>"


def _line(subject: str) -> str:
    return fit(one_line(subject), SUBJECT_LIMIT)


def _content(notice: Notice, link: str, valid_days: int, rules: Rules) -> Content:
    match notice.about:
        case Decision() as decision:
            return decided(notice, decision, link)
        case Revocation() as revocation:
            return revoked(notice, revocation, link)
        case Bypass() as bypass:
            return bypassed(bypass, link)
        case Request() as request:
            match notice.kind:
                case Kind.REPORT:
                    return reported(notice, request, rules)
                case Kind.REMINDER:
                    return reminded(notice, request, link, valid_days, rules)
                case Kind.SUPERSEDED:
                    return superseded(notice, request, link, valid_days)
                case _:
                    return asked(notice, request, link, valid_days, rules)
