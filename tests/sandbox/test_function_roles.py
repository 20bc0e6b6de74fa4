"""Lambda works off a queue and writes the log with the function's role, and only as far as that goes."""

import io
import time
import zipfile

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT, allow, refused

REGION = "eu-central-1"
POLL = ["sqs:ReceiveMessage", "sqs:GetQueueAttributes", "sqs:DeleteMessage"]
LOG = allow(["logs:CreateLogStream", "logs:PutLogEvents"], "*")
SECONDS = 30


@pytest.fixture
def make_function(aws, make_role, names):
    """A function that makes a Lambda function with a role of the given statements, and a queue before it.

    Returns its name, its role's name and the address of its queue.
    """

    def make(*statements):
        name = f"function-{next(names)}"
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        role = make_role(*statements, trust=[trust])
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("code.py", "def handler(event, context):\n    print('worked off')\n")
        aws.client("lambda", root(ACCOUNT)).create_function(
            FunctionName=name, Role=role, Runtime="python3.13", Handler="code.handler",
            Code={"ZipFile": package.getvalue()},
        )  # fmt: skip
        queue = aws.client("sqs", root(ACCOUNT)).create_queue(QueueName=name, Attributes={"VisibilityTimeout": "1"})
        return name, role, queue["QueueUrl"]

    return make


def map_queue(aws, name):
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"
    aws.client("lambda", root(ACCOUNT)).create_event_source_mapping(EventSourceArn=arn, FunctionName=name)


def logged(aws, name):
    logs = aws.client("logs", root(ACCOUNT))
    try:
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    except logs.exceptions.ResourceNotFoundException:
        return 0
    return len([event for event in events if "worked off" in event["message"]])


def until(condition):
    give_up = time.monotonic() + SECONDS
    while not condition() and time.monotonic() < give_up:
        time.sleep(0.2)
    return condition()


def left(aws, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = aws.client("sqs", root(ACCOUNT)).get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def test_a_queue_is_worked_off_with_the_function_s_rights_which_counts_as_their_use(aws, make_function):
    name, role, url = make_function(allow(POLL, "*"), LOG)
    map_queue(aws, name)
    aws.client("sqs", root(ACCOUNT)).send_message(QueueUrl=url, MessageBody="{}")
    assert until(lambda: logged(aws, name) and not left(aws, url))
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"
    stream = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/{name}:log-stream:any"
    used = {(one["action"], one["resource"]) for one in aws.used_rights() if one["role"] == role}
    assert used == {(action, queue) for action in POLL} | {(action, stream) for action in LOG["Action"]}


def test_a_queue_that_the_function_may_not_read_is_not_mapped(aws, make_function):
    name, _, _ = make_function(allow("sqs:DeleteMessage", "*"))
    assert "permissions to call ReceiveMessage" in refused(map_queue, aws, name)


def test_without_the_right_to_know_the_queue_nothing_is_worked_off(aws, make_function):
    name, _, url = make_function(allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"], "*"), LOG)
    map_queue(aws, name)
    aws.client("sqs", root(ACCOUNT)).send_message(QueueUrl=url, MessageBody="{}")
    time.sleep(3)
    assert (logged(aws, name), left(aws, url)) == (0, 1)


def test_what_may_not_be_deleted_is_worked_off_again(aws, make_function):
    name, _, url = make_function(allow(POLL[:2], "*"), LOG)
    map_queue(aws, name)
    aws.client("sqs", root(ACCOUNT)).send_message(QueueUrl=url, MessageBody="{}")
    assert until(lambda: logged(aws, name) > 1)


def test_a_function_that_may_not_write_its_log_has_none(aws, make_function):
    name, _, url = make_function(allow(POLL, "*"), allow("logs:CreateLogStream", "*"))
    map_queue(aws, name)
    aws.client("sqs", root(ACCOUNT)).send_message(QueueUrl=url, MessageBody="{}")
    assert until(lambda: not left(aws, url))
    assert logged(aws, name) == 0
