"""Messages from the queues: each is done, delivered again, or put aside with the reason; none stops the others."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from model_approval.domain.errors import UnusableEvent
from model_approval.handlers import inference_notifier, registration_notifier, wiring
from model_approval.handlers.approval import handler
from tests.unit.examples import EVENTS, arn, decision
from tests.unit.handlers.stack import Context, Stack


def batch(*bodies: str) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"message-{n}",
                "receiptHandle": "x",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:queue",
                "awsRegion": "us-east-2",
            }
            for n, body in enumerate(bodies)
        ]
    }


def failed(answer: dict[str, Any]) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def intent(version: int) -> str:
    return json.dumps({"environment": "dev", "group": "abalone", "version": version})


def test_intents_are_carried_through(stack: Stack) -> None:
    stack.world.commit(decision(version=2), decision(version=3))
    assert failed(handler(batch(intent(2), intent(3), intent(4)), Context())) == []
    published = stack.world.approved()
    assert published is not None
    assert published.id.version == 3
    assert stack.dead_letters.letters == []


def test_an_intent_for_an_environment_that_is_decided_elsewhere_is_put_aside(stack: Stack) -> None:
    body = json.dumps({"environment": "prod", "group": "abalone", "version": 2})
    assert failed(handler(batch(body), Context())) == []
    assert stack.dead_letters.letters == [(body, "nothing is decided for 'prod' in this stack")]


def test_of_a_batch_only_what_failed_is_delivered_again(stack: Stack) -> None:
    stack.world.commit(decision(version=2), decision(version=3))
    stack.world.journal.fail_at(f"describe {arn(2)}", ConnectionError())
    answer = handler(batch(intent(2), "no intent", intent(3)), Context())
    assert failed(answer) == ["message-0"]
    assert [body for body, _ in stack.dead_letters.letters] == ["no intent"]
    published = stack.world.approved()
    assert published is not None
    assert published.id.version == 3


def test_a_batch_that_fails_altogether_is_still_an_answer(stack: Stack) -> None:
    stack.world.journal.fail_at("enter", ConnectionError())
    assert failed(handler(batch(intent(2), intent(3)), Context())) == ["message-0", "message-1"]


@pytest.mark.parametrize(
    ("notifier", "step", "event"),
    [
        (registration_notifier, "request_first_approval", "model-package-pending"),
        (inference_notifier, "report_inference", "transform-job-completed"),
    ],
)
def test_a_notifier_acts_puts_aside_or_fails_message_by_message(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, notifier: Any, step: str, event: str
) -> None:
    body = (EVENTS / f"{event}.json").read_text()
    outcomes: list[Callable[[], str]] = [
        lambda: "done",
        lambda: fail(UnusableEvent("it is gone")),
        lambda: fail(KeyError()),
    ]
    monkeypatch.setattr(wiring, step, lambda: lambda _event: outcomes.pop(0)())
    answer = notifier.handler(batch(body, body, body, "{}"), Context())
    assert failed(answer) == ["message-2"]
    assert stack.dead_letters.letters == [(body, "it is gone"), ("{}", "the message is not an EventBridge event")]


def test_what_cannot_even_be_put_aside_is_delivered_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack.dead_letters, "put", lambda _body, _reason: fail(ConnectionError()))
    assert failed(handler(batch("no intent"), Context())) == ["message-0"]


def fail(error: Exception) -> str:
    raise error
