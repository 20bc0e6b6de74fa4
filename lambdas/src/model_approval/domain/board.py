"""The board: what is approved where, and what waits for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from model_approval.domain.records import Approved
from model_approval.domain.waiting import Waiting


@dataclass(frozen=True)
class Column:
    """An environment. ``approved`` is by group, with None in place of what is no record; ``waiting`` are the requests
    that nobody has decided, the longest waiting first. Either is None as a whole if it could not be read, and then
    ``failure`` says why, for the log. ``has_more`` tells that more may wait than were read."""

    environment: str
    approved: Mapping[str, Approved | None] | None
    waiting: tuple[Waiting, ...] | None
    has_more: bool = False
    failure: str | None = None

    def waiting_for(self, group: str) -> tuple[Waiting, ...]:
        """Those of a group, the lowest version first."""
        of_group = (one for one in self.waiting or () if one.id.group == group)
        return tuple(sorted(of_group, key=lambda one: one.id.version))


@dataclass(frozen=True)
class Board:
    """``groups`` is one page of the model package groups, None if the registry could not be read; ``following`` is the
    token of the next page. ``is_first`` tells that a page was asked for that does not exist, so this is the first one.
    ``stacks`` are the addresses of the environments' own pages, as far as they are known."""

    groups: tuple[str, ...] | None
    following: str | None
    columns: tuple[Column, ...]
    stacks: Mapping[str, str]
    is_first: bool = False
    failure: str | None = None


def longest_first(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    return tuple(sorted(waiting, key=lambda one: (one.requested_at, one.id.group, one.id.version)))
