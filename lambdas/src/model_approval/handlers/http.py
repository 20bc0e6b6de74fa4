"""Requests and answers of the approval API: sessions, forms, and pages with the same strict headers always."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from model_approval.auth.cookies import parse_cookies
from model_approval.auth.session import Session
from model_approval.domain.person import Person
from model_approval.handlers import wiring
from model_approval.handlers.log import logger
from model_approval.pages import web as pages

Answer = Response[str]


def session(event: APIGatewayProxyEventV2) -> Session | None:
    return wiring.sessions().find(parse_cookies(event.cookies))


def form(event: APIGatewayProxyEventV2) -> dict[str, str]:
    """The fields of a submitted form, none if it is unreadable; of fields with one name, the first counts."""
    try:
        body = event.decoded_body or ""
        return dict(reversed(parse_qsl(body, keep_blank_values=True, errors="replace", max_num_fields=20)))
    except ValueError:
        return {}


def same_origin(event: APIGatewayProxyEventV2, base_url: str) -> bool:
    """Whether a page of ours sent this. Every browser sends Origin with a POST; without it the answer is no.

    A no is logged: it is an attack, or a page that somebody saved.
    """
    origin = event.headers.get("origin")
    if origin != base_url:
        logger.warning("refused", path=event.path, reason="a page of another origin sent it", origin=origin)
    return origin == base_url


def page(status: HTTPStatus, html: str, cookies: Sequence[Cookie] = ()) -> Answer:
    return Response(status.value, "text/html; charset=utf-8", html, pages.security_headers(), list(cookies))


def say(
    status: HTTPStatus,
    title: str,
    *sentences: str,
    typed: str = "",
    retry: str | None = None,
    link: tuple[str, str] | None = None,
    person: Person | None = None,
    cookies: Sequence[Cookie] = (),
) -> Answer:
    html = pages.message(title, *sentences, typed=typed, retry=retry, link=link, person=person)
    return page(status, html, cookies)


def redirect(url: str, cookies: Sequence[Cookie] = ()) -> Answer:
    """303: the browser goes on with GET, whatever it came with."""
    headers = pages.security_headers() | {"Location": url}
    return Response(HTTPStatus.SEE_OTHER.value, "text/plain; charset=utf-8", "", headers, list(cookies))


def off_to_sign_in(path: str) -> Answer:
    departure = wiring.sign_in().depart(path)
    return redirect(departure.url, [departure.cookie])
