"""The outside world in memory: what the steps' ports promise, a journal of the calls, and ways to fail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.intents import Intent
from model_approval.domain.message import Message
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import Container, ModelPackageArn, VersionId
from model_approval.domain.notice import MailJob, Notice
from model_approval.domain.parameters import Parameter
from model_approval.domain.person import Person
from model_approval.domain.runs import Document, Execution, Folder, Object, TransformJob
from model_approval.domain.status import ApprovalStatus, RegistryState

READS = ("read", "below", "page_below", "describe", "latest", "groups", "enter", "lines", "open", "pin", "trace")
"""How the calls begin that change nothing."""


def nothing(_call: str) -> None:
    """What happens before a call, if nothing shall."""


@dataclass
class Clock:
    """Stands still unless it is told to move."""

    time: datetime = datetime(2026, 2, 24, 12, tzinfo=UTC)

    def now(self) -> str:
        return self.time.strftime("%Y-%m-%dT%H:%M:%SZ")

    def forward(self, by: timedelta) -> None:
        self.time += by


@dataclass
class Journal:
    """The calls in their order. ``before`` runs ahead of each: it may raise, or let others go first."""

    calls: list[str] = field(default_factory=list)
    before: Callable[[str], None] = nothing

    def note(self, call: str) -> None:
        self.before(call)
        self.calls.append(call)

    def writes(self) -> list[str]:
        return [call for call in self.calls if not call.startswith(READS)]

    def fail_at(self, start: str, error: BaseException) -> None:
        def fail(call: str) -> None:
            if call.startswith(start):
                raise error

        self.before = fail

    def meanwhile(self, start: str, act: Callable[[], object]) -> None:
        """Ahead of the first call that begins like this, others ``act``."""
        done: list[str] = []

        def before(call: str) -> None:
            if call.startswith(start) and not done:
                done.append(call)
                act()

        self.before = before


@dataclass
class FakeParameters:
    """Every value that each parameter had since it was created stands in ``values``, the first under the number 1."""

    journal: Journal = field(default_factory=Journal)
    values: dict[str, list[str]] = field(default_factory=dict)

    def read(self, names: Sequence[str]) -> dict[str, Parameter]:
        assert 0 < len(names) <= 10
        assert len(set(names)) == len(names)
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

    def delete(self, name: str) -> None:
        self.journal.note(f"delete {name}")
        self.values.pop(name, None)

    def below(self, path: str) -> dict[str, str]:
        self.journal.note(f"below {path}")
        return {n: values[-1] for n, values in self.values.items() if n.rpartition("/")[0] == path}

    def page_below(self, path: str, token: str | None = None) -> tuple[dict[str, str], str | None]:
        self.journal.note(f"page_below {path}")
        start = int(token or 0)
        names = sorted(name for name in self.values if name.startswith(f"{path}/"))
        page = {name: self.values[name][-1] for name in names[start : start + 10]}
        return page, str(start + 10) if len(names) > start + 10 else None


@dataclass
class ClosedRecords:
    """Those of an account that lets nobody in."""

    environment: str
    journal: Journal

    def read(self, names: Sequence[str]) -> dict[str, Parameter]:
        self.journal.note(f"read {' '.join(names)}")
        raise self._refusal()

    def below(self, path: str) -> dict[str, str]:
        self.journal.note(f"below {path}")
        raise self._refusal()

    def page_below(self, path: str, token: str | None = None) -> tuple[dict[str, str], str | None]:
        self.journal.note(f"page_below {path}")
        raise self._refusal()

    def _refusal(self) -> NoAccess:
        return NoAccess(f"{self.environment}'s account lets nobody in")


@dataclass
class FakeRegistry:
    """``update`` replaces the metadata that it is given, as SageMaker may. Each change takes a second, and the versions
    that were changed stand in ``changed``: EventBridge would send an event about each."""

    packages: dict[str, ModelPackage]
    journal: Journal = field(default_factory=Journal)
    clock: Clock = field(default_factory=Clock)
    changed: list[str] = field(default_factory=list)

    def describe(self, model_package_arn: str) -> ModelPackage:
        self.journal.note(f"describe {model_package_arn}")
        return self._find(model_package_arn)

    def update(self, model_package_arn: str, state: RegistryState) -> None:
        self.journal.note(f"update {model_package_arn}")
        package = self._find(model_package_arn)
        self._change(
            package,
            metadata=dict(state.metadata),
            status=state.status or package.status,
            description=package.description if state.description is None else state.description,
            changed_by="the workflow",
        )

    def latest(self, group: str) -> int:
        self.journal.note(f"latest {group}")
        ids = [ModelPackageArn.parse(arn).id for arn in self.packages]
        return max((id.version for id in ids if id.group == group), default=0)

    def groups(self, containing: str, most: int, token: str | None = None) -> tuple[list[str], str | None]:
        self.journal.note(f"groups {containing}".rstrip())
        if token is not None and not token.isdecimal():
            raise NotFound(f"{token!r} is no token of the registry")
        start = int(token or 0)
        found = sorted({group for arn in self.packages if containing in (group := ModelPackageArn.parse(arn).id.group)})
        return found[start : start + most], str(start + most) if len(found) > start + most else None

    def bypass(self, model_package_arn: str, status: ApprovalStatus) -> None:
        """Somebody changes the status in SageMaker Studio."""
        self._change(self._find(model_package_arn), status=status, changed_by="somebody")

    def _change(self, package: ModelPackage, **changes: Any) -> None:
        self.clock.forward(timedelta(seconds=1))
        arn = package.model.model_package_arn
        self.packages[arn] = replace(package, changed_at=self.clock.now(), **changes)
        self.changed.append(arn)

    def _find(self, model_package_arn: str) -> ModelPackage:
        if model_package_arn not in self.packages:
            raise NotFound(f"{model_package_arn} does not exist")
        return self.packages[model_package_arn]


@dataclass
class FakeArtefacts:
    """Images and model data as the registry names them, unless ``look`` finds something else about a container.
    ``notes`` say what could not be looked at."""

    journal: Journal = field(default_factory=Journal)
    look: Callable[[Container], Container] = lambda container: container
    notes: tuple[str, ...] = ()

    def pin(self, containers: Sequence[Container]) -> tuple[tuple[Container, ...], tuple[str, ...]]:
        self.journal.note(f"pin {len(containers)}")
        return tuple(self.look(container) for container in containers), self.notes


@dataclass
class FakeAccounts:
    """One store for every environment; who entered is in the journal. The accounts of the environments in ``closed``
    let nobody in to read. ``pins`` are the artefacts in the registry's account."""

    store: FakeParameters
    models: FakeRegistry
    journal: Journal
    closed: set[str] = field(default_factory=set)
    pins: FakeArtefacts = field(default_factory=FakeArtefacts)

    def __post_init__(self) -> None:
        self.pins.journal = self.journal

    def parameters(self, environment: str, on_behalf_of: Person) -> FakeParameters:
        self.journal.note(f"enter {environment} for {on_behalf_of.name}")
        return self.store

    def records(self, environment: str, on_behalf_of: Person) -> FakeParameters | ClosedRecords:
        self.journal.note(f"read {environment} for {on_behalf_of.name}")
        return ClosedRecords(environment, self.journal) if environment in self.closed else self.store

    def registry(self, on_behalf_of: Person) -> FakeRegistry:
        self.journal.note(f"enter registry for {on_behalf_of.name}")
        return self.models

    def artefacts(self, on_behalf_of: Person) -> FakeArtefacts:
        self.journal.note(f"enter artefacts for {on_behalf_of.name}")
        return self.pins


@dataclass
class FakeIntents:
    journal: Journal = field(default_factory=Journal)
    sent: list[Intent] = field(default_factory=list)

    def send(self, intent: Intent) -> None:
        self.journal.note(f"send {type(intent).__name__} {intent.environment}")
        self.sent.append(intent)


@dataclass
class FakeMailbox:
    """``posted`` are the notices, ``jobs`` what becomes of them: one for each of the environment's ``approvers``,
    without the one whom a notice leaves out."""

    journal: Journal = field(default_factory=Journal)
    approvers: Sequence[str] = ("ann@example.com", "ben@example.com")
    posted: list[Notice] = field(default_factory=list)
    jobs: list[MailJob] = field(default_factory=list)

    def post(self, notice: Notice) -> None:
        self.journal.note(f"post {notice.kind.value} {notice.about.environment} {notice.id}")
        self.posted.append(notice)
        left_out = (notice.except_for or "").strip().casefold()
        self.jobs += [MailJob(to, notice) for to in self.approvers if to.strip().casefold() != left_out]


@dataclass
class FakeMail:
    """What was sent, and to whom."""

    journal: Journal = field(default_factory=Journal)
    sent: list[tuple[str, Message]] = field(default_factory=list)

    def send(self, to: str, message: Message) -> None:
        self.journal.note(f"mail {to}")
        self.sent.append((to, message))


@dataclass
class FakeReminders:
    journal: Journal = field(default_factory=Journal)
    scheduled: set[tuple[str, VersionId]] = field(default_factory=set)

    def schedule(self, environment: str, id: VersionId) -> None:
        self.journal.note(f"schedule {environment} {id}")
        self.scheduled.add((environment, id))


@dataclass
class FakeAlarms:
    journal: Journal = field(default_factory=Journal)
    bypasses: int = 0
    overrides: int = 0
    changes: int = 0
    waits: int = 0

    def bypassed(self) -> None:
        self.journal.note("alarm")
        self.bypasses += 1

    def overridden(self) -> None:
        self.journal.note("alarm overridden")
        self.overrides += 1

    def changed(self) -> None:
        self.journal.note("alarm changed")
        self.changes += 1

    def waited(self) -> None:
        self.journal.note("alarm waited")
        self.waits += 1


@dataclass
class FakeReports:
    """What is in S3. ``documents`` by URI: JSON, or a Document; ``counts`` are the lines of objects that are none.
    Whatever is an exception is raised, as are those of ``closed``, by the beginning of a URI, whatever is asked there.
    ``sizes`` are those of objects, 100 bytes unless told; a listing is cut after ``most``."""

    documents: dict[str, Any]
    counts: dict[str, int] = field(default_factory=dict)
    closed: dict[str, Exception] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    most: int = 1000
    journal: Journal = field(default_factory=Journal)

    def read(self, uri: str) -> Document:
        self._enter("read", uri)
        document = self.documents.get(uri, NotFound(f"{uri} does not exist"))
        if isinstance(document, Exception):
            raise document
        return document if isinstance(document, Document) else Document(document)

    def below(self, uri: str) -> Folder:
        self._enter("below", uri)
        folder = f"{uri.rstrip('/')}/"
        found = sorted(one for one in {*self.documents, *self.counts, *self.sizes} if one.startswith(folder))
        objects = tuple(Object(one, self.sizes.get(one, 100)) for one in found)
        return Folder(objects[: self.most], len(objects) <= self.most)

    def lines(self, uri: str) -> int:
        self._enter("lines", uri)
        if uri not in self.counts:
            raise NotFound(f"{uri} does not exist")
        return self.counts[uri]

    def _enter(self, call: str, uri: str) -> None:
        self.journal.note(f"{call} {uri}")
        for start, error in self.closed.items():
            if uri.startswith(start):
                raise error


@dataclass
class FakeVault:
    """What was kept, by URI."""

    journal: Journal = field(default_factory=Journal)
    kept: dict[str, bytes] = field(default_factory=dict)

    def keep(self, key: str, body: bytes) -> str:
        self.journal.note(f"keep {key}")
        uri = f"s3://evidence/{key}"
        assert self.kept.setdefault(uri, body) == body
        return uri

    def open(self, uri: str) -> bytes:
        self.journal.note(f"open {uri}")
        if uri not in self.kept:
            raise NotFound(f"{uri} does not exist")
        return self.kept[uri]


@dataclass
class FakeModels:
    made_from: dict[str, list[str]]
    journal: Journal = field(default_factory=Journal)

    def model_packages(self, model_name: str) -> list[str]:
        self.journal.note(f"trace model {model_name}")
        if model_name not in self.made_from:
            raise NotFound(f"{model_name} does not exist")
        return self.made_from[model_name]


@dataclass
class FakeJobs:
    """What ran: transform jobs and the outputs of processing jobs by name, pipeline executions by ARN; ``tagged`` are
    the tags of jobs and pipelines by ARN, or why they cannot be had."""

    transforms: dict[str, TransformJob] = field(default_factory=dict)
    outputs: dict[str, list[str]] = field(default_factory=dict)
    executions: dict[str, Execution] = field(default_factory=dict)
    tagged: dict[str, dict[str, str] | Exception] = field(default_factory=dict)
    journal: Journal = field(default_factory=Journal)

    def transform_job(self, name: str) -> TransformJob:
        self.journal.note(f"trace transform job {name}")
        if name not in self.transforms:
            raise NotFound(f"{name} does not exist")
        return self.transforms[name]

    def tags(self, arn: str) -> dict[str, str]:
        self.journal.note(f"trace tags of {arn}")
        found = self.tagged.get(arn, {})
        if isinstance(found, Exception):
            raise found
        return found

    def processing_outputs(self, name: str) -> list[str]:
        self.journal.note(f"trace processing job {name}")
        if name not in self.outputs:
            raise NotFound(f"{name} does not exist")
        return self.outputs[name]

    def execution(self, execution_arn: str) -> Execution:
        self.journal.note(f"trace execution {execution_arn}")
        if execution_arn not in self.executions:
            raise NotFound(f"{execution_arn} does not exist")
        return self.executions[execution_arn]
