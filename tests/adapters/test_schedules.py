"""EventBridge Scheduler: one reminder a request, under a name that AWS takes."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from hypothesis import example, given
from hypothesis import strategies as st

from model_approval.adapters.clients import client
from model_approval.adapters.schedules import NoReminders, Plan, ScheduledReminders
from model_approval.domain.intents import Remind, parse
from model_approval.domain.model_version import VersionId

PLAN = Plan(
    days=3,
    group="model-approval-dev",
    role_arn="arn:aws:iam::123456789012:role/model-approval-dev-reminders",
    queue_arn="arn:aws:sqs:us-east-2:123456789012:model-approval-dev-approval",
    dead_letter_arn="arn:aws:sqs:us-east-2:123456789012:model-approval-dev-approval-dead-letters",
)
ABALONE = VersionId("abalone", 2)
LEGAL = re.compile(r"[0-9a-zA-Z\-_.]{1,64}")
"""A schedule's name, by the EventBridge Scheduler API reference."""
requests = st.tuples(
    st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True),
    st.builds(
        VersionId,
        st.from_regex(r"[A-Za-z0-9](-*[A-Za-z0-9]){0,62}", fullmatch=True).filter(lambda group: len(group) <= 63),
        st.integers(1, 999_999_999),
    ),
)
"""What variables.tf allows as an environment, and SageMaker as a group."""


class Names:
    """A scheduler that only keeps the names it is given."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def create_schedule(self, *, Name: str, **_: Any) -> None:  # noqa: N803 - boto3's word
        self.kept.append(Name)


def reminders(scheduler: Any) -> ScheduledReminders:
    return ScheduledReminders(scheduler, PLAN, lambda: datetime(2026, 2, 26, 23, 30, 15, 999, tzinfo=UTC))


@pytest.fixture
def scheduler() -> Any:
    made = client("scheduler")
    made.create_schedule_group(Name=PLAN.group)
    return made


def schedules(scheduler: Any) -> list[dict[str, Any]]:
    listed = scheduler.list_schedules(GroupName=PLAN.group)["Schedules"]
    return [scheduler.get_schedule(GroupName=PLAN.group, Name=one["Name"]) for one in listed]


def test_the_queue_gets_the_intent_once_in_due_time(scheduler: Any) -> None:
    reminders(scheduler).schedule("test", ABALONE)
    (made,) = schedules(scheduler)
    assert (made["ScheduleExpression"], made["ScheduleExpressionTimezone"]) == ("at(2026-03-01T23:30:15)", "UTC")
    assert (made["FlexibleTimeWindow"], made["ActionAfterCompletion"]) == ({"Mode": "OFF"}, "DELETE")
    target = made["Target"]
    assert (target["Arn"], target["RoleArn"]) == (PLAN.queue_arn, PLAN.role_arn)
    assert target["DeadLetterConfig"] == {"Arn": PLAN.dead_letter_arn}
    assert parse(target["Input"]) == Remind("test", ABALONE)
    assert json.loads(target["Input"])["remind"] is True


def test_the_same_request_is_scheduled_once_and_another_one_for_itself(scheduler: Any) -> None:
    for environment, id in [("test", ABALONE), ("test", ABALONE), ("prod", ABALONE), ("test", VersionId("abalone", 3))]:
        reminders(scheduler).schedule(environment, id)
    assert len(schedules(scheduler)) == 3


@given(requests)
@example(("e" * 16, VersionId("g" * 63, 999_999_999)))
def test_every_request_has_a_name_that_aws_takes(request: tuple[str, VersionId]) -> None:
    names = Names()
    reminders(names).schedule(*request)
    assert LEGAL.fullmatch(names.kept[0])


@given(requests, requests)
def test_two_requests_have_one_name_only_if_they_are_the_same(
    one: tuple[str, VersionId], other: tuple[str, VersionId]
) -> None:
    names = Names()
    for request in (one, other, one):
        reminders(names).schedule(*request)
    assert names.kept[0] == names.kept[2]
    assert (names.kept[0] == names.kept[1]) is (one == other)


@pytest.mark.parametrize(
    "code",
    [
        "ThrottlingException",
        "InternalServerException",
        "ResourceNotFoundException",
        "ServiceQuotaExceededException",
        "ValidationException",
        "AccessDeniedException",
    ],
)
def test_a_reminder_that_could_not_be_made_is_worth_another_try(code: str) -> None:
    scheduler = client("scheduler")
    with Stubber(scheduler) as stub:
        stub.add_client_error("create_schedule", code)
        with pytest.raises(ClientError, match=code):
            reminders(scheduler).schedule("dev", ABALONE)


def test_without_a_plan_nothing_is_scheduled(scheduler: Any) -> None:
    NoReminders().schedule("dev", ABALONE)
    assert schedules(scheduler) == []
