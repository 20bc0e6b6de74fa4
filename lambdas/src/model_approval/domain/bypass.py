"""A bypass: somebody changed a version's approval status without the workflow, in SageMaker Studio for instance."""

from dataclasses import dataclass
from typing import Any, Self

from model_approval.domain.model_version import ModelVersion
from model_approval.domain.status import ApprovalStatus


@dataclass(frozen=True)
class Bypass:
    """``status`` is what the registry says, ``expected`` what follows from the records; ``attempt`` is the try at
    reporting it that wrote this record: only its mails are sent. ``reverted`` tells whether it is being put back."""

    environment: str
    model: ModelVersion
    status: ApprovalStatus
    expected: ApprovalStatus
    changed_by: str
    changed_at: str
    noticed_at: str
    reverted: bool
    attempt: str

    def to_json(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            **self.model.to_json(),
            "status": self.status.value,
            "expected": self.expected.value,
            "changed_by": self.changed_by,
            "changed_at": self.changed_at,
            "noticed_at": self.noticed_at,
            "reverted": self.reverted,
            "attempt": self.attempt,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(
            value["environment"],
            ModelVersion.from_json(value),
            ApprovalStatus(value["status"]),
            ApprovalStatus(value["expected"]),
            value["changed_by"],
            value["changed_at"],
            value["noticed_at"],
            value["reverted"],
            value["attempt"],
        )
