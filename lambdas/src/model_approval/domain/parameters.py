"""Where each record stands in Parameter Store: the public interface of the workflow."""

from dataclasses import dataclass

from model_approval.domain.model_version import VersionId


@dataclass(frozen=True)
class Parameter:
    """A parameter's value, and the number that AWS gave to this version of it."""

    value: str
    number: int


@dataclass(frozen=True)
class ParameterNames:
    """Names under ``prefix`` (``/ml-models`` by default; begins with a slash, ends without one)."""

    prefix: str

    def approved(self, environment: str, group: str) -> str:
        return f"{self.prefix}/{environment}/{group}/approved"

    def request(self, environment: str, id: VersionId) -> str:
        return self._record(environment, id, "request")

    def decision(self, environment: str, id: VersionId) -> str:
        return self._record(environment, id, "decision")

    def _record(self, environment: str, id: VersionId, kind: str) -> str:
        return f"{self.prefix}/{environment}/{id.group}/versions/{id.version}/{kind}"
