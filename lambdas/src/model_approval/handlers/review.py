"""The page of one request. Reading never writes; deciding takes a session in the environment's approver group, a form
from this origin, a token bound to what was shown, and a second press of a button that names the environment."""

from dataclasses import replace
from http import HTTPStatus

from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from model_approval.auth import draft
from model_approval.domain.errors import ArtefactChanged, InvalidRecord
from model_approval.domain.person import Person
from model_approval.domain.records import Decision
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.text import COMMENT_LIMIT, plain
from model_approval.handlers import wiring
from model_approval.handlers.doors import DRAFT_IS_BACK, enter, enter_to_change, kept_draft, version_id
from model_approval.handlers.http import Answer, form, off_to_sign_in, page, redirect, session
from model_approval.handlers.log import logger
from model_approval.handlers.visit import Visit
from model_approval.pages import web as pages
from model_approval.pages.addresses import request_path

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call]


@router.get("/requests/<environment>/<group>/<version>")
def show(environment: str, group: str, version: str) -> Answer:
    id = version_id(environment, group, version)
    path, found = request_path(environment, id), session(router.current_event)
    if found is None:
        return off_to_sign_in(path)
    visit, kept = enter(environment, id, found), kept_draft(router.current_event, path)
    if kept and visit.review.standing.decision is None and visit.form():
        return visit.page(HTTPStatus.OK, notice=DRAFT_IS_BACK, typed=kept, cookies=[draft.forget()])
    return visit.page(HTTPStatus.OK)


@router.post("/requests/<environment>/<group>/<version>")
def decide(environment: str, group: str, version: str) -> Answer:
    id, fields = version_id(environment, group, version), form(router.current_event)
    comment, choice = plain(fields.get("comment", "")), fields.get("decision")
    path = request_path(environment, id)
    visit = enter_to_change(router.current_event, environment, id, path=path, typed=comment)
    if not isinstance(visit, Visit):
        return visit
    if "back" in fields:
        return visit.page(HTTPStatus.OK, typed=comment)
    decision = visit.review.standing.decision
    if decision and _is_by(visit.person, decision, choice, comment):
        return redirect(path)
    if decision:
        return visit.page(HTTPStatus.CONFLICT, notice="This was decided before.")
    if visit.own_vote:
        return _voted(visit, choice == visit.own_vote.status)
    if visit.expired:
        return visit.page(HTTPStatus.GONE, notice="Nothing was decided: the time for it is over.")
    status = HTTPStatus.BAD_REQUEST
    if not visit.owns(fields):
        problem = "That form was not made for this sign-in. Nothing was decided; please decide again."
    elif not visit.shows(fields):
        status, problem = HTTPStatus.CONFLICT, _changed(visit.review)
    elif len(comment) > COMMENT_LIMIT:
        problem = f"The comment has {len(comment)} characters, over {COMMENT_LIMIT}. Nothing was decided."
    elif choice not in (ApprovalStatus.APPROVED, ApprovalStatus.REJECTED):
        problem = "Choose to approve or to reject. Nothing was decided."
    elif choice == ApprovalStatus.APPROVED and visit.objection:
        logger.warning("refused", path=path, subject=visit.person.subject, reason=visit.objection)
        status, problem = HTTPStatus.FORBIDDEN, "Nothing was decided. You may still reject it."
    elif choice == ApprovalStatus.APPROVED and visit.blockage:
        logger.warning("refused", path=path, subject=visit.person.subject, reason=visit.blockage)
        status, problem = HTTPStatus.FORBIDDEN, f"{visit.blockage} Nothing was decided. You may still reject it."
    elif choice == ApprovalStatus.APPROVED and visit.blocked and not any(map(str.isalnum, comment)):
        problem = "Say why, in the comment: it would be approved although a gate fails. Nothing was decided."
    elif "confirmed" not in fields and (asked := visit.form(comment)):
        html = pages.confirmation(visit.review, ApprovalStatus(choice), asked, person=visit.person)
        return page(HTTPStatus.OK, html)
    elif fields.get("confirmed") != environment:
        problem = f"That was confirmed for another environment than {environment}. Nothing was decided."
    else:
        return _decide(visit, ApprovalStatus(choice), comment)
    return visit.page(status, typed=comment, problem=problem)


def _is_by(person: Person, decision: Decision, choice: str | None, comment: str) -> bool:
    """Whether ``decision`` is just what this person sends once more: a button was pressed twice."""
    return (decision.decided_by.key, decision.status, decision.comment) == (person.key, choice, comment)


def _changed(review: Review) -> str:
    now = f"version {review.approved.id.version}" if review.approved else "no version"
    failed = f", and {len(review.failed)} of {len(review.verdicts)} gates fail" if review.verdicts else ""
    return (
        f"What you were shown has changed: {now} is approved for {review.request.environment} now{failed}. Nothing was "
        "decided; please compare again, and decide then."
    )


def _decide(visit: Visit, status: ApprovalStatus, comment: str) -> Answer:
    request = visit.review.request
    try:
        outcome = wiring.decide()(visit.review, status, comment, visit.person)
    except InvalidRecord as error:
        problem = f"Nothing was decided: {error}. Please shorten the comment."
        return visit.page(HTTPStatus.BAD_REQUEST, typed=comment, problem=problem)
    except ArtefactChanged as error:
        logger.error("what would run has changed", reason=str(error), subject=visit.person.subject)
        problem = f"Nothing was decided: what would run has changed since it was registered. {error}"
        return visit.page(HTTPStatus.CONFLICT, typed=comment, problem=problem)
    decision = outcome.decision
    logger.info(
        "answered",
        environment=request.environment,
        model_package_arn=request.model.model_package_arn,
        answer=status.value,
        subject=visit.person.subject,
        counted=outcome.counted,
        decision=decision.status.value if decision else None,
    )
    if status is ApprovalStatus.APPROVED and outcome.counted and visit.review.blocking:
        logger.warning(
            "gates overridden",
            environment=request.environment,
            model_package_arn=request.model.model_package_arn,
            subject=visit.person.subject,
            rules=visit.review.blocking,
        )
    visit = replace(visit, review=replace(visit.review, standing=Standing(decision), votes=outcome.votes))
    if decision is None:
        return _voted(visit, outcome.counted)
    if not outcome.counted and _is_by(visit.person, decision, status, comment):
        return redirect(request_path(request.environment, request.model.id))
    if not outcome.counted:
        fate = "was not recorded" if visit.review.required == 1 else "came too late to count"
        notice = f"Somebody else decided while you looked at it; your decision {fate}."
        return visit.page(HTTPStatus.CONFLICT, notice=notice)
    if outcome.failure:
        return visit.unpublished("Your decision is recorded.", outcome.failure)
    return redirect(request_path(request.environment, request.model.id))


def _voted(visit: Visit, same: bool) -> Answer:
    """``same`` tells whether the vote that stands is what was sent now."""
    request = visit.review.request
    if same:
        return redirect(request_path(request.environment, request.model.id))
    notice = "You voted before, and that vote stays. What you sent now was not recorded."
    return visit.page(HTTPStatus.CONFLICT, notice=notice)
