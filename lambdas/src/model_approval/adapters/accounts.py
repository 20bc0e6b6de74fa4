"""Other accounts, entered through their roles: the promotion role of the next environment, the registry role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from model_approval.adapters.clients import client, session_client
from model_approval.adapters.parameter_store import ParameterStore
from model_approval.adapters.registry import ModelRegistry
from model_approval.domain.person import Person

LIFETIME = 900
"""Seconds of a role session: the shortest that STS gives. A decision takes a few."""


@dataclass(frozen=True)
class Place:
    """An account and region, and the role to enter it with; no role means that it is our own."""

    region: str
    role_arn: str | None


class RoleSessions:
    """Clients with a role's rights, one session a role and person, kept until shortly before it ends."""

    def __init__(self, *, name: str, external_id: str, clock: Callable[[], float]) -> None:
        self._name, self._external_id, self._clock = name, external_id, clock
        self._kept: dict[tuple[str, str, str], tuple[float, Any]] = {}

    def client(self, service: str, place: Place, person: Person) -> Any:
        if place.role_arn is None:
            return client(service)
        key, now = (service, place.role_arn, person.source_identity), self._clock()
        self._kept = {k: v for k, v in self._kept.items() if v[0] > now}
        if key not in self._kept:
            self._kept[key] = (now + LIFETIME - 60, self._open(service, place, person))
        return self._kept[key][1]

    def _open(self, service: str, place: Place, person: Person) -> Any:
        credentials = client("sts").assume_role(
            RoleArn=place.role_arn,
            RoleSessionName=self._name,
            SourceIdentity=person.source_identity,
            ExternalId=self._external_id,
            DurationSeconds=LIFETIME,
        )["Credentials"]
        return session_client(
            service,
            region_name=place.region,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )


class CrossAccount:
    """The steps' ``Accounts``: the environments decided here and the registry."""

    def __init__(self, sessions: RoleSessions, environments: Mapping[str, Place], registry: Place) -> None:
        self._sessions, self._environments, self._registry = sessions, environments, registry

    def parameters(self, environment: str, on_behalf_of: Person) -> ParameterStore:
        return ParameterStore(self._sessions.client("ssm", self._environments[environment], on_behalf_of))

    def registry(self, on_behalf_of: Person) -> ModelRegistry:
        return ModelRegistry(self._sessions.client("sagemaker", self._registry, on_behalf_of))
