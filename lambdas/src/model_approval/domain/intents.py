"""What the approval function's queue asks for: work that must be done although nobody waits for it."""

import json
from dataclasses import dataclass
from typing import Any

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.json_values import checked
from model_approval.domain.model_version import VersionId


@dataclass(frozen=True)
class CarryThrough:
    """Registry and ``approved`` must agree with the records of this version, which are about to be written; and if this
    ``attempt`` wrote one of them, the other approvers must hear of it."""

    environment: str
    id: VersionId
    attempt: str | None = None


@dataclass(frozen=True)
class PutBack:
    """The version's approval status was changed outside of the workflow; the records say what it must be."""

    environment: str
    id: VersionId
    model_package_arn: str


@dataclass(frozen=True)
class Rebuild:
    """``approved`` of a group must be made from the records; sent by operators (docs/operations.md)."""

    environment: str
    group: str


@dataclass(frozen=True)
class Remind:
    """The approvers must be asked again, if they have not decided by now."""

    environment: str
    id: VersionId


Intent = CarryThrough | PutBack | Rebuild | Remind


def to_body(intent: Intent) -> str:
    """As a message in the queue."""
    if isinstance(intent, Rebuild):
        return json.dumps({"environment": intent.environment, "group": intent.group})
    body = {"environment": intent.environment, "group": intent.id.group, "version": intent.id.version}
    if isinstance(intent, CarryThrough) and intent.attempt:
        body["attempt"] = intent.attempt
    if isinstance(intent, PutBack):
        body["put_back"] = intent.model_package_arn
    if isinstance(intent, Remind):
        body["remind"] = True
    return json.dumps(body)


def parse(body: str) -> Intent:
    """Raises UnusableEvent, with a sentence, if ``body`` is no intent."""
    try:
        value = json.loads(body)
        intent = checked(_intent(value))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnusableEvent(f"the message is not an intent: {error!r}") from error
    if not isinstance(intent, Rebuild) and intent.id.version < 1:
        raise UnusableEvent(f"the message is not an intent: there is no version {intent.id.version}")
    return intent


def _intent(value: Any) -> Intent:
    environment, group = value["environment"], value["group"]
    if "version" not in value:
        return Rebuild(environment, group)
    id = VersionId(group, value["version"])
    if "put_back" in value:
        return PutBack(environment, id, value["put_back"])
    if value.get("remind") is True:
        return Remind(environment, id)
    return CarryThrough(environment, id, value.get("attempt"))
