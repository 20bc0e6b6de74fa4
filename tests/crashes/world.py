"""Everything around the functions, joined: accounts, queues, events, mails, time, and the wire where calls fail."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from tests.crashes import ledger
from tests.crashes.clock import Clock
from tests.crashes.cloud import FUNCTIONS, Cloud
from tests.crashes.events import model_package_changed
from tests.crashes.functions import Functions
from tests.crashes.queues import Queues
from tests.crashes.wire import Attempt, Wire


@dataclass(frozen=True)
class Mail:
    """A mail that SES took, by the call ``attempt``; None while the world is set up."""

    recipient: str
    subject: str
    attempt: Attempt | None


@dataclass(frozen=True)
class Job:
    """A mail that is to be sent, as SQS took it. ``record`` is the parameter that must be there first, if any."""

    recipient: str
    record: str | None
    attempt: Attempt | None


class World:
    """``mails`` are those that were sent so far, ``jobs`` those that were asked for; ``intents`` are the calls by
    which SQS got those of decisions and revocations."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.wire = Wire(clock=self.clock)
        self.cloud = Cloud(self.clock)
        self.functions = Functions(self.cloud, self.wire)
        self.queues = Queues(self.clock, self.functions.invoke)
        self.mails: list[Mail] = []
        self.jobs: list[Job] = []
        self.intents: list[Attempt] = []
        self._events = 0

    @contextmanager
    def up(self) -> Iterator[None]:
        with ExitStack() as stack:
            stack.enter_context(self.wire.installed())
            stack.enter_context(self.cloud.up())
            # botocore waits between two attempts, and before the next call if AWS was busy.
            stack.enter_context(patch("botocore.endpoint.time", self.clock))
            stack.enter_context(patch("model_approval.adapters.deadline.time", self.clock))
            stack.enter_context(patch("botocore.retries.bucket.TokenBucket.acquire", lambda *_: True))
            stack.enter_context(patch("model_approval.handlers.wiring.time", SimpleNamespace(time=self.clock.time)))
            datetime = SimpleNamespace(now=lambda _utc: self.clock.moment())
            stack.enter_context(patch("model_approval.handlers.wiring.datetime", datetime))
            stack.enter_context(self.functions.environment())
            for function, timeout in FUNCTIONS.items():
                urls = self.cloud.queue_urls[function], self.cloud.dead_letter_urls[function]
                self.queues.add(function, *urls, timeout)
                self.functions.inside(function, self.cloud.make_clients)
            self.wire.not_for_moto.add("sqs.ChangeMessageVisibility")
            self.wire.listeners += [self.queues.hear, self._tell, self._post, self._note]
            yield

    def _tell(self, operation: str, body: dict[str, Any], _attempt: Attempt | None) -> None:
        """SageMaker sends an event for each change of a version, the workflow's own ones included."""
        if operation == "sagemaker.UpdateModelPackage":
            self._publish(ledger.package(body["ModelPackageArn"]))
        elif operation == "sagemaker.CreateModelPackage":
            self._publish(ledger.packages()[-1])

    def _publish(self, package: dict[str, Any]) -> None:
        self._events += 1
        self.queues.put("dev/registration_notifier", model_package_changed(package, f"event-{self._events}"))

    def _post(self, operation: str, body: dict[str, Any], attempt: Attempt | None) -> None:
        if operation == "sesv2.SendEmail":
            (recipient,) = body["Destination"]["ToAddresses"]
            self.mails.append(Mail(recipient, body["Content"]["Simple"]["Subject"]["Data"], attempt))

    def _note(self, operation: str, body: dict[str, Any], attempt: Attempt | None) -> None:
        sent = {"sqs.SendMessage": [body], "sqs.SendMessageBatch": body.get("Entries", [])}.get(operation, [])
        for message in (json.loads(entry["MessageBody"]) for entry in sent):
            if message.get("detail-type") == "Model Approval Mail":
                self.jobs.append(Job(message["detail"]["to"], message["detail"]["record"], attempt))
            elif "attempt" in message and attempt:
                self.intents.append(attempt)
