"""SQS: the intents that stand behind each decision, and the dead-letter queue for events that can never be used."""

import json
from typing import Any

from model_approval.domain.model_version import VersionId

DELAY = 30
"""Seconds before an intent is acted on: by then the approver's own request has ended, one way or the other."""


class IntentQueue:
    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs, self._url = sqs, url

    def send(self, environment: str, id: VersionId) -> None:
        body = json.dumps({"environment": environment, "group": id.group, "version": id.version})
        self._sqs.send_message(QueueUrl=self._url, MessageBody=body, DelaySeconds=DELAY)


class DeadLetters:
    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs, self._url = sqs, url

    def put(self, body: str, reason: str) -> None:
        """Keeps ``body`` as it came, with ``reason`` (a sentence) as a message attribute."""
        attribute = {"DataType": "String", "StringValue": reason}
        self._sqs.send_message(QueueUrl=self._url, MessageBody=body, MessageAttributes={"reason": attribute})
