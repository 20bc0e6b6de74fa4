"""The virtual queues do what SQS and Lambda's pollers do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.crashes.clock import Clock
from tests.crashes.failures import Died
from tests.crashes.queues import MAX_RECEIVE_COUNT, Letter, Queues

URL = "https://sqs.us-east-2.amazonaws.com/111111111111/dev-approval"
DEAD = f"{URL}-dead-letters"
TIMEOUT = 29


@dataclass
class Lambda:
    """Notes when which bodies came, in which batches; ``failing`` says which of them fail."""

    clock: Clock = field(default_factory=Clock)
    failing: Callable[[str], bool] = lambda _body: False
    batches: list[tuple[float, list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start = self.clock.seconds
        self.queues = Queues(self.clock, self.invoke)
        self.queues.add("dev/approval", URL, DEAD, TIMEOUT)

    def invoke(self, _function: str, event: dict[str, Any]) -> dict[str, Any]:
        bodies = [record["body"] for record in event["Records"]]
        self.batches.append((self.clock.seconds - self.start, bodies))
        failed = [record["messageId"] for record in event["Records"] if self.failing(record["body"])]
        return {"batchItemFailures": [{"itemIdentifier": id} for id in failed]}

    def send(self, body: str, url: str = URL, **more: Any) -> None:
        self.queues.hear("sqs.SendMessage", {"QueueUrl": url, "MessageBody": body, **more}, None)


def test_a_message_waits_as_long_as_its_sender_said() -> None:
    function = Lambda()
    function.send("late", DelaySeconds=30)
    function.send("at once")
    function.queues.work_off(until=function.start + 29)
    assert function.batches == [(0, ["at once"])]
    function.queues.work_off()
    assert function.batches == [(0, ["at once"]), (30, ["late"])]


def test_a_batch_has_at_most_five_messages() -> None:
    function = Lambda()
    entries = [{"Id": str(n), "MessageBody": str(n)} for n in range(7)]
    function.queues.hear("sqs.SendMessageBatch", {"QueueUrl": URL, "Entries": entries}, None)
    function.queues.work_off()
    assert function.batches == [(0, ["0", "1", "2", "3", "4"]), (0, ["5", "6"])]


def test_what_failed_comes_again_after_the_visibility_timeout() -> None:
    function = Lambda()
    function.failing = lambda body: body == "bad" and len(function.batches) < 3
    function.send("good")
    function.send("bad")
    function.queues.work_off()
    assert function.batches == [(0, ["good", "bad"]), (6 * TIMEOUT, ["bad"]), (12 * TIMEOUT, ["bad"])]
    assert function.queues.letters == []


def test_a_function_may_say_when_it_wants_a_message_again() -> None:
    function = Lambda()

    def fails_at_first(_body: str) -> bool:
        change = {"QueueUrl": URL, "ReceiptHandle": "message-1", "VisibilityTimeout": 15}
        function.queues.hear("sqs.ChangeMessageVisibility", change, None)
        return len(function.batches) == 1

    function.failing = fails_at_first
    function.send("bad")
    function.queues.work_off()
    assert function.batches == [(0, ["bad"]), (15, ["bad"])]


def test_a_dead_function_gets_its_whole_batch_again() -> None:
    function = Lambda()

    def dies_at_first(_body: str) -> bool:
        if len(function.batches) == 1:
            raise Died
        return False

    function.failing = dies_at_first
    function.send("one")
    function.send("other")
    function.queues.work_off()
    assert function.batches == [(0, ["one", "other"]), (6 * TIMEOUT, ["one", "other"])]


def test_what_never_works_is_put_aside_and_can_be_put_back() -> None:
    function = Lambda(failing=lambda _body: True)
    function.send("bad")
    function.queues.work_off()
    assert [bodies for _, bodies in function.batches] == [["bad"]] * MAX_RECEIVE_COUNT
    assert function.queues.letters == [Letter("dev/approval", "bad", None)]
    function.failing = lambda _body: False
    function.queues.redrive()
    function.queues.work_off()
    assert len(function.batches) == MAX_RECEIVE_COUNT + 1
    assert function.queues.letters == []


def test_what_a_function_puts_aside_keeps_its_reason() -> None:
    function = Lambda()
    attribute = {"DataType": "String", "StringValue": "it is gone"}
    function.send("bad", DEAD, MessageAttributes={"reason": attribute})
    function.queues.work_off()
    assert function.queues.letters == [Letter("dev/approval", "bad", "it is gone")]
    assert function.batches == []
