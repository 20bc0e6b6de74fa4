"""Other accounts, entered through their roles: the promotion role of the next environment, the registry role, and the
reader role of every environment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.artefacts import ContainerArtefacts
from model_approval.adapters.clients import client, client_in, code, session_client
from model_approval.adapters.parameter_store import ParameterStore
from model_approval.adapters.registry import ModelRegistry
from model_approval.domain.errors import NoAccess
from model_approval.domain.parameters import Parameter
from model_approval.domain.person import Person

_REFUSED = ("AccessDenied", "AccessDeniedException")
"""What STS and Systems Manager answer, each in its own words."""

LIFETIME = 900
"""Seconds of a role session: the shortest that STS gives. A decision takes a few."""


@dataclass(frozen=True)
class Place:
    """An account and region, and the role to enter it with; no role means that it is our own, no region our own one."""

    region: str | None
    role_arn: str | None


@dataclass
class _Session:
    """``clients`` may be used until the time ``ends``; 0 if it was never opened. They are kept by service and region.
    Whoever has the lock may open it."""

    lock: Lock = field(default_factory=Lock)
    ends: float = 0
    credentials: dict[str, str] = field(default_factory=dict)
    clients: dict[tuple[str, str | None], Any] = field(default_factory=dict)


class RoleSessions:
    """Clients with a role's rights, one session a role and person, kept until shortly before it ends. For any number of
    threads: sessions of different roles are opened side by side, each of them once, whatever clients are made in it."""

    def __init__(self, *, name: str, external_id: str, clock: Callable[[], float]) -> None:
        self._name, self._external_id, self._clock = name, external_id, clock
        self._lock = Lock()
        self._kept: dict[tuple[str, str], _Session] = {}

    def client(self, service: str, place: Place, person: Person, region: str | None = None) -> Any:
        """``region`` is another one than the place's."""
        if place.role_arn is None:
            return client_in(service, region)
        where = region or place.region
        session = self._session((place.role_arn, person.source_identity))
        with session.lock:
            now = self._clock()
            if session.ends <= now:
                session.credentials, session.clients = self._open(place.role_arn, person), {}
                session.ends = now + LIFETIME - 60
            if (service, where) not in session.clients:
                made = session_client(service, region_name=where, **session.credentials)
                session.clients[service, where] = made
            return session.clients[service, where]

    def _session(self, key: tuple[str, str]) -> _Session:
        with self._lock:
            now = self._clock()
            self._kept = {k: s for k, s in self._kept.items() if s.ends > now or s.ends == 0}
            return self._kept.setdefault(key, _Session())

    def _open(self, role_arn: str, person: Person) -> dict[str, str]:
        """As options of a client."""
        credentials = client("sts").assume_role(
            RoleArn=role_arn,
            RoleSessionName=self._name,
            SourceIdentity=person.source_identity,
            ExternalId=self._external_id,
            DurationSeconds=LIFETIME,
        )["Credentials"]
        return {
            "aws_access_key_id": credentials["AccessKeyId"],
            "aws_secret_access_key": credentials["SecretAccessKey"],
            "aws_session_token": credentials["SessionToken"],
        }


@contextmanager
def granted(whose: str) -> Iterator[None]:
    """Raises NoAccess, about ``whose`` things are read, where AWS refuses."""
    try:
        yield
    except ClientError as error:
        if code(error) not in _REFUSED:
            raise
        raise NoAccess(f"{whose} cannot be read: AWS refuses {error.operation_name}") from error


class ReadOnly:
    """Parameter Store behind the steps' ``Records``, entered at the first call. Raises NoAccess where AWS refuses."""

    def __init__(self, enter: Callable[[], ParameterStore], whose: str) -> None:
        self._enter, self._whose = enter, whose

    def read(self, names: Sequence[str]) -> dict[str, Parameter]:
        with granted(self._whose):
            return self._enter().read(names)

    def below(self, path: str) -> dict[str, str]:
        with granted(self._whose):
            return self._enter().below(path)

    def page_below(self, path: str, token: str | None = None) -> tuple[dict[str, str], str | None]:
        with granted(self._whose):
            return self._enter().page_below(path, token)


class Readers:
    """The part of the steps' ``Accounts`` that only reads: every environment on the promotion path."""

    def __init__(self, sessions: RoleSessions, readers: Mapping[str, Place]) -> None:
        self._sessions, self._readers = sessions, readers

    def records(self, environment: str, on_behalf_of: Person) -> ReadOnly:
        place = self._readers[environment]
        return ReadOnly(lambda: ParameterStore(self._sessions.client("ssm", place, on_behalf_of)), _whose(place))


class CrossAccount(Readers):
    """The steps' ``Accounts``: the environments decided here and the registry, and all that may be read."""

    def __init__(
        self,
        sessions: RoleSessions,
        environments: Mapping[str, Place],
        registry: Place,
        readers: Mapping[str, Place],
    ) -> None:
        super().__init__(sessions, readers)
        self._environments, self._registry = environments, registry

    def parameters(self, environment: str, on_behalf_of: Person) -> ParameterStore:
        return ParameterStore(self._sessions.client("ssm", self._environments[environment], on_behalf_of))

    def registry(self, on_behalf_of: Person) -> ModelRegistry:
        return ModelRegistry(self._sessions.client("sagemaker", self._registry, on_behalf_of))

    def artefacts(self, on_behalf_of: Person) -> ContainerArtefacts:
        return ContainerArtefacts(partial(self._enter_registry, on_behalf_of))

    def _enter_registry(self, on_behalf_of: Person, service: str, region: str | None) -> Any:
        return self._sessions.client(service, self._registry, on_behalf_of, region)


def _whose(place: Place) -> str:
    if place.role_arn is None:
        return "This account's Parameter Store"
    return f"The Parameter Store of account {place.role_arn.split(':')[4]} (role {place.role_arn})"
