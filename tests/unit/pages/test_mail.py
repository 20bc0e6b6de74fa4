"""The mails: one line of subject, a link without authority, and hostile words that stay words."""

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.bypass import Bypass
from model_approval.domain.message import Message
from model_approval.domain.model_version import ModelVersion, VersionId
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.records import Request
from model_approval.domain.status import ApprovalStatus
from model_approval.pages.mail import render
from tests.unit.examples import arn, bypass, hostile_text, request, storable_text
from tests.unit.pages.markup import Page, unprintable

BASE = "https://approve.example.com"
LINK = f"{BASE}/requests/dev/abalone/2"
APPROVED, PENDING, REJECTED = ApprovalStatus.APPROVED, ApprovalStatus.PENDING, ApprovalStatus.REJECTED
every = pytest.mark.parametrize("kind", Kind)
about_requests = pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.REMINDER, Kind.REPORT])
with_links = pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.REMINDER, Kind.BYPASS])
words = storable_text.map(lambda text: text or "-")


def mail(kind: Kind, about: Request | Bypass | None = None) -> Message:
    about = about or (bypass() if kind is Kind.BYPASS else request())
    return render(Notice(kind, about), base_url=BASE)


def hostile(kind: Kind, word: Callable[[], str]) -> Message:
    """A mail whose every word that may come from a stranger does."""
    if kind is Kind.BYPASS:
        return mail(kind, bypass(changed_by=word()))
    return mail(kind, request(requested_by=word(), metrics={word(): 0.5}, metrics_source=word()))


def in_both(message: Message, sentence: str) -> bool:
    """Whether a sentence stands in both parts, wherever their lines break."""
    return all(sentence in " ".join(part.split()) for part in (message.text, Page(message.html).all_text))


def test_an_approver_is_asked_with_a_link_that_can_be_read() -> None:
    asked = mail(Kind.REQUEST)
    assert asked.subject == "Approve abalone version 2 for dev?"
    assert "?" not in LINK
    assert "auc: 0.98" in asked.text
    assert Page(asked.html).words["td"] == ["0.98"]
    assert in_both(asked, "abalone version 2 waits for your decision: may it run in dev?")


def test_a_reminder_asks_again_and_says_since_when_it_waits() -> None:
    reminder, asked = mail(Kind.REMINDER), mail(Kind.REQUEST)
    assert reminder.subject == "Reminder: approve abalone version 2 for dev?"
    assert in_both(reminder, "abalone version 2 has waited for a decision since 2026-02-24 12:00 UTC")
    assert reminder.text.partition("\n")[2] == asked.text.partition("\n")[2]


def test_a_report_has_nothing_to_click() -> None:
    report = mail(Kind.REPORT, request("prod"))
    assert report.subject == "abalone version 2 ran in prod"
    assert BASE not in report.text + report.html
    assert in_both(report, "There is nothing to approve.")


def test_a_bypass_says_who_changed_what_and_when_and_that_nothing_runs_because_of_it() -> None:
    told = mail(Kind.BYPASS, bypass(changed_by="arn:aws:iam::1:user/eve", changed_at="2026-02-25T08:30:00Z"))
    assert told.subject == "abalone version 2 was set to Approved outside of the workflow"
    lines = [" ".join(line.split()) for line in told.text.splitlines()]
    for line in (
        "Changed by: arn:aws:iam::1:user/eve",
        "Changed: 2026-02-25 08:30 UTC",
        "In the records: PendingManualApproval",
        "In the registry: Approved",
        f"Model package: {arn()}",
    ):
        assert line in lines
        assert in_both(told, line)
    assert in_both(told, "Inference pipelines are not affected: they read Parameter Store")
    assert in_both(told, "Ask whoever did it why.")
    assert in_both(told, "let only the roles of this workflow call sagemaker:UpdateModelPackage")


@pytest.mark.parametrize("reverted", [True, False])
@pytest.mark.parametrize("status", ApprovalStatus)
@pytest.mark.parametrize("expected", ApprovalStatus)
def test_a_bypass_says_whether_it_is_put_back(expected: ApprovalStatus, status: ApprovalStatus, reverted: bool) -> None:
    told = mail(Kind.BYPASS, bypass(status=status, expected=expected, reverted=reverted))
    assert in_both(told, f"It is being put back to {expected.value}.") is reverted
    assert (
        in_both(told, f"It is not put back: the registry says {status.value} until somebody changes it.")
        is not reverted
    )


@pytest.mark.parametrize(
    ("expected", "reverted", "undecided", "unasked", "decided"),
    [
        (PENDING, True, True, False, False),
        (PENDING, False, True, True, False),
        (APPROVED, False, False, False, True),
        (REJECTED, False, False, False, True),
    ],
)
def test_what_can_be_done_about_a_bypass_depends_on_whether_it_was_decided(
    expected: ApprovalStatus, reverted: bool, undecided: bool, unasked: bool, decided: bool
) -> None:
    told = mail(Kind.BYPASS, bypass(expected=expected, reverted=reverted))
    assert in_both(told, "The registry then says what you decided.") is undecided
    assert in_both(told, "set the version to PendingManualApproval and you will be.") is unasked
    assert in_both(told, "An approval is taken back there, too.") is decided


@with_links
@pytest.mark.parametrize("expected", ApprovalStatus)
def test_there_is_one_link_on_a_line_of_its_own(kind: Kind, expected: ApprovalStatus) -> None:
    message = mail(kind, bypass(expected=expected) if kind is Kind.BYPASS else request())
    assert f"\n{LINK}\n" in f"{message.text}\n"
    assert message.text.count("https://") == 1
    assert [a["href"] for a in Page(message.html).all("a")] == [LINK]


@every
@given(data=st.data())
def test_whatever_strangers_write_the_mail_has_the_same_elements(kind: Kind, data: st.DataObject) -> None:
    message, harmless = hostile(kind, lambda: data.draw(words)), hostile(kind, lambda: "word")
    assert Page(message.html).skeleton == Page(harmless.html).skeleton
    assert not unprintable(message.html + message.text)
    assert message.text.count("\n") == harmless.text.count("\n")


@every
@given(group=hostile_text, environment=hostile_text)
def test_a_subject_is_one_line_whatever_the_names(kind: Kind, group: str, environment: str) -> None:
    model = ModelVersion(VersionId(group.replace("\ud800", ""), 2), arn())
    about: Request | Bypass = bypass() if kind is Kind.BYPASS else request()
    subject = mail(kind, replace(about, model=model, environment=environment.replace("\ud800", ""))).subject
    message = EmailMessage()
    message["Subject"] = subject
    assert not unprintable(subject)
    assert "\n" not in subject


@with_links
@given(group=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_link_stays_a_link_to_us(kind: Kind, group: str) -> None:
    model = ModelVersion(VersionId(group, 2), arn())
    message = mail(kind, bypass(model=model) if kind is Kind.BYPASS else request(model=model))
    (anchor,) = Page(message.html).all("a")
    assert anchor["href"].startswith(f"{BASE}/requests/dev/")
    assert anchor["href"].count("/") == LINK.count("/")
    assert not set(anchor["href"]) & set(" \n\"'<>?#")


@about_requests
@pytest.mark.parametrize(
    ("note", "sentence"), [("No report.", "No report."), (None, "The metrics did not fit into the request.")]
)
def test_a_mail_without_metrics_says_why(kind: Kind, note: str | None, sentence: str) -> None:
    assert in_both(mail(kind, request(metrics={}, metrics_note=note)), sentence)


@every
def test_mails_have_a_language_and_a_title(kind: Kind) -> None:
    message = mail(kind)
    page = Page(message.html)
    assert page.elements[0] == ("html", {"lang": "en"})
    assert page.text("title") == message.subject
    assert not {"script", "img", "link", "style"} & {tag for tag, _ in page.elements}
