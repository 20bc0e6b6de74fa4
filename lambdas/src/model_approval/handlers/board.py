"""The board, at the front door: what waits for whom, and what is approved where."""

from http import HTTPStatus

from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from model_approval.domain.text import fit, one_line
from model_approval.handlers import settings, wiring
from model_approval.handlers.http import Answer, off_to_sign_in, page, session
from model_approval.handlers.overview import desks_for, tell
from model_approval.pages import board as pages
from model_approval.pages.addresses import board_path

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call]

SEARCH_LIMIT = 63
"""Characters, as many as a group's name may have."""
TOKEN_LIMIT = 8192
"""Characters of NextToken, by the SageMaker API reference."""


@router.get("/")
def show() -> Answer:
    """``q`` is searched in the groups' names, ``waiting=mine`` shows only what waits for one's own groups. ``token`` is
    the model registry's for a page of groups; one that it does not know leads to the first page."""
    query = router.current_event.query_string_parameters
    search = pages.Search(fit(one_line(query.get("q", "")), SEARCH_LIMIT), query.get("waiting") == "mine")
    found = session(router.current_event)
    if found is None:
        # Without the token: it may be longer than the cookie that carries this through the sign-in.
        return off_to_sign_in(board_path(search.text, mine=search.mine))
    token = query.get("token") or None
    usable = token if token and len(token) <= TOKEN_LIMIT else None
    person = found.identity.person
    board = wiring.read_board()(person, search.text, usable)
    is_lost = board.is_first or usable != token
    tell({column.environment: column.failure for column in board.columns} | {"registry": board.failure})
    html = pages.board(
        board,
        desks_for(found, board.stacks),
        person=person,
        search=search,
        place=pages.Place.LOST if is_lost else pages.Place.LATER if token else pages.Place.FIRST,
        valid_days=settings.common().request_valid_days,
        now=wiring.now(),
    )
    return page(HTTPStatus.OK, html)
