"""A client that did not take an answer and tries again gets the same answer, and nothing happens twice."""

import http.client
import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT, OTHER_ACCOUNT


@pytest.fixture
def attempt(aws):
    """A function that makes an attempt at a call as an account's root. Returns the status and what is answered."""

    def make(call, number, target, members, account=ACCOUNT, taken=True):
        service = {"AmazonSSM": "ssm", "AmazonSQS": "sqs"}[target.partition(".")[0]]
        credential = f"Credential={account}/20261123/eu-central-1/{service}/aws4_request"
        headers = {
            "Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature={uuid.uuid4().hex}",
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": target,
            "Amz-Sdk-Invocation-Id": call,
            "Amz-Sdk-Request": f"ttl=20261123T120000Z; attempt={number}; max=25",
        }
        connection = http.client.HTTPConnection(aws.endpoint.removeprefix("http://"), timeout=30)
        try:
            connection.request("POST", "/", json.dumps(members), headers)
            if not taken:
                return None
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()), answer.headers["x-amzn-requestid"]
        finally:
            connection.close()

    return make


@pytest.fixture
def put(attempt):
    """A function that makes an attempt at creating a parameter."""
    name = f"/retries/{uuid.uuid4()}"

    def make(call, number, **more):
        return attempt(call, number, "AmazonSSM.PutParameter", {"Name": name, "Value": "1", "Type": "String"}, **more)

    make.name = name
    return make


@pytest.fixture
def call():
    return str(uuid.uuid4())


def test_another_attempt_creates_nothing_and_is_told_the_same(put, call):
    first = put(call, 1)
    assert (first[0], first[1]["Version"]) == (200, 1)
    assert [put(call, number) for number in (2, 10)] == [first, first]
    assert put(str(uuid.uuid4()), 1)[1]["__type"] == "ParameterAlreadyExists"


def test_an_answer_that_nobody_took_is_given_again(aws, put, call):
    put(call, 1, taken=False)
    ssm, give_up = aws.client("ssm", root(ACCOUNT)), time.monotonic() + 10
    while ssm.get_parameters(Names=[put.name])["InvalidParameters"] and time.monotonic() < give_up:
        time.sleep(0.05)
    assert put(call, 2)[:2] == (200, {"Version": 1, "Tier": "Standard"})


def test_an_attempt_that_comes_too_early_waits_for_the_answer(aws, attempt, call):
    sqs = aws.client("sqs", root(ACCOUNT))
    url = sqs.create_queue(QueueName=f"retries-{call}")["QueueUrl"]
    request = {"QueueUrl": url, "WaitTimeSeconds": 5}
    later = threading.Timer(1, sqs.send_message, kwargs={"QueueUrl": url, "MessageBody": "message"})
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(attempt, call, 1, "AmazonSQS.ReceiveMessage", request)
        time.sleep(0.5)
        later.start()
        second = pool.submit(attempt, call, 2, "AmazonSQS.ReceiveMessage", request)
    assert first.result()[1]["Messages"][0]["Body"] == "message"
    assert second.result() == first.result()


def test_a_first_attempt_is_a_call_of_its_own(put, call):
    assert [put(call, 1)[0] for _ in range(2)] == [200, 400]


def test_what_failed_is_tried_again(aws, put, call):
    ssm = aws.client("ssm", root(ACCOUNT))
    ssm.put_parameter(Name=put.name, Value="1", Type="String")
    assert put(call, 1)[0] == 400
    ssm.delete_parameter(Name=put.name)
    assert put(call, 2)[0] == 200


def test_an_answer_is_for_its_own_sender(put, call):
    first, other = put(call, 1), put(call, 2, account=OTHER_ACCOUNT)
    assert (first[0], other[0]) == (200, 200)
    assert other[2] != first[2]
