"""Messages from the queues: each is done, delivered again, or put aside with the reason; none stops the others."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.neighbours import Neighbours
from model_approval.domain.notice import Kind, MailJob, Notice
from model_approval.domain.runs import Run
from model_approval.domain.status import ApprovalStatus
from model_approval.handlers import inference_notifier, registration_notifier, wiring_notifiers
from model_approval.handlers.approval import handler
from model_approval.handlers.events import RESERVE
from tests.unit.examples import EVENTS, arn, decision, request
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


def intent(version: int, **more: Any) -> str:
    return json.dumps({"environment": "dev", "group": "abalone", "version": version} | more)


def published(stack: Stack) -> int | None:
    approved = stack.world.approved()
    return approved.id.version if approved else None


def test_intents_are_carried_through(stack: Stack) -> None:
    stack.world.commit(decision(version=2), decision(version=3))
    assert failed(handler(batch(intent(2), intent(3), intent(4)), Context())) == []
    assert published(stack) == 3
    assert stack.dead_letters.letters == []


def test_the_intent_of_the_try_that_decided_tells_the_others(stack: Stack) -> None:
    stack.world.commit(decision(attempt="attempt-1"), decision(version=3, attempt="attempt-2"))
    bodies = intent(2, attempt="attempt-1"), intent(3, attempt="another")
    assert failed(handler(batch(*bodies), Context())) == []
    told = [(notice.kind, notice.id.version) for notice in stack.world.mailbox.posted]
    assert told == [(Kind.DECIDED, 2)]


def test_approved_is_rebuilt_when_an_operator_asks_for_it(stack: Stack) -> None:
    stack.world.commit(decision(version=2), decision(version=3))
    assert failed(handler(batch(json.dumps({"environment": "dev", "group": "abalone"})), Context())) == []
    assert published(stack) == 3


def test_a_bypass_is_put_back(stack: Stack) -> None:
    stack.world.registry.bypass(arn(), ApprovalStatus.APPROVED)
    assert failed(handler(batch(intent(2, put_back=arn())), Context())) == []
    assert stack.world.registry.packages[arn()].status is ApprovalStatus.PENDING


def test_approvers_are_reminded_of_what_waits_and_of_nothing_else(stack: Stack) -> None:
    stack.ask()
    stack.ask(request(version=3))
    stack.world.commit(decision(version=3))
    assert failed(handler(batch(*(intent(version, remind=True) for version in (2, 3, 4))), Context())) == []
    assert stack.world.mailbox.posted == [Notice(Kind.REMINDER, request())]


def test_what_there_is_no_time_for_is_delivered_again(stack: Stack) -> None:
    stack.world.commit(decision(version=2))
    assert failed(handler(batch(intent(2)), Context(milliseconds=RESERVE - 1))) == ["message-0"]
    assert stack.world.journal.calls == []
    assert failed(handler(batch(intent(2)), Context(milliseconds=RESERVE))) == []


@pytest.mark.parametrize("more", [{"version": 2}, {"version": 2, "remind": True}, {}], ids=str)
def test_an_intent_for_an_environment_that_is_decided_elsewhere_is_put_aside(stack: Stack, more: Any) -> None:
    body = json.dumps({"environment": "prod", "group": "abalone"} | more)
    assert failed(handler(batch(body), Context())) == []
    assert stack.dead_letters.letters == [(body, "nothing is decided for 'prod' in this stack")]


def test_of_a_batch_only_what_failed_is_delivered_again(stack: Stack) -> None:
    stack.world.commit(decision(version=2), decision(version=3))
    stack.world.journal.fail_at(f"describe {arn(2)}", ConnectionError())
    answer = handler(batch(intent(2), "no intent", intent(3)), Context())
    assert failed(answer) == ["message-0"]
    assert [body for body, _ in stack.dead_letters.letters] == ["no intent"]
    assert published(stack) == 3


def test_a_batch_that_fails_altogether_is_still_an_answer(stack: Stack) -> None:
    stack.world.journal.fail_at("enter", ConnectionError())
    assert failed(handler(batch(intent(2), intent(3)), Context())) == ["message-0", "message-1"]


@pytest.mark.parametrize(
    ("notifier", "step", "event"),
    [
        (registration_notifier, "watch_registry", "model-package-pending"),
        *(
            (inference_notifier, step, event)
            for step in ("trace_inference", "report_inference")
            for event in ("transform-job-completed", "pipeline-execution-succeeded", "model-inference-completed")
        ),
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
    run = Run(ModelPackageArn.parse(arn()), "nightly", "event-1")
    monkeypatch.setattr(wiring_notifiers, "trace_inference", lambda: lambda _event: run)
    monkeypatch.setattr(wiring_notifiers, step, lambda: lambda _event: outcomes.pop(0)())
    answer = notifier.handler(batch(body, body, body, "{}"), Context())
    assert failed(answer) == ["message-2"]
    assert stack.dead_letters.letters == [(body, "it is gone"), ("{}", "the message is not an EventBridge event")]


@pytest.mark.parametrize(
    ("here", "letters"),
    [
        ((), 1),  # what is wrong with it is told
        (("dev", "test"), 0),  # by test's stack
    ],
)
def test_what_another_stack_of_the_account_acts_on_is_left_to_it_right_or_wrong(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, here: tuple[str, ...], letters: int
) -> None:
    monkeypatch.setattr(wiring_notifiers, "trace_inference", lambda: lambda _event: fail(AssertionError()))
    stack.neighbours = Neighbours("dev", here)
    event = json.loads((EVENTS / "model-inference-completed.json").read_text())
    event["detail"] = {"environment": "test", "outputs": "wrong"}
    assert failed(inference_notifier.handler(batch(json.dumps(event)), Context())) == []
    assert len(stack.dead_letters.letters) == letters


def test_what_is_no_inference_of_ours_is_not_reported(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring_notifiers, "trace_inference", lambda: lambda _event: "nothing: not ours")
    monkeypatch.setattr(wiring_notifiers, "report_inference", lambda: lambda _run: fail(AssertionError()))
    body = (EVENTS / "transform-job-completed.json").read_text()
    assert failed(inference_notifier.handler(batch(body), Context())) == []
    assert stack.dead_letters.letters == []


@pytest.mark.parametrize("notifier", [registration_notifier, inference_notifier])
def test_a_notifier_sends_the_mails_that_wait_in_its_queue(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, notifier: Any
) -> None:
    job, sent = MailJob("ann@example.com", Notice(Kind.REQUEST, request(), "/name")), list[MailJob]()

    def deliver(job: MailJob) -> str:
        sent.append(job)
        return "sent"

    monkeypatch.setattr(wiring_notifiers, "deliver", lambda: deliver)
    broken = job.to_body().replace('"kind": "request"', '"kind": "nothing"')
    assert failed(notifier.handler(batch(job.to_body(), broken), Context())) == []
    assert sent == [job]
    assert [body for body, _ in stack.dead_letters.letters] == [broken]
    assert "not a mail job" in stack.dead_letters.letters[0][1]


@pytest.mark.parametrize("failure", [None, ConnectionError()])
def test_what_failed_is_put_off_according_to_how_often_it_was_delivered(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, failure: Exception | None
) -> None:
    """And if it cannot be put off, it is delivered again all the same."""
    monkeypatch.setattr(wiring_notifiers, "deliver", lambda: lambda _job: fail(ConnectionError()))
    stack.retries.failure = failure
    message = batch(MailJob("ann@example.com", Notice(Kind.REQUEST, request(), "/name")).to_body())
    message["Records"][0] |= {"receiptHandle": "r", "attributes": {"ApproximateReceiveCount": "4"}}
    assert failed(inference_notifier.handler(message, Context())) == ["message-0"]
    assert stack.retries.handed_back == ([] if failure else [("arn:aws:sqs:us-east-2:123456789012:queue", "r", 4)])


def test_what_cannot_even_be_put_aside_is_delivered_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack.dead_letters, "put", lambda _body, _reason: fail(ConnectionError()))
    assert failed(handler(batch("no intent"), Context())) == ["message-0"]


def fail(error: Exception) -> str:
    raise error
