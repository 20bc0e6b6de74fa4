"""The outside world in memory: what the steps' ports promise, a journal of the calls, and ways to fail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from model_approval.domain.errors import NotFound
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import Parameter
from model_approval.domain.records import Person, Request
from model_approval.domain.status import RegistryState


def nothing(_call: str) -> None:
    """What happens before a call, if nothing shall."""


@dataclass
class Journal:
    """The calls in their order. ``before`` runs ahead of each: it may raise, or let others go first."""

    calls: list[str] = field(default_factory=list)
    before: Callable[[str], None] = nothing

    def note(self, call: str) -> None:
        self.before(call)
        self.calls.append(call)

    def writes(self) -> list[str]:
        return [call for call in self.calls if not call.startswith(("read", "describe", "enter"))]

    def fail_at(self, start: str, error: BaseException) -> None:
        def fail(call: str) -> None:
            if call.startswith(start):
                raise error

        self.before = fail


@dataclass
class FakeParameters:
    """Every value that each parameter had stands in ``values``, the first one under the number 1."""

    journal: Journal = field(default_factory=Journal)
    values: dict[str, list[str]] = field(default_factory=dict)

    def read(self, names: Sequence[str]) -> dict[str, Parameter]:
        assert 0 < len(names) <= 10
        self.journal.note(f"read {' '.join(names)}")
        return {n: Parameter(self.values[n][-1], len(self.values[n])) for n in names if n in self.values}

    def create(self, name: str, value: str) -> bool:
        self.journal.note(f"create {name}")
        if name in self.values:
            return False
        self.values[name] = [value]
        return True

    def overwrite(self, name: str, value: str) -> int:
        self.journal.note(f"overwrite {name}")
        self.values.setdefault(name, []).append(value)
        return len(self.values[name])

    def read_number(self, name: str, number: int) -> str | None:
        self.journal.note(f"read {name}:{number}")
        values = self.values.get(name, [])
        return values[number - 1] if 0 < number <= len(values) else None


@dataclass
class FakeRegistry:
    """``update`` replaces what it is given, as SageMaker may."""

    packages: dict[str, ModelPackage]
    journal: Journal = field(default_factory=Journal)

    def describe(self, model_package_arn: str) -> ModelPackage:
        self.journal.note(f"describe {model_package_arn}")
        return self._find(model_package_arn)

    def update(self, model_package_arn: str, state: RegistryState) -> None:
        self.journal.note(f"update {model_package_arn}")
        package = self._find(model_package_arn)
        self.packages[model_package_arn] = replace(
            package, metadata=state.metadata, status=state.status or package.status, description=state.description
        )

    def _find(self, model_package_arn: str) -> ModelPackage:
        if model_package_arn not in self.packages:
            raise NotFound(f"{model_package_arn} does not exist")
        return self.packages[model_package_arn]


@dataclass
class FakeAccounts:
    """One store for every environment; who entered is in the journal."""

    store: FakeParameters
    models: FakeRegistry
    journal: Journal

    def parameters(self, environment: str, on_behalf_of: Person) -> FakeParameters:
        self.journal.note(f"enter {environment} for {on_behalf_of.name}")
        return self.store

    def registry(self, on_behalf_of: Person) -> FakeRegistry:
        self.journal.note(f"enter registry for {on_behalf_of.name}")
        return self.models


@dataclass
class FakeIntents:
    journal: Journal
    sent: list[tuple[str, VersionId]] = field(default_factory=list)

    def send(self, environment: str, id: VersionId) -> None:
        self.journal.note(f"send intent {environment} {id}")
        self.sent.append((environment, id))


@dataclass
class FakeNotices:
    journal: Journal = field(default_factory=Journal)
    asked: list[Request] = field(default_factory=list)
    reported: list[Request] = field(default_factory=list)

    def ask(self, request: Request) -> None:
        self.journal.note(f"mail {request.model.id}")
        self.asked.append(request)

    def report(self, request: Request) -> None:
        self.journal.note(f"mail {request.model.id}")
        self.reported.append(request)


@dataclass
class FakeReports:
    """Documents by URI; one that is an exception is raised."""

    documents: dict[str, Any]

    def read(self, uri: str) -> object:
        document = self.documents.get(uri, NotFound(f"{uri} does not exist"))
        if isinstance(document, Exception):
            raise document
        return document


@dataclass
class FakeModels:
    made_from: dict[str, list[str]]

    def model_packages(self, model_name: str) -> list[str]:
        if model_name not in self.made_from:
            raise NotFound(f"{model_name} does not exist")
        return self.made_from[model_name]
