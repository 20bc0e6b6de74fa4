"""The mails that ask nothing: what was decided, taken back, run at the end of the path, or done past the approvers."""

from dataclasses import replace

import pytest

from model_approval.domain.notice import Kind
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import approved, arn, bypass, decision, request
from tests.unit.pages.mailing import BASE, in_both, mail

APPROVED, PENDING, REJECTED = ApprovalStatus.APPROVED, ApprovalStatus.PENDING, ApprovalStatus.REJECTED


@pytest.mark.parametrize(("status", "word"), [(APPROVED, "approved"), (REJECTED, "rejected")])
def test_the_others_hear_who_decided_what_and_why(status: ApprovalStatus, word: str) -> None:
    told = mail(Kind.DECIDED, decision(status=status, comment="On every slice.\nTruly."))
    assert in_both(told, f"ann@example.com {word} abalone version 2 for dev:")
    assert "> On every slice.\n> Truly.\n" in told.text
    assert in_both(told, "You need not decide about this version any more.")


@pytest.mark.parametrize(
    ("status", "now", "supersedes", "sentence"),
    [
        (APPROVED, 2, None, "Inference pipelines in dev get version 2 from now on."),
        (APPROVED, 2, 1, "Inference pipelines in dev get version 2 from now on, instead of version 1."),
        (APPROVED, 3, 1, "Inference pipelines in dev still get version 3, which is newer."),
        (APPROVED, 1, 1, "Inference pipelines in dev still get version 1."),
        (APPROVED, None, None, "No version is approved for dev now: inference pipelines there get none."),
        (REJECTED, 1, None, "Inference pipelines in dev still get version 1."),
        (REJECTED, None, None, "No version is approved for dev now: inference pipelines there get none."),
    ],
)
def test_a_decision_says_what_runs_now(
    status: ApprovalStatus, now: int | None, supersedes: int | None, sentence: str
) -> None:
    about = decision(status=status, supersedes=supersedes)
    assert in_both(mail(Kind.DECIDED, about, approved=approved(version=now) if now else None), sentence)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (1, "Inference pipelines in dev get version 1 again."),
        (3, "Inference pipelines in dev still get version 3, which is newer."),
        (None, "No version is approved for dev now: inference pipelines there get none."),
    ],
)
def test_a_revocation_says_who_did_it_why_and_what_runs_now(now: int | None, sentence: str) -> None:
    told = mail(Kind.REVOKED, approved=approved(version=now) if now else None)
    assert in_both(told, "ben@example.com took back the approval of abalone version 2 for dev:")
    assert "> drifts\n" in told.text
    assert in_both(told, sentence)


def test_a_report_has_nothing_to_click() -> None:
    report = mail(Kind.REPORT, request("prod"))
    assert report.subject == "abalone version 2 ran in prod"
    assert BASE not in report.text + report.html
    assert in_both(report, "There is nothing to approve.")


def test_a_report_holds_the_metrics_against_those_that_were_approved() -> None:
    report = mail(Kind.REPORT, request("prod"), approved=replace(approved("prod"), metrics={"auc": 0.99}))
    assert "auc: 0.98 (as approved: 0.99, \u22120.01, worse)" in report.text
    assert "as approved" not in mail(Kind.REPORT, request("prod"), approved=approved("prod", 3)).text


def test_a_bypass_says_who_changed_what_and_when_and_that_nothing_runs_because_of_it() -> None:
    told = mail(Kind.BYPASS, bypass(changed_by="arn:aws:iam::1:user/eve", changed_at="2026-02-25T08:30:00Z"))
    assert told.subject == "abalone version 2 was set to Approved outside of the workflow"
    lines = [line.strip() for line in told.text.splitlines()]
    for label, value in (
        ("Changed by", "arn:aws:iam::1:user/eve"),
        ("Changed", "2026-02-25 08:30 UTC"),
        ("In the records", "PendingManualApproval"),
        ("In the registry", "Approved"),
        ("Model package", arn()),
    ):
        assert f"{label}: {value}" in lines
        assert in_both(replace(told, text=f"{label} {value}"), f"{label} {value}")
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
