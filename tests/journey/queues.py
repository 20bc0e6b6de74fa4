"""The functions' queues, as an operator reaches them."""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

from sandbox.environments import Environment
from sandbox.local_aws import root
from sandbox.world import World

SECONDS = 60


def send(world: World, environment: Environment, function: str, body: str) -> None:
    """Put a message into a function's input queue."""
    url = world.stacks[environment.name]["queue_urls"][function]
    world.aws.client("sqs", root(environment.account_id)).send_message(QueueUrl=url, MessageBody=body)


def dead_letter(world: World, environment: Environment, function: str, mark: str) -> str:
    """Wait for a message that contains `mark` in a function's dead-letter queue. Returns the reason it carries."""
    sqs = world.aws.client("sqs", root(environment.account_id))
    url = world.stacks[environment.name]["dead_letter_queue_urls"][function]
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        answer = sqs.receive_message(
            QueueUrl=url, MessageAttributeNames=["reason"], VisibilityTimeout=1, WaitTimeSeconds=1
        )
        for message in answer.get("Messages", []):
            if mark in message["Body"]:
                return str(message["MessageAttributes"]["reason"]["StringValue"])
    raise AssertionError(f"no message with {mark!r} in {function}'s dead letters after {SECONDS} seconds")


def log_line(world: World, environment: Environment, function: str, mark: str) -> str:
    """Wait for a line that contains `mark` in a function's log, which is written when the invocation has ended."""
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        if lines := log_lines(world, environment, function, mark):
            return lines[0]
        time.sleep(0.5)
    raise AssertionError(f"no line with {mark!r} in {function}'s log after {SECONDS} seconds")


def log_lines(world: World, environment: Environment, function: str, mark: str) -> list[str]:
    """The lines that contain `mark` in a function's log up to now."""
    logs = world.aws.client("logs", root(environment.account_id))
    group = f"/aws/lambda/model-approval-{environment.name}-{function.replace('_', '-')}"
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    return [event["message"] for page in pages for event in page["events"] if mark in event["message"]]


def until(condition: Callable[[], bool], promise: str) -> None:
    """Wait for something that comes by itself. An intent may take a visibility timeout to be delivered again."""
    give_up = time.monotonic() + 4 * SECONDS
    while not condition():
        assert time.monotonic() < give_up, f"not so after {4 * SECONDS} seconds: {promise}"
        time.sleep(0.5)


def is_idle(world: World, environment: Environment, function: str) -> bool:
    """Whether nothing waits in a function's input queue, is worked on, or is delayed."""
    names = ["", "NotVisible", "Delayed"]
    attributes = [f"ApproximateNumberOfMessages{name}" for name in names]
    sqs = world.aws.client("sqs", root(environment.account_id))
    url = world.stacks[environment.name]["queue_urls"][function]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=attributes)["Attributes"]
    return all(found[name] == "0" for name in attributes)


def wait_until_idle(world: World, environment: Environment, function: str) -> None:
    give_up = time.monotonic() + SECONDS
    while not is_idle(world, environment, function):
        assert time.monotonic() < give_up, f"{function}'s queue is not empty after {SECONDS} seconds"
        time.sleep(0.3)


def sagemaker_event(detail_type: str, detail: dict[str, Any]) -> str:
    """An event as EventBridge would deliver it to a queue."""
    event = {"version": "0", "id": str(uuid.uuid4()), "source": "aws.sagemaker", "detail-type": detail_type}
    return json.dumps(event | {"detail": detail})
