"""The mails to the approvers: something waits for them, has waited for long, ran at the end, or went past them."""

from model_approval.domain.bypass import Bypass
from model_approval.domain.message import Message
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.text import one_line
from model_approval.pages.addresses import request_path
from model_approval.pages.templates import render_html, render_text


def render(notice: Notice, *, base_url: str) -> Message:
    """``base_url`` is where the pages are; it ends without a slash."""
    about, subject = notice.about, one_line(_subject(notice))
    link = base_url + request_path(about.environment, about.model.id)
    values = {"subject": subject, "about": about, "link": link, "statuses": ApprovalStatus}
    return Message(
        subject=subject,
        text=render_text(f"mail_{notice.kind.value}.txt.j2", **values),
        html=render_html(f"mail_{notice.kind.value}.html.j2", **values),
    )


def _subject(notice: Notice) -> str:
    id, environment = notice.about.model.id, notice.about.environment
    match notice:
        case Notice(about=Bypass(status=status)):
            return f"{id} was set to {status.value} outside of the workflow"
        case Notice(kind=Kind.REPORT):
            return f"{id} ran in {environment}"
        case Notice(kind=Kind.REMINDER):
            return f"Reminder: approve {id} for {environment}?"
        case _:
            return f"Approve {id} for {environment}?"
