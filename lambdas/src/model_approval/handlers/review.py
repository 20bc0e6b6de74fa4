"""The page of one request. Reading never writes; deciding takes a session in the environment's approver group, a form
from this origin, and a token bound to what was shown."""

import re
from http import HTTPStatus
from urllib.parse import quote

from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from model_approval.auth.session import Session
from model_approval.domain.encoding import digest
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.model_version import VersionId
from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.text import plain
from model_approval.handlers import settings, wiring
from model_approval.handlers.events import logger
from model_approval.handlers.http import Answer, form, off_to_sign_in, page, redirect, same_origin, say, session
from model_approval.pages import web as pages

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call]


@router.get("/requests/<environment>/<group>/<version>")
def show(environment: str, group: str, version: str) -> Answer:
    id = _id(environment, group, version)
    found = session(router.current_event)
    if found is None:
        return off_to_sign_in(_path(environment, id))
    return page(HTTPStatus.OK, _render(_review(environment, id, found), found))


@router.post("/requests/<environment>/<group>/<version>")
def decide(environment: str, group: str, version: str) -> Answer:
    id, path = _id(environment, group, version), f"/requests/{environment}/{group}/{version}"
    fields = form(router.current_event)
    comment = plain(fields.get("comment", ""))
    if not same_origin(router.current_event, settings.common().base_url):
        return say(HTTPStatus.FORBIDDEN, "Not from here", "A decision is taken on the request's own page only.")
    found = session(router.current_event)
    if found is None:
        # A page, not a redirect: Chrome applies the form's policy to it, and the comment would be lost.
        sentence = "Nothing was decided. Sign in again and decide then."
        title = "Your sign-in has ended"
        return say(HTTPStatus.UNAUTHORIZED, title, sentence, comment=comment, retry=_path(environment, id))
    review, evidence = _review(environment, id, found), fields.get("evidence", "")
    if _refusal(environment, found):
        logger.warning("decision refused", environment=environment, subject=found.identity.person.subject)
        return page(HTTPStatus.FORBIDDEN, _render(review, found))
    if review.decision:
        return page(HTTPStatus.CONFLICT, _render(review, found, notice="This was decided before."))
    if not found.owns(fields.get("csrf_token", ""), path, evidence):
        problem = "That form was not made for this sign-in. Nothing was decided; please decide again."
    elif evidence != digest(review.request):
        problem = "The evidence changed since you saw it. Nothing was decided; please look again."
    elif len(comment) > pages.COMMENT_LIMIT:
        problem = f"The comment has {len(comment)} characters, over {pages.COMMENT_LIMIT}. Nothing was decided."
    elif fields.get("decision") not in (ApprovalStatus.APPROVED, ApprovalStatus.REJECTED):
        problem = "Choose to approve or to reject. Nothing was decided."
    else:
        return _decide(review, ApprovalStatus(fields["decision"]), comment, found)
    return page(HTTPStatus.BAD_REQUEST, _render(review, found, comment=comment, problem=problem))


def _decide(review: Review, status: ApprovalStatus, comment: str, found: Session) -> Answer:
    try:
        outcome = wiring.decide()(review, status, comment, found.identity.person)
    except InvalidRecord as error:
        problem = f"Nothing was decided: {error}. Please shorten the comment."
        return page(HTTPStatus.BAD_REQUEST, _render(review, found, comment=comment, problem=problem))
    decision = outcome.decision
    logger.info(
        "decided" if outcome.ours else "decided before by somebody else",
        environment=decision.environment,
        model_package_arn=decision.model.model_package_arn,
        status=decision.status.value,
        subject=decision.decided_by.subject,
    )
    standing = Review(review.request, decision, review.approved)
    if not outcome.ours:
        notice = "Somebody else decided while you looked at it; your decision was not recorded."
        return page(HTTPStatus.CONFLICT, _render(standing, found, notice=notice))
    if outcome.failure:
        logger.error("publishing goes on from the queue", exc_info=outcome.failure)
        notice = "Your decision is recorded. Publishing it did not end yet and continues by itself."
        return page(HTTPStatus.ACCEPTED, _render(standing, found, notice=notice))
    return redirect(_path(decision.environment, decision.model.id))


def _render(
    review: Review, found: Session, *, notice: str | None = None, comment: str = "", problem: str | None = None
) -> str:
    environment = review.request.environment
    refusal = _refusal(environment, found)
    form = None
    if not refusal and not review.decision:
        evidence = digest(review.request)
        token = found.csrf_token(_path(environment, review.request.model.id), evidence)
        form = pages.Form(token, evidence, comment, problem)
    return pages.review(review, person=found.identity.person, form=form, refusal=refusal, notice=notice)


def _refusal(environment: str, found: Session) -> str | None:
    """Why this person may not decide for the environment; None if they may."""
    group = settings.common().targets[environment].approver_group
    if group in found.identity.groups:
        return None
    rule = f"You may look, but only members of the group {group!r} decide here."
    return " ".join(filter(None, [rule, found.identity.groups_note]))


def _review(environment: str, id: VersionId, found: Session) -> Review:
    review = wiring.read_review()(environment, id, found.identity.person)
    if review is None:
        raise NotFoundError(f"no request for {id} in {environment}")
    return review


def _id(environment: str, group: str, version: str) -> VersionId:
    shaped = re.fullmatch(r"[A-Za-z0-9-]{1,63}", group) and re.fullmatch(r"[1-9]\d{0,8}", version, re.ASCII)
    if environment not in settings.common().targets or not shaped:
        raise NotFoundError(f"no request at {environment}/{group}/{version}")
    return VersionId(group, int(version))


def _path(environment: str, id: VersionId) -> str:
    return f"/requests/{quote(environment)}/{quote(id.group)}/{id.version}"
