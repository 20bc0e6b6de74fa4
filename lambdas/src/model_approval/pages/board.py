"""The board: what waits for whom, and what is approved in each environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from model_approval.domain.board import Board, Column
from model_approval.domain.desks import Desk
from model_approval.domain.expiry import has_expired
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.records import Approved
from model_approval.pages import layout
from model_approval.pages.addresses import board_path, group_path, request_path


@dataclass(frozen=True)
class Search:
    """What was asked for: a part of the groups' names, and only what waits for one's own groups."""

    text: str = ""
    mine: bool = False


class Place(Enum):
    """Which page of the groups this is. LOST: the first, because the one that was asked for does not exist."""

    FIRST = "first"
    LATER = "later"
    LOST = "lost"


@dataclass(frozen=True)
class Item:
    """A version that waits. ``link`` leads to its page, None if nobody knows where that is; ``newer`` waits as well."""

    id: VersionId
    group_link: str
    link: str | None
    since: str
    newer: int | None


@dataclass(frozen=True)
class Queue:
    """What waits at a desk: ``items`` can be decided, ``expired`` cannot any more. ``is_readable`` is False if nobody
    knows; ``has_more`` tells that more may wait than are listed."""

    desk: Desk
    items: tuple[Item, ...]
    expired: tuple[Item, ...]
    is_readable: bool
    has_more: bool


@dataclass(frozen=True)
class Cell:
    """A group in an environment. ``approved`` is None if there is nothing; what cannot be read is told by the others.
    ``waiting`` is the newest version that waits, with the number of all in ``count``."""

    environment: str
    is_readable: bool
    approved: Approved | None
    link: str | None
    waiting: Item | None
    count: int


@dataclass(frozen=True)
class Line:
    group: str
    link: str
    cells: tuple[Cell, ...]


def board(
    board: Board,
    desks: tuple[Desk, ...],
    *,
    person: Person,
    search: Search,
    place: Place,
    valid_days: int,
    now: str,
) -> str:
    """``desks`` are in the order of the board's columns."""
    pairs = list(zip(board.columns, desks, strict=True))
    queues = [_queue(column, desk, search, valid_days, now) for column, desk in pairs]
    return layout.page(
        "board.html.j2",
        title="Model approvals",
        person=person,
        board=board,
        search=search,
        place=place.value,
        desks=desks,
        queues=[queue for queue in queues if queue.desk.is_mine or not search.mine],
        mine=sum(len(queue.items) for queue in queues if queue.desk.is_mine),
        all=sum(len(queue.items) for queue in queues),
        decides=any(desk.is_mine for desk in desks),
        lines=[_line(group, pairs, valid_days, now) for group in board.groups or ()],
        unreadable=[column.environment for column in board.columns if column.approved is None],
        links=_links(search, board.following),
    )


def _links(search: Search, following: str | None) -> Mapping[str, str]:
    links = {
        "everybody": board_path(search.text),
        "mine": board_path(search.text, mine=True),
        "anything": board_path(mine=search.mine),
        "first": board_path(search.text, mine=search.mine),
    }
    return links | ({"more": board_path(search.text, mine=search.mine, token=following)} if following else {})


def _queue(column: Column, desk: Desk, search: Search, valid_days: int, now: str) -> Queue:
    waiting = [one for one in column.waiting or () if search.text.casefold() in one.id.group.casefold()]
    expired = [one for one in waiting if has_expired(one.requested_at, valid_days, now)]
    items = [_item(column, desk, one.id, one.requested_at) for one in waiting if one not in expired]
    return Queue(
        desk,
        tuple(items),
        tuple(_item(column, desk, one.id, one.requested_at) for one in expired),
        column.waiting is not None,
        column.has_more,
    )


def _item(column: Column, desk: Desk, id: VersionId, since: str) -> Item:
    newest = column.waiting_for(id.group)[-1].id.version
    newer = newest if newest > id.version else None
    return Item(id, group_path(id.group), link(desk, id), since, newer)


def link(desk: Desk, id: VersionId) -> str | None:
    """To the page of a request, in whichever stack it is; None if nobody knows."""
    return None if desk.address is None else desk.address + request_path(desk.environment, id)


def _line(group: str, pairs: list[tuple[Column, Desk]], valid_days: int, now: str) -> Line:
    return Line(group, group_path(group), tuple(_cell(group, column, desk, valid_days, now) for column, desk in pairs))


def _cell(group: str, column: Column, desk: Desk, valid_days: int, now: str) -> Cell:
    waiting = [one for one in column.waiting_for(group) if not has_expired(one.requested_at, valid_days, now)]
    approved = (column.approved or {}).get(group)
    is_readable = column.approved is not None and (group not in column.approved or approved is not None)
    return Cell(
        environment=desk.environment,
        is_readable=is_readable,
        approved=approved,
        link=link(desk, approved.id) if approved else None,
        waiting=_item(column, desk, waiting[-1].id, waiting[-1].requested_at) if waiting else None,
        count=len(waiting),
    )
