"""EventBridge Scheduler behind the steps' ``Reminders``: one schedule a request, which deletes itself."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.adapters.correlation import stamped
from model_approval.domain.intents import Remind, to_body
from model_approval.domain.model_version import VersionId


@dataclass(frozen=True)
class Plan:
    """When and how reminders are sent: ``role_arn`` lets the scheduler put them into the queue of intents."""

    days: int
    group: str
    role_arn: str
    queue_arn: str
    dead_letter_arn: str


class ScheduledReminders:
    def __init__(self, scheduler: Any, plan: Plan, clock: Callable[[], datetime]) -> None:
        self._scheduler, self._plan, self._clock = scheduler, plan, clock

    def schedule(self, environment: str, id: VersionId) -> None:
        due = self._clock() + timedelta(days=self._plan.days)
        try:
            self._scheduler.create_schedule(
                GroupName=self._plan.group,
                Name=_name(environment, id),
                ScheduleExpression=f"at({due:%Y-%m-%dT%H:%M:%S})",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target={
                    "Arn": self._plan.queue_arn,
                    "RoleArn": self._plan.role_arn,
                    "Input": stamped(to_body(Remind(environment, id))),
                    "DeadLetterConfig": {"Arn": self._plan.dead_letter_arn},
                },
            )
        except ClientError as error:
            if code(error) != "ConflictException":
                raise


class NoReminders:
    def schedule(self, environment: str, id: VersionId) -> None:
        pass


def _name(environment: str, id: VersionId) -> str:
    """The same for the same request. A name has at most 64 characters; a group's name alone may have 63."""
    return f"{environment}-{hashlib.sha256(str(id).encode()).hexdigest()[:32]}"
