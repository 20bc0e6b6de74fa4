"""Every page, as Ann sees it: about version 2 in dev, in each state that it can be in."""

from collections.abc import Callable
from typing import Any

from model_approval.domain.records import Approved
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.votes import Vote
from model_approval.pages import web
from tests.unit.examples import ANN, approved, decision, request, revocation, vote

ASK = web.Form("/requests/dev/abalone/2", "token", "evidence", "typed before", "please look again")
REVOKE = web.Form("/requests/dev/abalone/2/revocation", "token", "evidence", "typed before", "please look again")
UNDECIDED, DECIDED, REVOKED = Standing(), Standing(decision()), Standing(decision(), revocation())


def shown(
    standing: Standing = UNDECIDED,
    approved: Approved | None = None,
    required: int = 1,
    votes: tuple[Vote, ...] = (),
    **view: Any,
) -> str:
    """The page of the request, without a form unless it is given."""
    review = Review(request(), standing, approved, required, votes)
    return web.review(review, **{"person": ANN, "form": None, "refusal": None} | view)


PAGES: dict[str, Callable[[], str]] = {
    "asked": lambda: shown(form=ASK),
    "refused": lambda: shown(approved=approved(version=1), refusal="no"),
    "decided": lambda: shown(DECIDED, approved(), notice="recorded"),
    "approved": lambda: shown(DECIDED, approved(), form=REVOKE),
    "revoked": lambda: shown(REVOKED),
    "voted": lambda: shown(required=2, votes=(vote(),), own_vote=vote()),
    "message": lambda: web.message("Nothing here", "A sentence.", person=ANN, typed="typed", retry="/"),
    "stranger": lambda: web.message("Nothing here", "A sentence."),
    "home": lambda: web.home("dev", ANN, ["dev", "test"]),
    "last home": lambda: web.home("prod", ANN, []),
}
