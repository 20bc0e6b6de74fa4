"""Taking an approval back: a page that says what inference pipelines get then, and the form on it. It asks for what
deciding asks for, and for a reason."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from aws_lambda_powertools.shared.cookies import Cookie

from model_approval.auth import draft
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.records import Decision
from model_approval.domain.standing import Standing
from model_approval.domain.text import COMMENT_LIMIT, plain
from model_approval.handlers import settings, wiring
from model_approval.handlers.doors import DRAFT_IS_BACK, enter, enter_to_change, kept_draft, version_id
from model_approval.handlers.http import Answer, form, off_to_sign_in, page, redirect, session
from model_approval.handlers.log import logger
from model_approval.handlers.visit import Visit
from model_approval.pages import web as pages
from model_approval.pages.addresses import request_path, revocation_path

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call]


@router.get("/requests/<environment>/<group>/<version>/revocation")
def preview(environment: str, group: str, version: str) -> Answer:
    id = version_id(environment, group, version)
    path, found = revocation_path(environment, id), session(router.current_event)
    if found is None:
        return off_to_sign_in(path)
    visit, kept = enter(environment, id, found), kept_draft(router.current_event, path)
    if not visit.review.standing.is_approved:
        return visit.page(HTTPStatus.OK, notice=_nothing_to_revoke(visit))
    if kept and visit.form():
        return _page(visit, HTTPStatus.OK, typed=kept, notice=DRAFT_IS_BACK, cookies=[draft.forget()])
    return _page(visit, HTTPStatus.OK)


@router.post("/requests/<environment>/<group>/<version>/revocation")
def revoke(environment: str, group: str, version: str) -> Answer:
    id, fields = version_id(environment, group, version), form(router.current_event)
    reason, path = plain(fields.get("reason", "")), revocation_path(environment, id)
    visit = enter_to_change(router.current_event, environment, id, path=path, typed=reason)
    if not isinstance(visit, Visit):
        return visit
    standing = visit.review.standing
    if standing.decision is None or not standing.is_approved:
        return visit.page(HTTPStatus.CONFLICT, notice=_nothing_to_revoke(visit))
    if not visit.owns(fields) or not visit.shows(fields):
        problem = "That form was not made for this sign-in. Nothing was revoked; please do it again."
    elif not reason:
        problem = "Say why. Nothing was revoked."
    elif len(reason) > COMMENT_LIMIT:
        problem = f"The reason has {len(reason)} characters, over {COMMENT_LIMIT}. Nothing was revoked."
    elif fields.get("confirmed") != environment:
        problem = f"Press the button that names {environment}. Nothing was revoked."
    else:
        return _revoke(visit, standing.decision, reason)
    return _page(visit, HTTPStatus.BAD_REQUEST, typed=reason, problem=problem)


def _nothing_to_revoke(visit: Visit) -> str:
    request = visit.review.request
    if visit.review.standing.revocation:
        return "This was revoked before."
    return f"There is nothing to revoke: {request.model.id} is not approved for {request.environment}."


def _page(
    visit: Visit,
    status: HTTPStatus,
    *,
    typed: str = "",
    problem: str | None = None,
    notice: str | None = None,
    cookies: Sequence[Cookie] = (),
) -> Answer:
    falls_to = wiring.preview_revocation()(visit.review, visit.person)
    panel = visit.panel(visit.form(typed, problem), notice)
    directions = settings.directions()
    html = pages.revocation(visit.review, panel, person=visit.person, falls_to=falls_to, directions=directions)
    return page(status, html, cookies)


def _revoke(visit: Visit, decision: Decision, reason: str) -> Answer:
    try:
        outcome = wiring.revoke()(decision, reason, visit.person)
    except InvalidRecord as error:
        problem = f"Nothing was revoked: {error}. Please shorten the reason."
        return _page(visit, HTTPStatus.BAD_REQUEST, typed=reason, problem=problem)
    logger.info(
        "revoked" if outcome.ours else "revoked before by somebody else",
        environment=decision.environment,
        model_package_arn=decision.model.model_package_arn,
        subject=outcome.revocation.revoked_by.subject,
    )
    visit = replace(visit, review=replace(visit.review, standing=Standing(decision, outcome.revocation)))
    if not outcome.ours:
        notice = "Somebody else revoked it while you looked at it; your reason was not recorded."
        return visit.page(HTTPStatus.CONFLICT, notice=notice)
    if outcome.failure:
        return visit.unpublished("The revocation is recorded.", outcome.failure)
    return redirect(request_path(decision.environment, decision.model.id))
