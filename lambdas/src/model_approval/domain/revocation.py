"""A revocation: an approved version must no longer run in an environment. It stands for ever, as the decision does."""

from dataclasses import dataclass
from typing import Any, Self

from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person


@dataclass(frozen=True)
class Revocation:
    """``attempt`` is the try at revoking that wrote this record: only its intent tells the other approvers."""

    environment: str
    id: VersionId
    model_package_arn: str
    revoked_by: Person
    revoked_at: str
    reason: str
    attempt: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            "group": self.id.group,
            "version": self.id.version,
            "model_package_arn": self.model_package_arn,
            "revoked_by": self.revoked_by.to_json(),
            "revoked_at": self.revoked_at,
            "reason": self.reason,
            "attempt": self.attempt,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(
            value["environment"],
            VersionId(value["group"], value["version"]),
            value["model_package_arn"],
            Person.from_json(value["revoked_by"]),
            value["revoked_at"],
            value["reason"],
            value["attempt"],
        )
