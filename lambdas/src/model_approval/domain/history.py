"""The history of a model package group: what was asked about each version, and what became of it, where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from model_approval.domain.expiry import has_expired
from model_approval.domain.model_version import ModelVersion, VersionId
from model_approval.domain.records import Approved, Request
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus


class State(StrEnum):
    """Of a version in an environment."""

    NOT_ASKED = "not asked yet"
    WAITS = "waits"
    EXPIRED = "expired"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVOKED = "revoked"
    UNKNOWN = "not readable"


@dataclass(frozen=True)
class Entry:
    """A version in an environment. ``standing`` is None if the environment's own records cannot be read. ``request`` is
    None if nobody asked; or if the account that asks cannot be read, which ``is_readable`` tells."""

    environment: str
    request: Request | None
    standing: Standing | None
    is_readable: bool = True

    def state(self, valid_days: int, now: str) -> State:
        """``valid_days`` is how long a request can be decided, ``now`` the time; ISO 8601."""
        if self.standing is None or self.standing.decision is None:
            if self.request is None:
                return State.NOT_ASKED if self.is_readable else State.UNKNOWN
            if self.standing is None:
                return State.UNKNOWN
            return State.EXPIRED if has_expired(self.request.requested_at, valid_days, now) else State.WAITS
        if self.standing.revocation:
            return State.REVOKED
        approved = self.standing.decision.status is ApprovalStatus.APPROVED
        return State.APPROVED if approved else State.REJECTED

    @property
    def model(self) -> ModelVersion | None:
        if self.request:
            return self.request.model
        return self.standing.decision.model if self.standing and self.standing.decision else None


@dataclass(frozen=True)
class Version:
    """``entries`` has one for each environment, in the order of promotion."""

    id: VersionId
    entries: tuple[Entry, ...]

    @property
    def model(self) -> ModelVersion | None:
        """As it was asked about first; None if nobody asked, as far as can be read."""
        return next((entry.model for entry in self.entries if entry.model), None)

    @property
    def first(self) -> Request | None:
        """The first question about it."""
        return next((entry.request for entry in self.entries if entry.request), None)


@dataclass(frozen=True)
class History:
    """One page. ``versions`` are the newest first, and ``older`` is the number before which the next page begins, if
    there is one. ``approved`` is what runs in the environments that can be read, ``stacks`` the addresses of their own
    pages. ``failures`` says of the others, for the log, why they cannot be read; ``registry_failure`` the same of the
    registry, without which nobody knows the newest versions."""

    group: str
    versions: tuple[Version, ...]
    older: int | None
    approved: Mapping[str, Approved | None]
    stacks: Mapping[str, str]
    failures: Mapping[str, str]
    registry_failure: str | None = None

    @property
    def newest(self) -> int:
        return self.versions[0].id.version if self.versions else 0


@dataclass(frozen=True)
class Silence:
    """Versions in a row, ``first`` the highest, about which nobody asked anything."""

    first: int
    last: int


def folded(versions: Collection[Version]) -> list[Version | Silence]:
    """``versions`` with those together of which there is nothing to tell."""
    lines: list[Version | Silence] = []
    for version in versions:
        number = version.id.version
        if any(entry.model or not entry.is_readable for entry in version.entries):
            lines.append(version)
        elif lines and isinstance(before := lines[-1], Silence):
            lines[-1] = Silence(before.first, number)
        else:
            lines.append(Silence(number, number))
    return lines
