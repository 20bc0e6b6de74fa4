"""What the steps need of the outside world; ``adapters`` provide it, tests fake it."""

from collections.abc import Sequence
from typing import Protocol

from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import Parameter
from model_approval.domain.records import Person, Request
from model_approval.domain.status import RegistryState


class Parameters(Protocol):
    """One account's Parameter Store, under the rights of one role."""

    def read(self, names: Sequence[str]) -> dict[str, Parameter]:
        """Those of at most ten ``names`` that exist, in one call."""

    def create(self, name: str, value: str) -> bool:
        """Whether this call made the parameter: False if it was there, and then nothing is changed."""

    def overwrite(self, name: str, value: str) -> int:
        """Writes, whatever was there, and returns the number of the new version."""

    def read_number(self, name: str, number: int) -> str | None:
        """The value that had this version number; None if it is no longer kept."""


class Registry(Protocol):
    """The model registry, in the first environment's account."""

    def describe(self, model_package_arn: str) -> ModelPackage:
        """Raises NotFound."""

    def update(self, model_package_arn: str, state: RegistryState) -> None:
        """Replaces the version's metadata with ``state``'s complete set. Raises NotFound."""


class Models(Protocol):
    """SageMaker models of this account."""

    def model_packages(self, model_name: str) -> list[str]:
        """ARNs of the model packages that the model was made from; empty if from none. Raises NotFound."""


class Reports(Protocol):
    """JSON documents in S3."""

    def read(self, uri: str) -> object:
        """Raises NotFound, NoAccess, or ValueError if it is too large or no JSON."""


class Intents(Protocol):
    """The queue which makes sure that a decision is carried through, whatever happens to the caller."""

    def send(self, environment: str, id: VersionId) -> None: ...


class Accounts(Protocol):
    """Other accounts, entered on behalf of the person who decided: CloudTrail there shows who it was."""

    def parameters(self, environment: str, on_behalf_of: Person) -> Parameters: ...

    def registry(self, on_behalf_of: Person) -> Registry: ...


class Notices(Protocol):
    """Mails to approvers, one message a recipient."""

    def ask(self, request: Request) -> None:
        """Asks the approvers of the request's environment to decide."""

    def report(self, request: Request) -> None:
        """Tells the last environment's approvers what ran; there is nothing left to approve."""
