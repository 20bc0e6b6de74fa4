"""Mail that is to be sent: what about, and, as a job in a queue, to whom.

The jobs are put into the queue before the record that they are about is written. A job's mail is sent only if the
record was written by the very attempt that made the job; so each recipient gets one, whatever dies in between.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from model_approval.domain.bypass import Bypass
from model_approval.domain.encoding import decode, encode
from model_approval.domain.errors import InvalidRecord, UnusableEvent
from model_approval.domain.json_values import checked
from model_approval.domain.model_version import VersionId
from model_approval.domain.records import Approved, Decision, Request
from model_approval.domain.revocation import Revocation

DETAIL_TYPE = "Model Approval Mail"


class Kind(StrEnum):
    REQUEST = "request"
    REMINDER = "reminder"
    SUPERSEDED = "superseded"
    DECIDED = "decided"
    REVOKED = "revoked"
    REPORT = "report"
    BYPASS = "bypass"


About = Request | Decision | Revocation | Bypass

_ABOUT: dict[Kind, type[About]] = {Kind.DECIDED: Decision, Kind.REVOKED: Revocation, Kind.BYPASS: Bypass}
"""What a notice is about, if not a request."""


@dataclass(frozen=True)
class Notice:
    """For the approvers of the environment that ``about`` names. ``record`` is the name of the parameter that must have
    been written by the same attempt; None where there is none to wait for.

    ``approved`` is what the environment's inference pipelines run when the notice is made. ``older`` is the version
    that waited for the same decision when ``about`` was requested. ``except_for`` is the name of the person who brought
    it about and needs no mail.
    """

    kind: Kind
    about: About
    record: str | None = None
    approved: Approved | None = None
    older: int | None = None
    except_for: str | None = None

    @property
    def id(self) -> VersionId:
        return self.about.id if isinstance(self.about, Revocation) else self.about.model.id


@dataclass(frozen=True)
class MailJob:
    to: str
    notice: Notice

    def to_body(self) -> str:
        """As a message in a queue."""
        notice = self.notice
        detail = {
            "kind": notice.kind.value,
            "to": self.to,
            "record": notice.record,
            "value": encode(notice.about),
            "approved": encode(notice.approved) if notice.approved else None,
            "older": notice.older,
        }
        return json.dumps({"detail-type": DETAIL_TYPE, "detail": detail})


def is_mail_job(body: str) -> bool:
    """Whether a queue's message is one of these, well made or not, and no event."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(message, dict) and message.get("detail-type") == DETAIL_TYPE


def mail_job(body: str) -> MailJob:
    """Raises UnusableEvent, with a sentence, if ``body`` is no job."""
    try:
        detail = json.loads(body)["detail"]
        kind, approved = Kind(detail["kind"]), detail["approved"]
        notice = Notice(
            kind,
            decode(_ABOUT.get(kind, Request), detail["value"]),
            detail["record"],
            None if approved is None else decode(Approved, approved),
            detail["older"],
        )
        return checked(MailJob(detail["to"], notice))
    except (InvalidRecord, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnusableEvent(f"the message is not a mail job: {error!r}") from error
