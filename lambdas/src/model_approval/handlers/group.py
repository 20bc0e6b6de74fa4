"""A model package group: its history as a page and as data, and two of its versions beside each other."""

import re
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from model_approval.auth.session import Session
from model_approval.domain import export
from model_approval.domain.model_version import VersionId
from model_approval.domain.text import fit, one_line
from model_approval.handlers import settings, wiring
from model_approval.handlers.http import Answer, off_to_sign_in, page, say, session
from model_approval.handlers.overview import desks_for, tell
from model_approval.pages import compare as comparisons
from model_approval.pages import group as pages
from model_approval.pages.addresses import compare_path, group_path, history_path
from model_approval.pages.layout import security_headers

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call]

EXPORTED = 50
"""Versions in an export: even with long comments, what Lambda may answer (6 MB) holds them."""

_GROUP = re.compile(r"[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


@router.get("/groups/<group>")
def show(group: str) -> Answer:
    _check(group)
    before = _before()
    found = session(router.current_event)
    if found is None:
        return off_to_sign_in(group_path(group, before))
    history = wiring.read_history()(group, before, found.identity.person)
    if history is None:
        return _unknown(group, found)
    tell({**history.failures, "registry": history.registry_failure})
    html = pages.group(
        history,
        desks_for(found, history.stacks),
        person=found.identity.person,
        before=before,
        valid_days=settings.common().request_valid_days,
        now=wiring.now(),
    )
    return page(HTTPStatus.OK, html)


@router.get("/groups/<group>/compare")
def compare(group: str) -> Answer:
    """``a`` and ``b`` are the numbers of two versions."""
    _check(group)
    query = router.current_event.query_string_parameters
    a, b = (query.get(name, "").strip() for name in ("a", "b"))
    usable = bool(_NUMBER.fullmatch(a) and _NUMBER.fullmatch(b) and a != b)
    found = session(router.current_event)
    if found is None:
        return off_to_sign_in(compare_path(group, int(a), int(b)) if usable else group_path(group))
    person = found.identity.person
    if not usable:
        typed = (fit(one_line(text), 9) for text in (a, b))
        html = comparisons.unusable(group, _why_unusable(a, b), *typed, person=person)
        return page(HTTPStatus.BAD_REQUEST, html)
    comparison = wiring.read_comparison()(VersionId(group, int(a)), VersionId(group, int(b)), person)
    tell(comparison.failures)
    html = comparisons.compare(
        comparison,
        desks_for(found, {}),
        settings.directions(),
        person=person,
        valid_days=settings.common().request_valid_days,
        now=wiring.now(),
    )
    return page(HTTPStatus.OK, html)


@router.get("/groups/<group>/history[.]csv")
def as_csv(group: str) -> Answer:
    """The columns are those of domain/export.py; the header ``Link`` leads to older versions, if there are more."""
    return _export(group, "csv")


@router.get("/groups/<group>/history[.]json")
def as_json(group: str) -> Answer:
    """The same, as ``{"schema": 1, "group", "events": […], "next"}``."""
    return _export(group, "json")


def _export(group: str, form: str) -> Answer:
    _check(group)
    before = _before()
    found = session(router.current_event)
    if found is None:
        return off_to_sign_in(history_path(group, form, before))
    history = wiring.read_history()(group, before, found.identity.person, EXPORTED)
    if history is None:
        return _unknown(group, found)
    tell({**history.failures, "registry": history.registry_failure})
    following = history_path(group, form, history.older) if history.older else None
    rows = export.rows(history, settings.common().names)
    body = export.to_csv(rows) if form == "csv" else export.to_json(history, rows, following)
    name = f"{group}-history{f'-before-{before}' if before else ''}.{form}"
    headers = security_headers() | {"Content-Disposition": f'attachment; filename="{name}"'}
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    kind = "text/csv; charset=utf-8; header=present" if form == "csv" else "application/json"
    return Response(HTTPStatus.OK.value, kind, body, headers)


def _check(group: str) -> None:
    """Raises NotFoundError if no group can have this name."""
    if not _GROUP.fullmatch(group):
        raise NotFoundError(f"no group {group!r}")


def _before() -> int | None:
    """The number before which the page begins; what is no number of a version begins at the newest."""
    text = router.current_event.query_string_parameters.get("before", "")
    return int(text) if _NUMBER.fullmatch(text) and text != "1" else None


def _why_unusable(a: str, b: str) -> str:
    if a == b and _NUMBER.fullmatch(a):
        return f"Both are version {a}. Choose two different versions."
    return "Give the numbers of two versions, such as 5 and 3."


def _unknown(group: str, session: Session) -> Answer:
    sentence = f"There is no model package group {group} in the model registry, and nothing is recorded about one."
    link = "See all groups", "/"
    person = session.identity.person
    return say(HTTPStatus.NOT_FOUND, "Nobody knows this group", sentence, link=link, person=person)
