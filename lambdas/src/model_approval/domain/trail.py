"""The way of a version through the environments before: who approved it where. Each request carries it."""

from dataclasses import dataclass
from typing import Any, Self

from model_approval.domain.json_values import array
from model_approval.domain.person import Person

NAME_LIMIT = 40
"""Characters of a name: a path may have nine environments before the last, and a record has 4 KB."""
KEY_LENGTH = 12
"""Hexadecimal digits of an approver's key (Person.key) that are kept. That two people share them is as good as
impossible, and would only keep one of them from approving."""


@dataclass(frozen=True)
class Step:
    """An approval on the way. ``approvers`` are the keys of all whose votes made it."""

    environment: str
    approved_by: str
    approved_at: str
    approvers: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            "approved_by": self.approved_by,
            "approved_at": self.approved_at,
            "approvers": list(self.approvers),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        approvers = tuple(array(value["approvers"]))
        return cls(value["environment"], value["approved_by"], value["approved_at"], approvers)

    def has(self, person: Person) -> bool:
        return person.key[:KEY_LENGTH] in self.approvers
