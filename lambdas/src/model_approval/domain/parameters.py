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

    def waiting(self, environment: str) -> str:
        """The path under which the index of requests without a decision stands, in the account that asks. No model
        package group has an underscore in its name."""
        return f"{self.prefix}/{environment}/_waiting"

    def waiting_group(self, environment: str, group: str) -> str:
        """The same of one group."""
        return f"{self.waiting(environment)}/{group}"

    def waiting_version(self, environment: str, id: VersionId) -> str:
        return f"{self.waiting_group(environment, id.group)}/{id.version}"

    def stack(self, environment: str) -> str:
        """What Terraform tells the other environments' pages about this environment's stack."""
        return f"{self.prefix}/{environment}/_stack"

    def request(self, environment: str, id: VersionId) -> str:
        return self._record(environment, id, "request")

    def votes(self, environment: str, id: VersionId) -> str:
        """The path under which each vote stands, named by its approver's key."""
        return self._record(environment, id, "votes")

    def vote(self, environment: str, id: VersionId, key: str) -> str:
        return f"{self.votes(environment, id)}/{key}"

    def decision(self, environment: str, id: VersionId) -> str:
        return self._record(environment, id, "decision")

    def revocation(self, environment: str, id: VersionId) -> str:
        return self._record(environment, id, "revocation")

    def bypass(self, environment: str, id: VersionId, changed_at: str) -> str:
        """``changed_at`` is the time of the change, in ISO 8601; Parameter Store knows neither ``:`` nor ``+``."""
        return f"{self._record(environment, id, 'bypasses')}/{''.join(c for c in changed_at if c.isalnum())}"

    def _record(self, environment: str, id: VersionId, kind: str) -> str:
        return f"{self.prefix}/{environment}/{id.group}/versions/{id.version}/{kind}"
