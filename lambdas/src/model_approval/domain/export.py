"""The history as data: a row for each record, for auditors and spreadsheets.

- environment, group, version: what it is about
- event: ``requested``, ``approved``, ``rejected`` or ``revoked``; or ``unreadable``, in place of all that an account
  did not let us read
- at: ISO 8601 in UTC
- by, subject, issuer: who; the name, and what never changes about them at their identity provider. A request has a name
- comment: the comment, or the reason of a revocation
- model_package_arn
- metrics: what was asked and decided on, as a JSON object
- votes: of a decision that took several, as a JSON array of ``{"name", "status"}``
- overridden: the rules of the gates that failed when a version was approved all the same, as a JSON array
- record: the name of the parameter, in the environment's account; requests stand in that of the environment before

The newest version comes first; in a version, the order is that of promotion, and then of time.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from model_approval.domain.history import Entry, History, Version
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.text import plain

COLUMNS = (
    "environment",
    "group",
    "version",
    "event",
    "at",
    "by",
    "subject",
    "issuer",
    "comment",
    "model_package_arn",
    "metrics",
    "votes",
    "overridden",
    "record",
)

Row = dict[str, Any]

_FORMULA = re.compile(r"(^|[\n;])(?=[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet may take what follows for a formula, full-width forms included: where a cell begins, and where
one would for a spreadsheet that expects semicolons between them, as in much of Europe, and takes quotes for text or
for nothing. Source: OWASP, "CSV Injection"."""


def rows(history: History, names: ParameterNames) -> list[Row]:
    """One for each record of the page, and first one for each environment that cannot be read."""
    unreadable = [
        _row(
            environment, history.group, None, "unreadable", comment="The records of this environment could not be read."
        )
        for environment in history.failures
    ]
    if history.registry_failure is not None:
        sentence = "The model registry could not be read, so the newest versions may be missing."
        unreadable.append(_row(None, history.group, None, "unreadable", comment=sentence))
    return unreadable + [row for version in history.versions for row in _of(version, names)]


def to_csv(rows: Iterable[Row]) -> str:
    """RFC 4180, with a header line. Text that a spreadsheet might run is kept from it by an apostrophe before."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows([[_cell(row[column]) for column in COLUMNS] for row in rows])
    return text.getvalue()


def to_json(history: History, rows: list[Row], following: str | None) -> str:
    """``following`` is the address of the next page."""
    value = {"schema": 1, "group": history.group, "events": rows, "next": following}
    # Half a character has no bytes in UTF-8; JSON has an escape for it.
    return json.dumps(value, ensure_ascii=False, indent=1).encode(errors="backslashreplace").decode()


def _of(version: Version, names: ParameterNames) -> Iterator[Row]:
    for entry in version.entries:
        yield from _entry(version.id, entry, names)


def _entry(id: VersionId, entry: Entry, names: ParameterNames) -> Iterator[Row]:
    environment, request, standing = entry.environment, entry.request, entry.standing
    if request:
        yield _row(
            environment,
            id.group,
            id.version,
            "requested",
            at=request.requested_at,
            by=request.author or request.requested_by,
            model_package_arn=request.model.model_package_arn,
            metrics=dict(request.metrics),
            record=names.request(environment, id),
        )
    if standing and (decision := standing.decision):
        yield _row(
            environment,
            id.group,
            id.version,
            decision.status.value.lower(),
            at=decision.decided_at,
            **_who(decision.decided_by),
            comment=decision.comment,
            model_package_arn=decision.model.model_package_arn,
            metrics=dict(decision.metrics),
            votes=[{"name": b.voted_by, "status": b.status.value} for b in decision.votes] or None,
            overridden=list(decision.overridden) or None,
            record=names.decision(environment, id),
        )
    if standing and (revocation := standing.revocation):
        yield _row(
            environment,
            id.group,
            id.version,
            "revoked",
            at=revocation.revoked_at,
            **_who(revocation.revoked_by),
            comment=revocation.reason,
            model_package_arn=revocation.model_package_arn,
            record=names.revocation(environment, id),
        )


def _who(person: Person) -> dict[str, str]:
    return {"by": person.name, "subject": person.subject, "issuer": person.issuer}


def _row(environment: str | None, group: str, version: int | None, event: str, **rest: Any) -> Row:
    values = {"environment": environment, "group": group, "version": version, "event": event} | rest
    return {column: values.get(column) for column in COLUMNS}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        # Escapes instead of whatever else a name may hold; a semicolon is in texts only.
        return json.dumps(value).replace(";", "\\u003b")
    return _FORMULA.sub(r"\1'", plain(str(value)))
