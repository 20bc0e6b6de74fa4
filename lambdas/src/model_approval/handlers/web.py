"""The approval API: the front door, signing in and out, and what is said when there is nothing or something fails."""

from http import HTTPStatus

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from model_approval.auth import draft
from model_approval.auth.cookies import SESSION, SIGN_IN, cookie, parse_cookies
from model_approval.auth.errors import SignInFailed
from model_approval.handlers import board, evidence, group, review, revocation, settings, wiring
from model_approval.handlers.http import Answer, redirect, same_origin, say, session
from model_approval.handlers.log import logger

# Said, so that no variable of the environment can turn it on.
app = APIGatewayHttpResolver(debug=False)
app.include_router(board.router)
app.include_router(group.router)
app.include_router(review.router)
app.include_router(evidence.router)
app.include_router(revocation.router)


@app.get("/auth/callback")
def callback() -> Answer:
    event, used = app.current_event, cookie(SIGN_IN, "", 0)
    try:
        arrival = wiring.sign_in().arrive(event.query_string_parameters, parse_cookies(event.cookies))
        started = wiring.sessions().start(arrival.identity)
    except SignInFailed as error:
        logger.warning("sign-in failed", reason=str(error), detail=error.detail)
        sentences = str(error), "Follow the link in your mail to try again."
        return say(HTTPStatus.FORBIDDEN, "You are not signed in", *sentences, cookies=[used])
    logger.info("signed in", subject=arrival.identity.person.subject)
    return redirect(arrival.path, [started, used])


@app.post("/auth/sign-out")
def sign_out() -> Answer:
    event = app.current_event
    if not same_origin(event, settings.common().base_url):
        return say(HTTPStatus.FORBIDDEN, "Not from here", "Sign out with the button on a page.")
    ended = session(event)
    logger.info("signed out", subject=ended.identity.person.subject if ended else None)
    there = wiring.sign_in().sign_out_url(f"{settings.common().base_url}/")
    sentence, link = "Your identity provider may still have you signed in there.", None
    if there:
        link = "Sign out there, too", there
    forgotten = [cookie(SESSION, "", 0), draft.forget()]
    return say(HTTPStatus.OK, "You are signed out", sentence, link=link, cookies=forgotten)


@app.not_found
def not_found(_error: NotFoundError) -> Answer:
    sentence = "Nobody has asked for anything at this address, or not yet. Follow the link in the mail about a request."
    return say(HTTPStatus.NOT_FOUND, "There is nothing here", sentence, link=("See what waits", "/"))


@app.exception_handler(SignInFailed)  # type: ignore[untyped-decorator]
def provider_failed(error: SignInFailed) -> Answer:
    logger.error("identity provider failed", reason=str(error))
    return say(HTTPStatus.BAD_GATEWAY, "Nobody can sign in right now", str(error))


@app.exception_handler(Exception)  # type: ignore[untyped-decorator]
def failed(_error: Exception) -> Answer:
    logger.exception("request failed")
    return say(
        HTTPStatus.BAD_GATEWAY,
        "That did not work",
        "Something that this page needs does not answer as it should. Please try again in a minute.",
        "The request's page tells what was recorded.",
    )
