"""Local addresses: readable, and without any authority of their own."""

from urllib.parse import quote, urlencode

from model_approval.domain.model_version import VersionId


def request_path(environment: str, id: VersionId) -> str:
    """The page of a request."""
    return f"/requests/{quote(environment, safe='')}/{quote(id.group, safe='')}/{id.version}"


def revocation_path(environment: str, id: VersionId) -> str:
    """Where the approval that followed is taken back."""
    return f"{request_path(environment, id)}/revocation"


def evidence_path(environment: str, id: VersionId, form: str = "") -> str:
    """All the evidence of a request: as a page, or, with the ``form`` ``json``, the document itself."""
    return f"{request_path(environment, id)}/evidence{form and f'.{form}'}"


def group_path(group: str, before: int | None = None) -> str:
    """The page of a model package group; its versions from the one below ``before`` on, if that is given."""
    return f"/groups/{quote(group, safe='')}{'' if before is None else f'?before={before}'}"


def board_path(search: str = "", *, mine: bool = False, token: str | None = None) -> str:
    """The board: ``search`` in the groups' names, only what waits for the groups of who looks, a page of groups."""
    query = {"q": search, "waiting": "mine" if mine else "", "token": token}
    given = {name: value for name, value in query.items() if value}
    return f"/?{urlencode(given)}" if given else "/"


def compare_path(group: str, a: int, b: int) -> str:
    """The page with two versions of a group beside each other."""
    return f"{group_path(group)}/compare?a={a}&b={b}"


def history_path(group: str, form: str, before: int | None = None) -> str:
    """A group's history as data; ``form`` is ``csv`` or ``json``."""
    return f"{group_path(group)}/history.{form}{'' if before is None else f'?before={before}'}"
