"""Read the board: one page of groups with what is approved in each environment, and what waits anywhere.

What it costs depends on neither the number of groups nor that of versions: nine groups a page, and fifty entries of
each environment's index of what waits; where there are more, another look for each group of the page.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from model_approval.domain.board import Board, Column, longest_first
from model_approval.domain.encoding import decode
from model_approval.domain.errors import InvalidRecord, NoAccess, NotFound
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.stack import address_in
from model_approval.domain.waiting import Waiting
from model_approval.steps.at_once import for_each, read_all
from model_approval.steps.ports import Onlookers
from model_approval.steps.waiting import readable

GROUPS = 9
"""Groups on a page: together with the address of the stack's pages, one read of an environment."""
PAGES = 5
"""Pages of an index that are read, of ten entries each."""


@dataclass(frozen=True)
class _Groups:
    """``names`` is None if the registry cannot be read, and ``failure`` says why."""

    names: tuple[str, ...] | None
    following: str | None = None
    is_first: bool = False
    failure: str | None = None


@dataclass(frozen=True)
class _Listed:
    """What the index says; ``waiting`` is None if it cannot be read, or if nobody can tell what was decided since."""

    waiting: tuple[Waiting, ...] | None
    has_more: bool = False
    failure: str | None = None


class ReadBoard:
    def __init__(self, *, path: PromotionPath, names: ParameterNames, accounts: Onlookers) -> None:
        self._path, self._names, self._accounts = path, names, accounts

    def __call__(self, reader: Person, containing: str = "", token: str | None = None) -> Board:
        """``containing`` is a part of the groups' names, ``token`` that of a page of them.

        An account that lets nobody in is a column that says so; anything else that goes wrong is raised.
        """
        with ThreadPoolExecutor(max_workers=1) as pool:
            page = pool.submit(self._groups, reader, containing, token)  # meanwhile: neither needs the other
            listed = for_each(self._path.names, lambda environment: self._list(environment, reader))
            groups = page.result()
        read = for_each(
            self._path.names,
            lambda environment: self._column(environment, groups.names or (), listed[environment], reader),
        )
        return Board(
            groups=groups.names,
            following=groups.following,
            columns=tuple(column for column, _ in read.values()),
            stacks={name: address for name, (_, address) in read.items() if address},
            is_first=groups.is_first,
            failure=groups.failure,
        )

    def _groups(self, reader: Person, containing: str, token: str | None) -> _Groups:
        try:
            registry = self._accounts.registry(reader)
            try:
                names, following = registry.groups(containing, GROUPS, token)
                return _Groups(tuple(names), following)
            except NotFound:
                names, following = registry.groups(containing, GROUPS)
                return _Groups(tuple(names), following, is_first=True)
        except NoAccess as error:
            return _Groups(None, failure=str(error))

    def _list(self, environment: str, reader: Person) -> _Listed:
        records = self._accounts.records(self._path.asking(environment), reader)
        found, token = list[Waiting](), None
        try:
            for _ in range(PAGES):
                page, token = records.page_below(self._names.waiting(environment), token)
                found += [decode(Waiting, value) for value in page.values()]
                if token is None:
                    break
            return _Listed(self._undecided(environment, found, reader), token is not None)
        except (NoAccess, InvalidRecord) as error:
            return _Listed(None, failure=str(error))

    def _column(
        self, environment: str, groups: Sequence[str], listed: _Listed, reader: Person
    ) -> tuple[Column, str | None]:
        """With the address of the environment's own pages, if it tells."""
        records, stack = self._accounts.records(environment, reader), self._names.stack(environment)
        names = {group: self._names.approved(environment, group) for group in groups}
        try:
            found = records.read([*names.values(), stack])
        except NoAccess as error:
            return Column(environment, None, listed.waiting, listed.has_more, str(error)), None
        if listed.waiting is not None and listed.has_more:
            listed = self._look_closer(environment, groups, listed.waiting, reader)
        approved = {group: readable(found[name]) for group, name in names.items() if name in found}
        column = Column(environment, approved, listed.waiting, listed.has_more, listed.failure)
        return column, address_in(found[stack].value) if stack in found else None

    def _look_closer(
        self, environment: str, groups: Sequence[str], waiting: Sequence[Waiting], reader: Person
    ) -> _Listed:
        """What waits is more than was read, so each group that is shown is looked up: a dash must be true."""
        records = self._accounts.records(self._path.asking(environment), reader)
        seen = set(waiting)
        try:
            pages = [records.page_below(self._names.waiting_group(environment, group))[0] for group in groups]
            found = {decode(Waiting, value) for page in pages for value in page.values()} - seen
            more = self._undecided(environment, list(found), reader)
        except (NoAccess, InvalidRecord) as error:
            return _Listed(None, failure=str(error))
        return _Listed(longest_first([*waiting, *more]), has_more=True)

    def _undecided(self, environment: str, waiting: Sequence[Waiting], reader: Person) -> tuple[Waiting, ...]:
        """Those without a decision: an entry may have been left behind by whoever decided."""
        names = {self._names.decision(environment, one.id): one for one in waiting}
        decided = read_all(self._accounts.records(environment, reader), list(names))
        return longest_first([one for name, one in names.items() if name not in decided])
