"""The pages behind API Gateway. Every answer carries the same strict headers; the style sheet is inline, by hash."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from model_approval.domain.person import Person
from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import Vote
from model_approval.pages import votes
from model_approval.pages.templates import render_html

COMMENT_LIMIT = 500
"""Characters of a comment or a reason: with four bytes each, they leave half of a 4 KB record to the rest."""


@dataclass(frozen=True)
class Form:
    """What a form needs; ``note`` tells why it is shown again, ``typed`` is what was written into it before."""

    action: str
    csrf_token: str
    evidence: str
    typed: str = ""
    note: str | None = None


def review(
    review: Review,
    *,
    person: Person,
    form: Form | None,
    refusal: str | None,
    own_vote: Vote | None = None,
    notice: str | None = None,
) -> str:
    """The page of one request. ``form`` is there for those who may decide, or, once it is approved, revoke;
    ``refusal`` tells the others why not. ``own_vote`` is what this person has voted, and ``notice`` what just happened.
    """
    return _page(
        "review.html.j2",
        title=f"{review.request.model.id} for {review.request.environment}",
        review=review,
        votes=votes.lines(review),
        progress=votes.progress(review) if review.required > 1 and not review.standing.decision else None,
        own_vote=own_vote,
        person=person,
        form=form,
        refusal=refusal,
        notice=notice,
        comment_limit=COMMENT_LIMIT,
        statuses=ApprovalStatus,
    )


def message(
    title: str, *sentences: str, person: Person | None = None, typed: str = "", retry: str | None = None
) -> str:
    """A page that only says something. ``typed`` gives back what was written; ``retry`` is a local path to go to."""
    return _page("message.html.j2", title=title, sentences=sentences, person=person, typed=typed, retry=retry)


def home(environment: str, person: Person, targets: list[str]) -> str:
    """The front door: which stack this is, and what is decided here."""
    return _page("home.html.j2", title=f"Model approvals in {environment}", person=person, targets=targets)


@cache
def security_headers() -> dict[str, str]:
    """For every answer, errors included (OWASP secure headers; CSP level 3 with no script at all)."""
    style = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def _page(template: str, **values: Any) -> str:
    return render_html(template, style=_style(), **values)


@cache
def _style() -> str:
    return (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
