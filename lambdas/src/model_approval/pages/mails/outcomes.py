"""Mails about what became of a request, for the approvers who did not do it: a decision, or an approval taken back."""

from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Notice
from model_approval.domain.records import Approved, Decision
from model_approval.domain.revocation import Revocation
from model_approval.domain.status import ApprovalStatus
from model_approval.pages.mails.content import (
    Action,
    Content,
    Fact,
    Section,
    Sentence,
    Tone,
    approver_of,
    fact,
    quote,
    say,
    when,
)


def decided(notice: Notice, decision: Decision, link: str) -> Content:
    """There is nothing left to decide."""
    id, environment, name = decision.model.id, decision.environment, decision.decided_by.name
    approval = decision.status is ApprovalStatus.APPROVED
    verb = "approved" if approval else "rejected"
    effect = _effect_of_approval(notice.approved, decision) if approval else _unchanged(notice.approved, environment)
    votes = tuple(say("{} by {}", ballot.status.value, ballot.voted_by) for ballot in decision.votes)
    return Content(
        heading=say(f"{{}} is {verb} for {{}}", id, environment),
        preheader=say(
            f"{{}} {verb} it{', although gates failed' if decision.overridden else ''}. You need not decide any more.",
            name,
        ),
        lead=(say(f"{{}} {verb} {{}} for {{}}{':' if quote(decision.comment) else '.'}", name, id, environment),),
        quote=quote(decision.comment),
        after=(*_overridden(decision), *effect, say("You need not decide about this version any more.")),
        reason=approver_of(environment),
        tone=Tone.GOOD if approval and not decision.overridden else Tone.BAD,
        action=Action(
            "See the decision", link, f"You sign in there.{' An approval can be taken back there.' if approval else ''}"
        ),
        sections=(
            Section(
                "The decision",
                facts=(
                    fact("Decided", "{}", when(decision.decided_at)),
                    *((Fact("Votes", votes),) if votes else ()),
                    *_approved_now(notice.approved, id),
                    fact("Model package", "{}", decision.model.model_package_arn),
                ),
            ),
        ),
    )


def revoked(notice: Notice, revocation: Revocation, link: str) -> Content:
    """What inference pipelines get now is what matters."""
    id, environment, name = revocation.id, revocation.environment, revocation.revoked_by.name
    effect = _effect_of_revocation(notice.approved, id, environment)
    return Content(
        heading=say("The approval of {} for {} is revoked", id, environment),
        preheader=say("{} took it back.", name),
        lead=(
            say(
                f"{{}} took back the approval of {{}} for {{}}{':' if quote(revocation.reason) else '.'}",
                name,
                id,
                environment,
            ),
        ),
        quote=quote(revocation.reason),
        after=effect,
        reason=approver_of(environment),
        tone=Tone.BAD,
        action=Action("See what happened", link, "You sign in there."),
        sections=(
            Section(
                "The revocation",
                facts=(
                    fact("Revoked", "{}", when(revocation.revoked_at)),
                    *_approved_now(notice.approved, id),
                    fact("Model package", "{}", revocation.model_package_arn),
                ),
            ),
        ),
    )


def _overridden(decision: Decision) -> tuple[Sentence, ...]:
    """What stands above is the reason."""
    if not decision.overridden:
        return ()
    gates = "this gate" if len(decision.overridden) == 1 else "these gates"
    rules = "; ".join(["{}"] * len(decision.overridden))
    return (say(f"It was approved although {gates} failed: {rules}", *decision.overridden),)


def _effect_of_approval(now: Approved | None, decision: Decision) -> tuple[Sentence, ...]:
    id, environment = decision.model.id, decision.environment
    if now is None:
        return (_nothing_approved(environment),)
    if now.id != id:  # a newer one is approved, or this one is revoked already
        return (_still(now, environment, ", which is newer" if now.id.version > id.version else ""),)
    if decision.supersedes is None:
        return (say("Inference pipelines in {} get version {} from now on.", environment, now.id.version),)
    return (
        say(
            "Inference pipelines in {} get version {} from now on, instead of version {}.",
            environment,
            now.id.version,
            decision.supersedes,
        ),
    )


def _effect_of_revocation(now: Approved | None, id: VersionId, environment: str) -> tuple[Sentence, ...]:
    if now is None:
        return (_nothing_approved(environment),)
    if now.id.version > id.version:
        return (_still(now, environment, ", which is newer"),)
    return (say("Inference pipelines in {} get version {} again.", environment, now.id.version),)


def _unchanged(now: Approved | None, environment: str) -> tuple[Sentence, ...]:
    return (_still(now, environment) if now else _nothing_approved(environment),)


def _still(now: Approved, environment: str, why: str = "") -> Sentence:
    return say(f"Inference pipelines in {{}} still get version {{}}{why}.", environment, now.id.version)


def _nothing_approved(environment: str) -> Sentence:
    return say("No version is approved for {} now: inference pipelines there get none.", environment)


def _approved_now(now: Approved | None, id: VersionId) -> tuple[Fact, ...]:
    """Who approved what runs now, unless that is what the mail is about."""
    if now is None or now.id == id:
        return ()
    text = "version {}, by {}, {}"
    return (fact("Approved now", text, now.id.version, now.approved_by, when(now.approved_at)),)
