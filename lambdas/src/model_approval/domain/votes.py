"""Votes, where an environment needs more than one approval; each approver has one, and it stands for ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from model_approval.domain.json_values import array, dump
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.text import fit

_NAME_LIMIT = 64
"""Characters of a name in a decision's list of votes; the vote's own record has the whole name."""
_WIDEST_NAME = "ö" * _NAME_LIMIT
"""None takes more bytes in that list; in scripts of three or four bytes a character it is cut shorter."""


@dataclass(frozen=True)
class Ballot:
    """A vote as the decision lists it; ``vote`` is the last part of its record's name."""

    status: ApprovalStatus
    voted_by: str
    vote: str

    def to_json(self) -> dict[str, Any]:
        return {"status": self.status.value, "voted_by": self.voted_by, "vote": self.vote}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(ApprovalStatus(value["status"]), value["voted_by"], value["vote"])


@dataclass(frozen=True)
class Vote:
    """``evidence`` is the digest of the request that the approver was shown, ``overridden`` the blocking gates' rules
    that failed then."""

    environment: str
    id: VersionId
    status: ApprovalStatus
    voted_by: Person
    voted_at: str
    comment: str
    evidence: str
    overridden: tuple[str, ...] = ()

    @property
    def ballot(self) -> Ballot:
        return Ballot(self.status, _short(self.voted_by.name), self.voted_by.key)

    @property
    def widest_ballot(self) -> Ballot:
        """What any approver's ballot may take in a record."""
        return Ballot(self.status, _WIDEST_NAME, self.voted_by.key)

    def to_json(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            "group": self.id.group,
            "version": self.id.version,
            "status": self.status.value,
            "voted_by": self.voted_by.to_json(),
            "voted_at": self.voted_at,
            "comment": self.comment,
            "evidence": self.evidence,
            "overridden": list(self.overridden),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(
            value["environment"],
            VersionId(value["group"], value["version"]),
            ApprovalStatus(value["status"]),
            Person.from_json(value["voted_by"]),
            value["voted_at"],
            value["comment"],
            value["evidence"],
            tuple(array(value["overridden"])),
        )


def _short(name: str) -> str:
    limit = _NAME_LIMIT
    while len(dump(short := fit(name, limit)).encode()) > len(dump(_WIDEST_NAME).encode()):
        limit -= 1
    return short


def in_order(votes: Iterable[Vote]) -> list[Vote]:
    """Oldest first. Votes of the same second have an order too, so that whoever counts finds the same."""
    return sorted(votes, key=lambda vote: (vote.voted_at, vote.voted_by.key))


def deciding(votes: Iterable[Vote], required: int) -> Vote | None:
    """The vote that makes the decision: the first rejection, or else the approval that completes ``required``."""
    ordered = in_order(votes)
    approvals = [vote for vote in ordered if vote.status is ApprovalStatus.APPROVED]
    rejection = next((vote for vote in ordered if vote.status is ApprovalStatus.REJECTED), None)
    return rejection or (approvals[required - 1] if len(approvals) >= required else None)
