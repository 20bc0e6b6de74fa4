"""The mails: to the approvers when something waits for them, and about the last environment's runs."""

from urllib.parse import quote

from model_approval.domain.message import Message
from model_approval.domain.records import Request
from model_approval.domain.text import one_line
from model_approval.pages.templates import render_html, render_text


def request_path(request: Request) -> str:
    """The local address of a request: readable, and without any authority of its own."""
    id = request.model.id
    return f"/requests/{quote(request.environment)}/{quote(id.group)}/{id.version}"


def approval_request(request: Request, base_url: str) -> Message:
    return _message(f"Approve {request.model.id} for {request.environment}?", "request", request, base_url)


def inference_report(request: Request, base_url: str) -> Message:
    return _message(f"{request.model.id} ran in {request.environment}", "report", request, base_url)


def _message(subject: str, template: str, request: Request, base_url: str) -> Message:
    values = {"subject": subject, "request": request, "link": base_url + request_path(request)}
    return Message(
        subject=one_line(subject),
        text=render_text(f"mail_{template}.txt.j2", **values),
        html=render_html(f"mail_{template}.html.j2", **values),
    )
