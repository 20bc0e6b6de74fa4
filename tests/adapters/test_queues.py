"""SQS: intents wait until the approver's own request has ended; dead letters keep what came, with the reason."""

import json
from typing import Any

import pytest
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.queues import DELAY, DeadLetters, IntentQueue
from model_approval.domain.events import intent
from model_approval.domain.model_version import VersionId

SENT: dict[str, Any] = {"MessageId": "m"}


def test_an_intent_is_understood_by_who_receives_it_and_comes_late() -> None:
    sqs, id = client("sqs"), VersionId("abalone", 2)
    body = json.dumps({"environment": "test", "group": "abalone", "version": 2})
    with Stubber(sqs) as stub:
        stub.add_response("send_message", SENT, {"QueueUrl": "https://q", "MessageBody": body, "DelaySeconds": DELAY})
        IntentQueue(sqs, "https://q").send("test", id)
        stub.assert_no_pending_responses()
    understood = intent(body)
    assert (understood.environment, understood.id, DELAY) == ("test", id, 30)


def test_an_intent_is_really_delayed() -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="intents")["QueueUrl"]
    IntentQueue(sqs, url).send("dev", VersionId("abalone", 2))
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (counts["ApproximateNumberOfMessagesDelayed"], counts["ApproximateNumberOfMessages"]) == ("1", "0")


@pytest.mark.parametrize("body", ["{}", "no JSON <&> é 💥", " "])
def test_a_dead_letter_keeps_the_body_as_it_came_and_the_reason(body: str) -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    DeadLetters(sqs, url).put(body, "abalone version 2 is not in the model registry")
    (letter,) = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert letter["Body"] == body
    assert letter["MessageAttributes"]["reason"]["StringValue"] == "abalone version 2 is not in the model registry"
