"""Read versions: what was asked about each in every environment, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from model_approval.domain.encoding import decode
from model_approval.domain.errors import InvalidRecord, NoAccess
from model_approval.domain.history import Entry, Version
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Request
from model_approval.domain.standing import Standing
from model_approval.steps.at_once import for_each, read_all
from model_approval.steps.converge import standing_in
from model_approval.steps.ports import Readers


@dataclass(frozen=True)
class Found:
    """``versions`` in the order of their ids; ``failures`` says, by environment, what could not be read and why."""

    versions: tuple[Version, ...]
    failures: dict[str, str]


class ReadVersions:
    """Three calls an environment for ten versions: the requests stand in the account that asks, the rest in its own."""

    def __init__(self, *, path: PromotionPath, names: ParameterNames, accounts: Readers) -> None:
        self._path, self._names, self._accounts = path, names, accounts

    def __call__(self, ids: Sequence[VersionId], reader: Person) -> Found:
        """An account that lets nobody in, or holds something else than records, is told in ``failures``; anything else
        that goes wrong is raised."""
        read = for_each(self._path.names, lambda environment: self._read(environment, ids, reader))
        versions = [
            Version(id, tuple(entries[position] for entries, _ in read.values())) for position, id in enumerate(ids)
        ]
        return Found(tuple(versions), {name: failure for name, (_, failure) in read.items() if failure})

    def _read(self, environment: str, ids: Sequence[VersionId], reader: Person) -> tuple[list[Entry], str | None]:
        failure = requests = standings = None
        try:
            requests = self._requests(environment, ids, reader)
        except (NoAccess, InvalidRecord) as error:
            failure = str(error)
        try:
            standings = self._standings(environment, ids, reader)
        except (NoAccess, InvalidRecord) as error:
            failure = str(error)
        entries = [
            Entry(
                environment,
                requests.get(id) if requests is not None else None,
                standings[id] if standings is not None else None,
                is_readable=requests is not None,
            )
            for id in ids
        ]
        return entries, failure

    def _requests(self, environment: str, ids: Sequence[VersionId], reader: Person) -> dict[VersionId, Request]:
        names = {id: self._names.request(environment, id) for id in ids}
        records = self._accounts.records(self._path.asking(environment), reader)
        found = read_all(records, list(names.values()))
        return {id: decode(Request, found[name].value) for id, name in names.items() if name in found}

    def _standings(self, environment: str, ids: Sequence[VersionId], reader: Person) -> dict[VersionId, Standing]:
        names = [record(environment, id) for id in ids for record in (self._names.decision, self._names.revocation)]
        found = read_all(self._accounts.records(environment, reader), names)
        return {id: standing_in(found, self._names, environment, id) for id in ids}
