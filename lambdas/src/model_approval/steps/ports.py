"""What the steps need of the outside world; ``adapters`` provide it, tests fake it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from model_approval.domain.intents import Intent
from model_approval.domain.message import Message
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import Container, VersionId
from model_approval.domain.notice import Notice
from model_approval.domain.parameters import Parameter
from model_approval.domain.person import Person
from model_approval.domain.runs import Document, Execution, Folder, TransformJob
from model_approval.domain.status import RegistryState


class Records(Protocol):
    """One account's Parameter Store, under the rights of a role that may read."""

    def read(self, names: Sequence[str]) -> dict[str, Parameter]:
        """Those of at most ten ``names`` that exist, in one call."""

    def below(self, path: str) -> dict[str, str]:
        """The values of all parameters directly under ``path``, by name."""

    def page_below(self, path: str, token: str | None = None) -> tuple[dict[str, str], str | None]:
        """At most ten of the parameters at any depth under ``path``, in one call, and the token for the next ten."""


class Parameters(Records, Protocol):
    """One account's Parameter Store, under the rights of a role that may write."""

    def create(self, name: str, value: str) -> bool:
        """Whether this call made the parameter: False if it was there, and then nothing is changed."""

    def overwrite(self, name: str, value: str) -> int:
        """Writes, whatever was there, and returns the number of the new version."""

    def delete(self, name: str) -> None:
        """Nothing happens if it does not exist."""


class Listing(Protocol):
    """What is in the model registry, in the first environment's account."""

    def latest(self, group: str) -> int:
        """The number of the group's newest version; 0 if there is none."""

    def groups(self, containing: str, most: int, token: str | None = None) -> tuple[list[str], str | None]:
        """Names of model package groups in alphabetical order, at most ``most``, and the token for more. Those whose
        name has ``containing`` in it; all if that is empty. Raises NotFound if the token is none of ours."""


class Registry(Listing, Protocol):
    """The model registry, in the first environment's account."""

    def describe(self, model_package_arn: str) -> ModelPackage:
        """Raises NotFound."""

    def update(self, model_package_arn: str, state: RegistryState) -> None:
        """Replaces the version's metadata with ``state``'s complete set. Raises NotFound."""


class Models(Protocol):
    """SageMaker models of this account."""

    def model_packages(self, model_name: str) -> list[str]:
        """ARNs of the model packages that the model was made from; empty if from none. Raises NotFound."""


class Jobs(Protocol):
    """What ran in SageMaker in this account."""

    def transform_job(self, name: str) -> TransformJob:
        """Raises NotFound."""

    def tags(self, arn: str) -> Mapping[str, str]:
        """Of a job or a pipeline. Raises NotFound, and NoAccess if AWS refuses."""

    def processing_outputs(self, name: str) -> list[str]:
        """S3 URIs under which the processing job left something. Raises NotFound."""

    def execution(self, execution_arn: str) -> Execution:
        """The steps and parameters of a pipeline execution. Raises NotFound."""


class Reports(Protocol):
    """What training and inference left in S3. Anything may be wrong with it."""

    def read(self, uri: str) -> Document:
        """A JSON document, or as much of it as there is room for. Raises NotFound, NoAccess, or ValueError, with a
        sentence, if there is none to be read."""

    def below(self, uri: str) -> Folder:
        """The objects under a prefix. Raises NotFound, NoAccess or ValueError."""

    def lines(self, uri: str) -> int:
        """Lines in an object. Raises NotFound, NoAccess, or ValueError if there are too many to count."""


class Vault(Protocol):
    """Where evidence is kept: this account's evidence bucket."""

    def keep(self, key: str, body: bytes) -> str:
        """The S3 URI that it has now. The same key always means the same bytes."""

    def open(self, uri: str) -> bytes:
        """Raises NotFound, NoAccess, and ValueError if it is no address in such a bucket, or far too large."""


class Artefacts(Protocol):
    """What a model package's containers consist of, in the first environment's account."""

    def pin(self, containers: Sequence[Container]) -> tuple[tuple[Container, ...], tuple[str, ...]]:
        """The same containers, as their image and model data are now: with digests and pins as far as they can be had,
        and a sentence for each that cannot. Raises only what is worth another try."""


class Intents(Protocol):
    """The queue which makes sure that what was begun is carried through, whatever happens to the caller."""

    def send(self, intent: Intent) -> None:
        """It is delivered after whoever sends it has ended."""


class Readers(Protocol):
    """Other accounts, to read in them on behalf of a person: CloudTrail there shows who it was."""

    def records(self, environment: str, on_behalf_of: Person) -> Records:
        """Of any environment on the promotion path, to read. Calls of what this returns raise NoAccess if the
        environment's account lets nobody in; this itself makes no call."""


class Onlookers(Readers, Protocol):
    """The same, with the model registry."""

    def registry(self, on_behalf_of: Person) -> Listing:
        """Calls of what this returns raise NoAccess as well; this itself makes no call."""


class Accounts(Readers, Protocol):
    """Other accounts, entered on behalf of the person who decided."""

    def parameters(self, environment: str, on_behalf_of: Person) -> Parameters:
        """Of an environment that is decided here, to write as well."""

    def registry(self, on_behalf_of: Person) -> Registry: ...

    def artefacts(self, on_behalf_of: Person) -> Artefacts:
        """This itself makes no call."""


class Mailbox(Protocol):
    """Mails on their way to the approvers of an environment, each recipient's for itself."""

    def post(self, notice: Notice) -> None: ...


class Mail(Protocol):
    def send(self, to: str, message: Message) -> None:
        """Raises UnusableEvent if this address will never take it."""


class Reminders(Protocol):
    def schedule(self, environment: str, id: VersionId) -> None:
        """Has the approvers reminded in due time. Nothing happens if that is planned already."""


class Alarms(Protocol):
    """Counts in the metrics that alarms watch."""

    def bypassed(self) -> None:
        """An approval status was changed past the workflow."""

    def overridden(self) -> None:
        """A version was approved although a gate blocks it."""

    def changed(self) -> None:
        """An image or model data are not what was asked about."""

    def waited(self) -> None:
        """Nobody has decided about a request for so long that its approvers were reminded."""
