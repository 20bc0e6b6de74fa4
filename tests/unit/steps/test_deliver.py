"""A mail goes to its one recipient if its own attempt wrote the record, later if there is none yet, else never."""

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.notice import Kind, MailJob, Notice
from model_approval.domain.records import Decision, Request
from model_approval.domain.revocation import Revocation
from model_approval.steps.deliver import NotRecorded
from tests.unit.examples import NAMES, NOON, bypass, decision, model, request, revocation
from tests.unit.steps.notifier import Notifier, subject

REQUEST = Notice(Kind.REQUEST, request(), NAMES.request("dev", model().id))
SUPERSEDED = Notice(Kind.SUPERSEDED, request(), NAMES.request("dev", model().id), older=1)
BYPASS = Notice(Kind.BYPASS, bypass(), NAMES.bypass("dev", model().id, NOON))
notices = pytest.mark.parametrize("notice", [REQUEST, SUPERSEDED, BYPASS], ids=["request", "superseded", "bypass"])


def test_the_attempt_that_wrote_the_record_mails_its_one_recipient() -> None:
    for notice in (REQUEST, SUPERSEDED, BYPASS):
        notifier = Notifier()
        notifier.world.store.values[str(notice.record)] = [encode(notice.about)]
        said = notifier.deliver(MailJob("ann@example.com", notice))
        assert said == f"sent the {notice.kind.value} of abalone version 2 to ann@example.com"
        assert notifier.mail.sent == [("ann@example.com", subject(notice))]


@notices
def test_a_mail_waits_for_its_record(notice: Notice) -> None:
    notifier = Notifier()
    with pytest.raises(NotRecorded, match=f"{notice.record} does not exist"):
        notifier.deliver(MailJob("ann@example.com", notice))
    assert notifier.mail.sent == []


@pytest.mark.parametrize(
    ("notice", "written"),
    [
        (REQUEST, request(attempt="attempt-2")),
        (SUPERSEDED, request(attempt="attempt-2")),
        (BYPASS, bypass(attempt="attempt-2")),
    ],
    ids=["request", "superseded", "bypass"],
)
def test_a_mail_of_an_attempt_that_did_not_write_the_record_is_dropped(notice: Notice, written: object) -> None:
    notifier = Notifier()
    notifier.world.store.values[str(notice.record)] = [encode(written)]  # type: ignore[arg-type]
    said = notifier.deliver(MailJob("ann@example.com", notice))
    assert said == f"nothing: another attempt sends the {notice.kind.value} of abalone version 2 to ann@example.com"
    assert notifier.mail.sent == []


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (Kind.REPORT, request()),
        (Kind.REMINDER, request()),
        (Kind.DECIDED, decision()),
        (Kind.REVOKED, revocation()),
    ],
)
def test_a_mail_about_no_record_is_just_sent(kind: Kind, about: Request | Decision | Revocation) -> None:
    notifier = Notifier()
    said = notifier.deliver(MailJob("ann@example.com", Notice(kind, about)))
    assert said == f"sent the {kind.value} of abalone version 2 to ann@example.com"
    assert notifier.mails(kind.value) == ["ann@example.com"]
    assert notifier.world.journal.calls == ["mail ann@example.com"]


def test_an_address_that_will_never_take_it_is_unusable() -> None:
    notifier = Notifier()
    notifier.world.journal.fail_at("mail", UnusableEvent("the address is on the suppression list"))
    with pytest.raises(UnusableEvent, match="suppression list"):
        notifier.deliver(MailJob("ann@example.com", Notice(Kind.REPORT, request())))
