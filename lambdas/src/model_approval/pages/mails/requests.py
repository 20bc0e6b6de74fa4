"""Mails about a request: it waits, has waited for long, or a newer one waits too; and the report at the path's end."""

from model_approval.domain.expiry import expires_at
from model_approval.domain.notice import Notice
from model_approval.domain.records import Request
from model_approval.domain.text import one_line
from model_approval.pages.mails.content import (
    Action,
    Content,
    Fact,
    Section,
    Sentence,
    approver_of,
    fact,
    say,
    when,
)
from model_approval.pages.mails.evidence import Rules, changes, metrics
from model_approval.pages.mails.findings import drift, found, gates
from model_approval.pages.stages import own_stage

_DECIDES_NOTHING = "You sign in there. The link alone decides nothing."


def asked(notice: Notice, request: Request, link: str, valid_days: int, rules: Rules) -> Content:
    """The request itself."""
    id, environment = request.model.id, request.environment
    question = (
        say("{} asks: may {} run in {}?", request.author, id, environment)
        if request.author
        else say("{} waits for your decision: may it run in {}?", id, environment)
    )
    return _with_evidence(notice, request, link, valid_days, rules, question, question)


def reminded(notice: Notice, request: Request, link: str, valid_days: int, rules: Rules) -> Content:
    """Nobody has decided for a while."""
    since, environment = when(request.requested_at), request.environment
    question = say("{} has waited for a decision since {}: may it run in {}?", request.model.id, since, environment)
    nobody = say("Nobody has decided since {}.", since)
    return _with_evidence(notice, request, link, valid_days, rules, question, nobody)


def superseded(notice: Notice, request: Request, link: str, valid_days: int) -> Content:
    """``request`` is the newer one. It has a mail of its own, with everything about it."""
    id, environment, newer, older = request.model.id, request.environment, request.model.id.version, notice.older
    asked_before = f"{id.group} version {older}"
    described = (fact("Description", "{}", request.summary),) if request.summary else ()
    return Content(
        heading=say("Version {} is superseded by version {}", older, newer),
        preheader=say("Version {} waits for the same decision now.", newer),
        lead=(
            say("You were asked to approve {} for {}. Version {} waits as well now.", asked_before, environment, newer),
            say("If you approve version {}, there is no need to decide about version {}.", newer, older),
            *_until(request, valid_days),
        ),
        reason=approver_of(environment),
        action=Action(f"Review version {newer}", link, _DECIDES_NOTHING),
        sections=(Section(f"About version {newer}", facts=(*described, *_facts(request))),),
    )


def reported(notice: Notice, request: Request, rules: Rules) -> Content:
    """The version ran in the last environment. What it was approved with is what its metrics can be held against."""
    id, environment = request.model.id, request.environment
    approval = notice.approved if notice.approved and notice.approved.id == id else None
    return Content(
        heading=say("{} ran in {}", id, environment),
        preheader=say("A batch inference is complete. There is nothing to approve."),
        lead=(
            say("{} completed a batch inference in {}, the last environment of its path.", id, environment),
            say("There is nothing to approve."),
        ),
        reason=approver_of(environment),
        sections=(
            metrics(request, rules, "This run", approval, "As approved"),
            *drift(request, rules, "this run"),
            *found(request),
            Section(
                "The run",
                facts=(
                    fact("Completed", "{}", when(request.requested_at)),
                    fact("Ran", "{}", request.requested_by),
                    fact("Model package", "{}", request.model.model_package_arn),
                ),
            ),
        ),
    )


def _with_evidence(
    notice: Notice,
    request: Request,
    link: str,
    valid_days: int,
    rules: Rules,
    question: Sentence,
    preheader: Sentence,
) -> Content:
    id, environment, until = request.model.id, request.environment, _until(request, valid_days)
    older = "Version {} waits for the same decision. Both can still be decided; this one is newer."
    # Beside itself a version is no comparison.
    now = notice.approved if notice.approved and notice.approved.id != id else None
    now_column = f"Version {now.id.version} now" if now else ""
    return Content(
        heading=say("Approve {} for {}?", id, environment),
        preheader=(*preheader, *say(" "), *until[0]) if until else preheader,
        lead=(question,),
        quote=_summary(request),
        after=(*until, *((say(older, notice.older),) if notice.older is not None else ())),
        reason=approver_of(environment),
        action=Action("Review and decide", link, _DECIDES_NOTHING),
        sections=(
            *gates(request, rules, notice.approved),
            metrics(request, rules, f"Version {id.version}", now, now_column),
            *drift(request, rules, own_stage(request)),
            *found(request),
            changes(request, notice.approved),
            Section("Where it comes from", facts=_facts(request)),
        ),
    )


def _summary(request: Request) -> tuple[str, ...]:
    return (one_line(request.summary),) if request.summary else ()


def _until(request: Request, valid_days: int) -> tuple[Sentence, ...]:
    until = expires_at(request.requested_at, valid_days)
    return (say("You can decide about version {} until {}.", request.model.id.version, when(until)),) if until else ()


def _facts(request: Request) -> tuple[Fact, ...]:
    trail = tuple(say("{} by {}, {}", s.environment, s.approved_by, when(s.approved_at)) for s in request.trail)
    by = f"Ran in {request.trail[-1].environment}" if request.trail else "Registered by"
    return (
        *((fact("Requested by", "{}", request.author),) if request.author else ()),
        fact("Requested", "{}", when(request.requested_at)),
        *((Fact("Approved before", trail),) if trail else ()),
        fact(by, "{}", request.requested_by),
        fact("Model package", "{}", request.model.model_package_arn),
    )
