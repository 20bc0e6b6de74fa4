"""Ways to a request: what its addresses look like, and what every page and every change of it asks for first."""

import re
from http import HTTPStatus

from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.shared.cookies import Cookie
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from model_approval.auth import draft
from model_approval.auth.cookies import parse_cookies
from model_approval.auth.session import Session
from model_approval.domain.model_version import VersionId
from model_approval.handlers import settings, wiring
from model_approval.handlers.http import Answer, same_origin, say, session
from model_approval.handlers.log import logger
from model_approval.handlers.visit import Visit

DRAFT_IS_BACK = "What you wrote before your sign-in ended is in the field again."


def version_id(environment: str, group: str, version: str) -> VersionId:
    """Raises NotFoundError unless these are an environment that is decided here, a group and a version."""
    named = re.fullmatch(r"[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}", group, re.ASCII)
    shaped = named and re.fullmatch(r"[1-9]\d{0,8}", version, re.ASCII)
    if environment not in settings.common().targets or not shaped:
        raise NotFoundError(f"no request at {environment}/{group}/{version}")
    return VersionId(group, int(version))


def enter(environment: str, id: VersionId, session: Session) -> Visit:
    """Raises NotFoundError if nobody asked for this version in this environment."""
    review = wiring.read_review()(environment, id, session.identity.person)
    if review is None:
        raise NotFoundError(f"no request for {id} in {environment}")
    return Visit(review, session, wiring.now())


def enter_to_change(
    event: APIGatewayProxyEventV2, environment: str, id: VersionId, *, path: str, typed: str
) -> Visit | Answer:
    """What every change asks for first: a form from this origin, a session, a request, and the approvers' group.

    An answer if one of them is missing. ``typed`` is given back with it, and belongs into the field of the page at
    ``path``.
    """
    if not same_origin(event, settings.common().base_url):
        return say(HTTPStatus.FORBIDDEN, "Not from here", "That is done on the request's own page only.")
    found = session(event)
    if found is None:
        # A page, not a redirect: Chrome applies the form's policy to it, and what was typed would be lost.
        sentences, cookies = ["Nothing was recorded. Sign in again and do it then."], list[Cookie]()
        if typed:
            sentences.append("What you wrote will be in the field, if you do so in this browser within 15 minutes.")
            cookies.append(draft.keep(draft.Draft(path, typed)))
        title = "Your sign-in has ended"
        return say(HTTPStatus.UNAUTHORIZED, title, *sentences, typed=typed, retry=path, cookies=cookies)
    visit = enter(environment, id, found)
    if visit.refusal:
        logger.warning("refused", path=event.path, subject=visit.person.subject, reason=visit.refusal)
        return visit.page(HTTPStatus.FORBIDDEN)
    return visit


def kept_draft(event: APIGatewayProxyEventV2, path: str) -> str | None:
    """What this browser keeps for the field of the page at ``path``."""
    return draft.find(parse_cookies(event.cookies), path)
