"""SQS in virtual time, with Lambda's pollers: what the functions send comes back to them, late and perhaps often."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crashes.clock import Clock
from tests.crashes.failures import Died
from tests.crashes.wire import Attempt

BATCH = 5
_QUEUES = (Path(__file__).parents[2] / "modules" / "function" / "queues.tf").read_text()
MAX_RECEIVE_COUNT = int(re.findall(r"maxReceiveCount += (\d+)", _QUEUES)[0])
MOST_DELIVERIES = 500
"""With more, something goes round in circles."""


@dataclass
class Message:
    id: str
    body: str
    visible_at: float
    receive_count: int = 0


@dataclass(frozen=True)
class Letter:
    """A dead one. ``reason`` is the function's own; without it SQS moved the message after so many deliveries."""

    function: str
    body: str
    reason: str | None


@dataclass
class Queue:
    """The input queue of ``function``; ``visibility_timeout`` is in seconds."""

    function: str
    url: str
    visibility_timeout: int
    messages: list[Message] = field(default_factory=list)


class Queues:
    """``invoke(function, event)`` is Lambda; it raises Died if the process did not live to answer. A message's receipt
    handle is its ID."""

    def __init__(self, clock: Clock, invoke: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
        self._clock, self._invoke = clock, invoke
        self._ids: Iterator[int] = itertools.count(1)
        self._queues: dict[str, Queue] = {}
        self._dead: dict[str, str] = {}
        self.letters: list[Letter] = []

    def add(self, function: str, url: str, dead_letter_url: str, timeout: int) -> None:
        """A function's queues, whose visibility timeout is six times the function's ``timeout`` in seconds."""
        self._queues[url] = Queue(function, url, 6 * timeout)
        self._dead[dead_letter_url] = function

    def hear(self, operation: str, body: dict[str, Any], _attempt: Attempt | None) -> None:
        """What SQS took."""
        if operation == "sqs.SendMessage":
            self._take(body["QueueUrl"], body)
        elif operation == "sqs.SendMessageBatch":
            for entry in body["Entries"]:
                self._take(body["QueueUrl"], entry)
        elif operation == "sqs.ChangeMessageVisibility":
            messages = self._queues[body["QueueUrl"]].messages
            (message,) = [message for message in messages if message.id == body["ReceiptHandle"]]
            message.visible_at = self._clock.seconds + body["VisibilityTimeout"]

    def put(self, function: str, body: str) -> None:
        """A message from EventBridge, from Scheduler or from a person."""
        (queue,) = [queue for queue in self._queues.values() if queue.function == function]
        queue.messages.append(self._message(body, 0))

    def redrive(self) -> None:
        """What is in the dead letters goes back to where it came from (docs/operations.md)."""
        letters, self.letters = self.letters, []
        for letter in letters:
            self.put(letter.function, letter.body)

    def work_off(self, until: float | None = None) -> None:
        """Delivers what is due up to ``until`` (seconds), or until nothing is left at all."""
        for _ in range(MOST_DELIVERIES):
            due = [queue for queue in self._queues.values() if queue.messages]
            if not due:
                break
            queue = min(due, key=lambda queue: min(message.visible_at for message in queue.messages))
            at = min(message.visible_at for message in queue.messages)
            if until is not None and at > until:
                break
            self._clock.seconds = max(self._clock.seconds, at)
            self._deliver(queue)
        else:
            raise AssertionError(f"after {MOST_DELIVERIES} deliveries there are still messages")
        if until is not None:
            self._clock.seconds = max(self._clock.seconds, until)

    def _take(self, url: str, sent: dict[str, Any]) -> None:
        if url in self._dead:
            reason = sent.get("MessageAttributes", {}).get("reason", {}).get("StringValue", "")
            self.letters.append(Letter(self._dead[url], sent["MessageBody"], reason))
        else:
            self._queues[url].messages.append(self._message(sent["MessageBody"], sent.get("DelaySeconds", 0)))

    def _message(self, body: str, delay: int) -> Message:
        return Message(f"message-{next(self._ids)}", body, self._clock.seconds + delay)

    def _deliver(self, queue: Queue) -> None:
        batch = [message for message in queue.messages if message.visible_at <= self._clock.seconds][:BATCH]
        for message in batch:
            message.receive_count += 1
            message.visible_at = self._clock.seconds + queue.visibility_timeout
        for message in [message for message in batch if message.receive_count > MAX_RECEIVE_COUNT]:
            queue.messages.remove(message)
            batch.remove(message)
            self.letters.append(Letter(queue.function, message.body, None))
        if not batch:
            return
        try:
            answer = self._invoke(queue.function, {"Records": [_record(queue, message) for message in batch]})
        except Died:
            return
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        assert failed <= {message.id for message in batch}, failed
        queue.messages = [m for m in queue.messages if m not in batch or m.id in failed]


def _record(queue: Queue, message: Message) -> dict[str, Any]:
    host, account, name = queue.url.split("/")[2:]
    region = host.split(".")[1]
    return {
        "messageId": message.id,
        "receiptHandle": message.id,
        "body": message.body,
        "attributes": {"ApproximateReceiveCount": str(message.receive_count)},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{region}:{account}:{name}",
        "awsRegion": region,
    }
