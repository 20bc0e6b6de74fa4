"""A dead-letter queue's messages go back with the command of the runbook, as on AWS."""

import json

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT, allow, refused

QUEUES = f"arn:aws:sqs:eu-central-1:{ACCOUNT}"
ON_SOURCE = ["sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]


@pytest.fixture
def sqs(aws):
    return aws.client("sqs", root(ACCOUNT))


@pytest.fixture
def queue(sqs, names):
    """The name of a queue; its dead-letter queue is `<name>-dead-letters`."""
    name = f"moves-{next(names)}"
    sqs.create_queue(QueueName=f"{name}-dead-letters")
    policy = json.dumps({"deadLetterTargetArn": f"{QUEUES}:{name}-dead-letters", "maxReceiveCount": 5})
    sqs.create_queue(QueueName=name, Attributes={"RedrivePolicy": policy})
    return name


@pytest.fixture
def dead_letter(sqs, queue):
    """A function that puts a message into the dead-letter queue."""

    def send(body, **attributes):
        typed = {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
        url = sqs.get_queue_url(QueueName=f"{queue}-dead-letters")["QueueUrl"]
        return sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=typed)["MessageId"]

    return send


def receive(sqs, name):
    return sqs.receive_message(
        QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"],
        MaxNumberOfMessages=10,
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["ApproximateReceiveCount"],
    ).get("Messages", [])


def move(sqs, queue):
    arn = f"{QUEUES}:{queue}"
    return sqs.start_message_move_task(SourceArn=f"{arn}-dead-letters", DestinationArn=arn)["TaskHandle"]


def test_messages_go_back_unchanged_as_new_ones(sqs, queue, dead_letter):
    first = dead_letter('{"environment": "dev"}', reason="nobody knows")
    dead_letter("another")
    assert move(sqs, queue)
    moved, another = receive(sqs, queue)
    assert (moved["Body"], another["Body"]) == ('{"environment": "dev"}', "another")
    assert moved["MessageAttributes"] == {"reason": {"DataType": "String", "StringValue": "nobody knows"}}
    assert moved["MessageId"] != first
    assert moved["Attributes"]["ApproximateReceiveCount"] == "1"
    assert receive(sqs, f"{queue}-dead-letters") == []


def test_what_is_in_flight_stays(sqs, queue, dead_letter):
    dead_letter("read by somebody")
    receive(sqs, f"{queue}-dead-letters")
    dead_letter("free")
    move(sqs, queue)
    assert [message["Body"] for message in receive(sqs, queue)] == ["free"]


def test_moves_are_listed_newest_first(sqs, queue, dead_letter):
    source = f"{QUEUES}:{queue}-dead-letters"
    assert sqs.list_message_move_tasks(SourceArn=source)["Results"] == []
    for messages in (2, 0):
        for _ in range(messages):
            dead_letter("message")
        move(sqs, queue)
    (newest,) = sqs.list_message_move_tasks(SourceArn=source)["Results"]
    assert (newest["Status"], newest["DestinationArn"]) == ("COMPLETED", f"{QUEUES}:{queue}")
    both = sqs.list_message_move_tasks(SourceArn=source, MaxResults=10)["Results"]
    assert [task["ApproximateNumberOfMessagesMoved"] for task in both] == [0, 2]


def test_only_a_queue_that_is_a_dead_letter_queue_is_emptied(sqs, queue):
    source, there_is_none = f"{QUEUES}:{queue}", f"{QUEUES}:none"
    assert "Dead Letter Queue" in refused(sqs.start_message_move_task, SourceArn=source, DestinationArn=source)
    assert "SourceArn" in refused(sqs.start_message_move_task, SourceArn=there_is_none, DestinationArn=source)
    assert "DestinationArn" in refused(sqs.start_message_move_task, SourceArn=source, DestinationArn=there_is_none)
    assert "DestinationArn" in refused(sqs.start_message_move_task, SourceArn=f"{source}-dead-letters")


def test_it_needs_the_rights_to_take_from_one_queue_and_to_send_to_the_other(client_as, queue):
    source, destination = f"{QUEUES}:{queue}-dead-letters", f"{QUEUES}:{queue}"
    send = allow("sqs:SendMessage", destination)
    move(client_as("sqs", allow(ON_SOURCE, source), send), queue)
    assert "sqs:SendMessage" in refused(move, client_as("sqs", allow(ON_SOURCE, source)), queue)
    for missing in ON_SOURCE:
        rest = [action for action in ON_SOURCE if action != missing]
        assert missing in refused(move, client_as("sqs", allow(rest, source), send), queue)


def test_listing_needs_its_own_right_on_that_queue(client_as, queue):
    lists = allow("sqs:ListMessageMoveTasks", f"{QUEUES}:{queue}-dead-letters")
    sqs = client_as("sqs", lists)
    assert sqs.list_message_move_tasks(SourceArn=f"{QUEUES}:{queue}-dead-letters")["Results"] == []
    refused(sqs.list_message_move_tasks, SourceArn=f"{QUEUES}:{queue}")
