"""Deliver: send one mail to one recipient, if what it is about was really recorded."""

from collections.abc import Callable

from model_approval.domain.encoding import decode
from model_approval.domain.message import Message
from model_approval.domain.notice import About, MailJob, Notice
from model_approval.steps.ports import Mail, Parameters


class NotRecorded(Exception):
    """What the mail is about is not recorded, or not yet; worth another look."""


class Deliver:
    def __init__(self, *, parameters: Parameters, mail: Mail, render: Callable[[Notice], Message]) -> None:
        self._parameters, self._mail, self._render = parameters, mail, render

    def __call__(self, job: MailJob) -> str:
        """What was done, for the log. Raises NotRecorded, and UnusableEvent if the address will never take it."""
        notice, what = job.notice, f"{job.notice.kind.value} of {job.notice.id} to {job.to}"
        if notice.record is not None:
            found = self._parameters.read([notice.record]).get(notice.record)
            if found is None:
                raise NotRecorded(f"{notice.record} does not exist")
            kind: type[About] = type(notice.about)
            if decode(kind, found.value).attempt != notice.about.attempt:
                return f"nothing: another attempt sends the {what}"
        self._mail.send(job.to, self._render(notice))
        return f"sent the {what}"
