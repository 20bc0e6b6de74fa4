"""What is scheduled for a request comes by itself, with the role that EventBridge Scheduler takes on."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.environments import ENVIRONMENTS, MODEL_PACKAGE_GROUP, Environment
from sandbox.local_aws import root
from sandbox.story import Story
from sandbox.world import World
from tests.journey.queues import log_line, until
from tests.journey.test_second_thoughts import denied

ASKING = ENVIRONMENTS[:-1]
NAMES = [environment.name for environment in ASKING]


def schedule_again(world: World, environment: Environment) -> dict[str, Any]:
    """A reminder that the story's requests led to, two seconds from now."""
    scheduler = world.aws.client("scheduler", root(environment.account_id))
    following, group = ENVIRONMENTS[ENVIRONMENTS.index(environment) + 1], f"model-approval-{environment.name}-reminders"
    about = {"environment": following.name, "group": MODEL_PACKAGE_GROUP, "version": 1}
    found: Iterator[dict[str, Any]] = (
        scheduler.get_schedule(GroupName=group, Name=one["Name"])
        for page in scheduler.get_paginator("list_schedules").paginate(GroupName=group)
        for one in page["Schedules"]
    )
    [made] = [one for one in found if about.items() <= json.loads(one["Target"]["Input"]).items()]
    moment = datetime.now(UTC) + timedelta(seconds=2)
    again = {
        "GroupName": group,
        "Name": f"again-{uuid.uuid4().hex}",
        "ScheduleExpression": f"at({moment:%Y-%m-%dT%H:%M:%S})",
    }
    kept = {name: made[name] for name in ("FlexibleTimeWindow", "ActionAfterCompletion", "Target")}
    scheduler.create_schedule(**again | kept)
    return made


@pytest.mark.parametrize("environment", ASKING, ids=NAMES)
def test_a_reminder_comes_when_it_is_due(story: Story, world: World, environment: Environment) -> None:
    schedule_again(world, environment)
    following = ENVIRONMENTS[ENVIRONMENTS.index(environment) + 1]
    said = f"nothing: {MODEL_PACKAGE_GROUP} version 1 is decided for {following.name}"
    assert log_line(world, environment, "approval", said)


@pytest.mark.parametrize("environment", ASKING, ids=NAMES)
def test_a_reminder_that_cannot_be_sent_is_not_lost(story: Story, world: World, environment: Environment) -> None:
    sqs, url = (
        world.aws.client("sqs", root(environment.account_id)),
        world.stacks[environment.name]["dead_letter_queue_urls"]["approval"],
    )
    target = schedule_again(world, environment)["Target"]
    kept: list[dict[str, Any]] = []

    def is_kept() -> bool:
        answer = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], VisibilityTimeout=1)
        kept[:] = [message for message in answer.get("Messages", []) if message["Body"] == target["Input"]]
        return bool(kept)

    with denied(world, environment, target["RoleArn"], "sqs:SendMessage", resource=target["Arn"]):
        until(is_kept, "the reminder is in the dead-letter queue")
    assert "not authorized" in kept[0]["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    sqs.purge_queue(QueueUrl=url)
