"""Accounts of their own for the environments, each with its Parameter Store in memory, and a registry with groups."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from model_approval.domain.encoding import Record, encode
from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Approved, Decision, Request
from model_approval.domain.revocation import Revocation
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.waiting import Waiting
from model_approval.steps.read_board import ReadBoard
from model_approval.steps.read_comparison import ReadComparison
from model_approval.steps.read_history import ReadHistory
from tests.unit.examples import ANN, NAMES, NOON, PATH, arn, decision, model, package, request, revocation
from tests.unit.fakes import ClosedRecords, FakeParameters, FakeRegistry, Journal

CALLS = ("read /", "below /", "page_below /", "latest", "groups")
"""How the journal begins about calls that go to AWS."""


@dataclass
class Catalogue(FakeRegistry):
    """Its groups may have no versions; one name in it contains another whatever their case."""

    names: Collection[str] = ()

    def groups(self, containing: str, most: int, token: str | None = None) -> tuple[list[str], str | None]:
        self.journal.note(f"groups {containing}".rstrip())
        if token is not None and not token.isdecimal():
            raise NotFound(f"{token!r} is no token of the registry")
        start, found = int(token or 0), sorted(name for name in self.names if containing.lower() in name.lower())
        return found[start : start + most], str(start + most) if len(found) > start + most else None


@dataclass
class Atlas:
    """The accounts in ``closed`` let nobody in; that of the registry is "registry"."""

    groups: Mapping[str, int] = field(default_factory=lambda: {"abalone": 3})
    path: PromotionPath = PATH
    closed: Collection[str] = ()
    names: ParameterNames = NAMES

    def __post_init__(self) -> None:
        self.journal = Journal()
        self.stores = {name: FakeParameters(self.journal) for name in self.path.names}
        packages = {
            arn(version, group): package(version, model=model(version, group))
            for group, newest in self.groups.items()
            for version in range(1, newest + 1)
        }
        self.models = Catalogue(packages, self.journal, names=self.groups)
        parts: dict[str, Any] = {"path": self.path, "names": self.names, "accounts": self}
        self.read_board, self.read_history = ReadBoard(**parts), ReadHistory(**parts)
        self.read_comparison = ReadComparison(**parts)

    def records(self, environment: str, on_behalf_of: Person) -> FakeParameters | ClosedRecords:
        assert on_behalf_of == ANN
        return ClosedRecords(environment, self.journal) if environment in self.closed else self.stores[environment]

    def parameters(self, environment: str, on_behalf_of: Person) -> FakeParameters:
        raise AssertionError(f"{on_behalf_of.name} only looks, but enters {environment} to write")

    def registry(self, on_behalf_of: Person) -> Catalogue:
        assert on_behalf_of == ANN
        if "registry" in self.closed:
            raise NoAccess("the registry lets nobody in")
        return self.models

    @property
    def calls(self) -> list[str]:
        """What was asked of AWS."""
        assert self.journal.writes() == []
        return [call for call in self.journal.calls if call.startswith(CALLS)]

    def put(self, *records: Record) -> None:
        """Each where it stands."""
        for record in records:
            environment, name = self._place(record)
            self.stores[environment].values[name] = [encode(record)]

    def ask(self, environment: str, version: int, group: str = "abalone", at: str = NOON, **changes: Any) -> Request:
        """A request, with its entry in the index of what waits."""
        id = VersionId(group, version)
        asked = request(environment, version, model=model(version, group), requested_at=at, **changes)
        self.put(asked, Waiting(environment, id, at))
        return asked

    def answer(
        self,
        environment: str,
        version: int,
        group: str = "abalone",
        status: ApprovalStatus = ApprovalStatus.APPROVED,
        **changes: Any,
    ) -> Decision:
        """A request and its decision; an approval is what the environment runs then."""
        asked = request(environment, version, model=model(version, group))
        made = replace(decision(environment, version, status=status), model=asked.model, **changes)
        self.put(asked, made)
        if status is ApprovalStatus.APPROVED:
            self.put(approved_by(made))
        return made

    def revoke(self, environment: str, version: int, group: str = "abalone", **changes: Any) -> Revocation:
        made = revocation(environment, version, id=VersionId(group, version), **changes)
        self.put(made)
        return made

    def tell_address(self, environment: str, value: str) -> None:
        """What Terraform writes about the environment's stack."""
        self.stores[environment].values[NAMES.stack(environment)] = [value]

    def _place(self, record: Record) -> tuple[str, str]:
        environment, names = record.environment, self.names
        match record:
            case Request():
                return self.path.asking(environment), names.request(environment, record.model.id)
            case Waiting():
                return self.path.asking(environment), names.waiting_version(environment, record.id)
            case Decision():
                return environment, names.decision(environment, record.model.id)
            case Revocation():
                return environment, names.revocation(environment, record.id)
            case Approved():
                return environment, names.approved(environment, record.id.group)
        raise NotImplementedError(record)


def approved_by(made: Decision) -> Approved:
    """What the environment runs after this approval."""
    record = NAMES.decision(made.environment, made.model.id)
    return Approved(
        made.environment, made.model, made.decided_by.name, made.decided_at, made.comment, record, made.metrics
    )
