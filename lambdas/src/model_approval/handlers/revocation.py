"""Taking an approval back. It asks for what deciding asks for, and for a reason."""

from dataclasses import replace
from http import HTTPStatus

from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.records import Decision
from model_approval.domain.standing import Standing
from model_approval.domain.text import plain
from model_approval.handlers import wiring
from model_approval.handlers.events import logger
from model_approval.handlers.http import Answer, form, redirect
from model_approval.handlers.visit import Visit, enter_to_change, version_id
from model_approval.pages.addresses import request_path
from model_approval.pages.web import COMMENT_LIMIT

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call]


@router.post("/requests/<environment>/<group>/<version>/revocation")
def revoke(environment: str, group: str, version: str) -> Answer:
    id, fields = version_id(environment, group, version), form(router.current_event)
    reason = plain(fields.get("reason", ""))
    visit = enter_to_change(router.current_event, environment, id, reason)
    if not isinstance(visit, Visit):
        return visit
    standing = visit.review.standing
    if standing.revocation:
        return visit.page(HTTPStatus.CONFLICT, notice="This was revoked before.")
    if standing.decision is None or not standing.is_approved:
        notice = f"There is nothing to revoke: {id} is not approved for {environment}."
        return visit.page(HTTPStatus.CONFLICT, notice=notice)
    if not visit.owns(fields) or not visit.shows(fields):
        problem = "That form was not made for this sign-in. Nothing was revoked; please do it again."
    elif not reason:
        problem = "Say why. Nothing was revoked."
    elif len(reason) > COMMENT_LIMIT:
        problem = f"The reason has {len(reason)} characters, over {COMMENT_LIMIT}. Nothing was revoked."
    else:
        return _revoke(visit, standing.decision, reason)
    return visit.page(HTTPStatus.BAD_REQUEST, typed=reason, problem=problem)


def _revoke(visit: Visit, decision: Decision, reason: str) -> Answer:
    try:
        outcome = wiring.revoke()(decision, reason, visit.person)
    except InvalidRecord as error:
        problem = f"Nothing was revoked: {error}. Please shorten the reason."
        return visit.page(HTTPStatus.BAD_REQUEST, typed=reason, problem=problem)
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
        logger.error("publishing goes on from the queue", exc_info=outcome.failure)
        notice = "The revocation is recorded. Publishing it did not end yet and continues by itself."
        return visit.page(HTTPStatus.ACCEPTED, notice=notice)
    return redirect(request_path(decision.environment, decision.model.id))
