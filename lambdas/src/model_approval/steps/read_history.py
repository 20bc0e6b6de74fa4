"""Read the history of a group: some versions down from a number, and what is approved in each environment.

Nothing is searched for, so a page costs the same however long the history is.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from model_approval.domain.errors import NoAccess
from model_approval.domain.history import History, Silence, folded
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Approved
from model_approval.domain.stack import address_in
from model_approval.steps.at_once import AT_ONCE, for_each
from model_approval.steps.ports import Onlookers
from model_approval.steps.read_versions import ReadVersions
from model_approval.steps.waiting import readable

_LISTED = 100
"""Groups that one call of the registry lists."""


@dataclass(frozen=True)
class _Now:
    """What an environment says about itself; ``failure`` if it says nothing."""

    approved: Approved | None = None
    address: str | None = None
    failure: str | None = None


class ReadHistory:
    """Four calls an environment for ten versions; and one of the registry, or two for a group without versions."""

    def __init__(self, *, path: PromotionPath, names: ParameterNames, accounts: Onlookers) -> None:
        self._path, self._names, self._accounts = path, names, accounts
        self._read_versions = ReadVersions(path=path, names=names, accounts=accounts)

    def __call__(self, group: str, before: int | None, reader: Person, most: int = AT_ONCE) -> History | None:
        """At most ``most`` versions below ``before``, or the newest. None if nobody knows the group: it is not in the
        registry, and nothing is recorded about these versions."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            latest = pool.submit(self._latest, group, reader)  # meanwhile: neither needs the other
            now = for_each(self._path.names, lambda environment: self._now(environment, group, reader))
            newest, registry_failure = latest.result()
        newest = max([newest, *(one.approved.id.version for one in now.values() if one.approved)])
        start = before - 1 if before else self._highest_asked(group, newest, reader)
        ids = [VersionId(group, version) for version in range(start, max(start - most, 0), -1)]
        found = self._read_versions(ids, reader)
        is_silent = newest == 0 and all(isinstance(line, Silence) for line in folded(found.versions))
        # A group may have no version yet.
        if is_silent and registry_failure is None and not self._is_registered(group, reader):
            return None
        return History(
            group=group,
            versions=found.versions,
            older=ids[-1].version if ids and ids[-1].version > 1 else None,
            approved={name: one.approved for name, one in now.items() if one.failure is None},
            stacks={name: one.address for name, one in now.items() if one.address},
            failures={name: one.failure for name, one in now.items() if one.failure} | found.failures,
            registry_failure=registry_failure,
        )

    def _latest(self, group: str, reader: Person) -> tuple[int, str | None]:
        try:
            return self._accounts.registry(reader).latest(group), None
        except NoAccess as error:
            return 0, str(error)

    def _now(self, environment: str, group: str, reader: Person) -> _Now:
        approved, stack = self._names.approved(environment, group), self._names.stack(environment)
        try:
            found = self._accounts.records(environment, reader).read([approved, stack])
        except NoAccess as error:
            return _Now(failure=str(error))
        return _Now(
            approved=readable(found.get(approved)),
            address=address_in(found[stack].value) if stack in found else None,
        )

    def _highest_asked(self, group: str, newest: int, reader: Person) -> int:
        """The registry forgets deleted versions, their records stay: the ten numbers after ``newest`` are tried."""
        first = self._path.first
        ids = [VersionId(group, newest + more) for more in range(1, AT_ONCE + 1)]
        names = {self._names.request(first, id): id.version for id in ids}
        try:
            found: Iterable[str] = self._accounts.records(first, reader).read(list(names))
        except NoAccess:
            found = ()
        return max([newest, *(names[name] for name in found)])

    def _is_registered(self, group: str, reader: Person) -> bool:
        return group in self._accounts.registry(reader).groups(group, _LISTED)[0]
