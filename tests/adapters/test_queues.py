"""SQS: intents wait until whoever sent them has ended; dead letters keep what came, with the reason."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from model_approval.adapters.clients import client
from model_approval.adapters.queues import REASON_LIMIT, DeadLetters, IntentQueue
from model_approval.domain.intents import CarryThrough, Intent, PutBack, Rebuild, Remind, parse
from model_approval.domain.model_version import VersionId
from tests.unit.examples import arn, hostile_text

ABALONE = VersionId("abalone", 2)
INTENTS: list[Intent] = [
    CarryThrough("test", ABALONE),
    PutBack("dev", ABALONE, arn()),
    Rebuild("prod", "abalone"),
    Remind("test", ABALONE),
]
LEGAL = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
"""What SQS takes as a body or a string attribute (API reference of SendMessage); neither may be empty."""


@pytest.fixture
def queue() -> str:
    return str(client("sqs").create_queue(QueueName="queue")["QueueUrl"])


def waiting(queue: str) -> tuple[int, int]:
    """Messages that are delayed, and those that may be received."""
    counts = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    return int(counts["ApproximateNumberOfMessagesDelayed"]), int(counts["ApproximateNumberOfMessages"])


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_is_understood_by_who_receives_it_after_half_a_minute(intent: Intent) -> None:
    sent: list[dict[str, Any]] = []
    sqs = client("sqs")
    sqs.meta.events.register("provide-client-params.sqs.SendMessage", lambda params, **_: sent.append(params))
    url = sqs.create_queue(QueueName="intents")["QueueUrl"]
    IntentQueue(sqs, url).send(intent)
    (message,) = sent
    assert parse(message["MessageBody"]) == intent
    assert (message["QueueUrl"], message["DelaySeconds"]) == (url, 30)
    assert waiting(url) == (1, 0)


@given(st.builds(CarryThrough, hostile_text, st.builds(VersionId, hostile_text, st.integers(1))))
def test_whatever_an_intent_says_it_holds_nothing_that_sqs_refuses(intent: CarryThrough) -> None:
    sent: list[str] = []

    class Recorder:
        def send_message(self, *, MessageBody: str, **_: Any) -> None:  # noqa: N803 - boto3's word
            sent.append(MessageBody)

    IntentQueue(Recorder(), "https://q").send(intent)
    assert sent[0].isascii()
    assert LEGAL.fullmatch(sent[0])


def letter(queue: str, put: Callable[[DeadLetters], None]) -> tuple[str, str]:
    """What a person finds in the queue: body and reason."""
    sqs = client("sqs")
    put(DeadLetters(sqs, queue))
    (found,) = sqs.receive_message(QueueUrl=queue, MessageAttributeNames=["All"])["Messages"]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=found["ReceiptHandle"])
    return found["Body"], found["MessageAttributes"]["reason"]["StringValue"]


@pytest.mark.parametrize("body", ["{}", "no JSON <&> é 💥", " "])
def test_a_dead_letter_keeps_the_body_as_it_came_and_the_reason(queue: str, body: str) -> None:
    reason = "abalone version 2 is not in the model registry"
    assert letter(queue, lambda letters: letters.put(body, reason)) == (body, reason)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(reason=hostile_text)
@example(reason="")
@example(reason="\r\n\x00")
@example(reason="\ufffe\uffff")
@example(reason=" \uffff ")
@example(reason="\ud800 half a character")
@example(reason="\x00" * 2000)
@example(reason="no " * 100_000)
@example(reason="💥" * 300_000)
@example(reason="💥" * REASON_LIMIT)
def test_every_reason_is_one_that_sqs_takes(queue: str, reason: str) -> None:
    _, kept = letter(queue, lambda letters: letters.put("{}", reason))
    assert LEGAL.fullmatch(kept)
    assert len(kept) <= REASON_LIMIT
    assert len(kept.encode()) <= 4 * REASON_LIMIT


def test_a_long_reason_keeps_its_beginning_and_says_that_it_was_cut(queue: str) -> None:
    _, kept = letter(queue, lambda letters: letters.put("{}", "the event has no id; " * 100))
    assert kept.startswith("the event has no id; the event")
    assert kept.endswith("…")
