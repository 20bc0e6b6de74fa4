"""A message that failed is delivered again: soon at first, then less and less often, for an hour in all."""

import time

from model_approval.adapters.clients import client
from model_approval.adapters.queues import FIRST_RETRY, LAST_RETRY, Retries

DELIVERIES = 10  # modules/function, maxReceiveCount


class Recorded:
    def __init__(self) -> None:
        self.calls: list[dict[str, object]] = []

    def change_message_visibility(self, **call: object) -> None:
        self.calls.append(call)


def test_ten_deliveries_take_an_hour() -> None:
    sqs = Recorded()
    retries = Retries(sqs, "https://sqs.eu-west-1.amazonaws.com/123456789012/f-dead-letters")
    pauses = [retries.put_off("arn:aws:sqs:eu-west-1:123456789012:f", "r", n) for n in range(1, DELIVERIES)]
    assert (pauses[0], pauses[-1]) == (FIRST_RETRY, LAST_RETRY)
    assert pauses == sorted(pauses)
    assert 3600 <= sum(pauses) < 4000
    assert sqs.calls[0] == {
        "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/f",
        "ReceiptHandle": "r",
        "VisibilityTimeout": FIRST_RETRY,
    }


def test_the_message_stays_hidden_until_then() -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="f")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.send_message(QueueUrl=url, MessageBody="body")
    [message] = sqs.receive_message(QueueUrl=url, VisibilityTimeout=1)["Messages"]
    Retries(sqs, f"{url}-dead-letters").put_off(arn, message["ReceiptHandle"], 1)
    time.sleep(1.1)
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
