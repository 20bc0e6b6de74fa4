"""What waits for a decision: an entry of an index, beside the requests themselves (ADR 7)."""

from dataclasses import dataclass
from typing import Any, Self

from model_approval.domain.model_version import VersionId


@dataclass(frozen=True)
class Waiting:
    """The request of ``id`` for ``environment`` was about to be written at ``requested_at`` (ISO 8601), and nobody has
    decided about it. Entries may be left behind by a process that died: the records say what is true."""

    environment: str
    id: VersionId
    requested_at: str

    def to_json(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            "group": self.id.group,
            "version": self.id.version,
            "requested_at": self.requested_at,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(value["environment"], VersionId(value["group"], value["version"]), value["requested_at"])
