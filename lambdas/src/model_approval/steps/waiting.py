"""What else of a group waits for the same decision, out of the index beside the requests (ADR 7)."""

from collections.abc import Sequence

from model_approval.domain.encoding import decode
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.expiry import is_expired
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import Parameter, ParameterNames
from model_approval.domain.records import Approved
from model_approval.domain.waiting import Waiting
from model_approval.steps.ports import Records

NEARBY = 10
"""How many versions below, or above, are looked at: as many as one call reads."""


def lower(id: VersionId) -> list[VersionId]:
    """The versions before ``id``, the nearest first."""
    return [VersionId(id.group, version) for version in range(id.version - 1, max(id.version - NEARBY, 1) - 1, -1)]


def higher(id: VersionId) -> list[VersionId]:
    """The numbers after ``id``, the nearest first; there need not be such versions."""
    return [VersionId(id.group, id.version + step) for step in range(1, NEARBY + 1)]


def listed(
    parameters: Records, names: ParameterNames, environment: str, ids: Sequence[VersionId], *, valid_days: int, now: str
) -> list[VersionId]:
    """Those of ``ids``, in their order, that stand in the index and have not expired. They may be decided all the same:
    entries can be left over."""
    if not ids:
        return []
    found = parameters.read([names.waiting_version(environment, id) for id in ids])
    entries = [found.get(names.waiting_version(environment, id)) for id in ids]
    return [id for id, entry in zip(ids, entries, strict=True) if _is_valid(entry, valid_days, now)]


def undecided(
    found: dict[str, Parameter], names: ParameterNames, environment: str, ids: Sequence[VersionId]
) -> list[VersionId]:
    """Those of ``ids`` of which no decision is in ``found``."""
    return [id for id in ids if names.decision(environment, id) not in found]


def readable(approved: Parameter | None) -> Approved | None:
    """What an environment's inference pipelines run. Something else may have been written there by hand: that is shown
    to nobody, and gives way to the next approval."""
    try:
        return decode(Approved, approved.value) if approved else None
    except InvalidRecord:
        return None


def _is_valid(entry: Parameter | None, valid_days: int, now: str) -> bool:
    try:
        return entry is not None and not is_expired(decode(Waiting, entry.value).requested_at, valid_days, now)
    except ValueError:  # somebody wrote there by hand; an InvalidRecord is one, too
        return False
