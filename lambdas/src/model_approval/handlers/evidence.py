"""The complete evidence of a request, as a page and as the document itself. Whoever is signed in may look."""

from collections.abc import Callable
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from model_approval.domain.errors import EvidenceChanged, NoAccess, NotFound
from model_approval.domain.evidence_document import EvidenceDocument
from model_approval.domain.records import Request
from model_approval.handlers import wiring
from model_approval.handlers.doors import enter, version_id
from model_approval.handlers.http import Answer, off_to_sign_in, page, session
from model_approval.handlers.log import logger
from model_approval.handlers.visit import Visit
from model_approval.pages import document as pages
from model_approval.pages.addresses import evidence_path
from model_approval.pages.document import Problem
from model_approval.pages.layout import security_headers
from model_approval.steps.open_evidence import open_evidence

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call]

_STATUS = {
    Problem.NOT_KEPT: HTTPStatus.NOT_FOUND,
    Problem.GONE: HTTPStatus.NOT_FOUND,
    Problem.CHANGED: HTTPStatus.CONFLICT,
    Problem.REFUSED: HTTPStatus.BAD_GATEWAY,
    Problem.UNREADABLE: HTTPStatus.BAD_GATEWAY,
}


@router.get("/requests/<environment>/<group>/<version>/evidence")
def show(environment: str, group: str, version: str) -> Answer:
    def whole(visit: Visit, _body: bytes, document: EvidenceDocument) -> Answer:
        return page(HTTPStatus.OK, pages.document(visit.review.request, document, person=visit.person))

    return _answer(environment, group, version, "", whole)


@router.get("/requests/<environment>/<group>/<version>/evidence[.]json")
def as_json(environment: str, group: str, version: str) -> Answer:
    """The bytes whose digest the request names; what they mean is in domain/evidence_document.py."""

    def download(visit: Visit, body: bytes, _document: EvidenceDocument) -> Answer:
        request = visit.review.request
        name = f"{request.model.id.group}-{request.model.id.version}-{request.environment}-evidence.json"
        headers = security_headers() | {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(HTTPStatus.OK.value, "application/json", body.decode(), headers)

    return _answer(environment, group, version, "json", download)


def _answer(
    environment: str, group: str, version: str, form: str, give: Callable[[Visit, bytes, EvidenceDocument], Answer]
) -> Answer:
    """``give`` makes an answer of what is kept; what is not as it should be is told on a page."""
    id = version_id(environment, group, version)
    found = session(router.current_event)
    if found is None:
        return off_to_sign_in(evidence_path(environment, id, form))
    visit = enter(environment, id, found)
    opened = _open(visit.review.request)
    if isinstance(opened, Problem):
        return page(_STATUS[opened], pages.problem(visit.review.request, opened, person=visit.person))
    return give(visit, *opened)


def _open(request: Request) -> tuple[bytes, EvidenceDocument] | Problem:
    if request.stored is None:
        return Problem.NOT_KEPT
    try:
        return open_evidence(wiring.evidence_vault(), request.stored)
    except EvidenceChanged as error:
        logger.error("the evidence was changed", uri=request.stored.uri, reason=str(error))
        return Problem.CHANGED
    except (NotFound, NoAccess, ValueError) as error:
        logger.warning("the evidence could not be read", uri=request.stored.uri, reason=str(error))
        return Problem.GONE if isinstance(error, NotFound) else _refused(error)


def _refused(error: Exception) -> Problem:
    return Problem.REFUSED if isinstance(error, NoAccess) else Problem.UNREADABLE
