"""How often and how long AWS is asked before a call is given up."""

import re
from pathlib import Path

import pytest
from botocore import endpoint
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError
from botocore.retries.standard import ExponentialBackoff, RetryContext

from model_approval.adapters.clients import client_that_tries_once, session_client
from tests.adapters.conftest import REGION

MAIN = Path(__file__).parents[2] / "main.tf"
FAILURES = ["hangs", "does not connect", "is busy", "throttles"]


class Body:
    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> list[bytes]:
        return [self._content]


def calls(monkeypatch: pytest.MonkeyPatch, failure: str) -> int:
    """HTTP requests that one call makes of a service that fails each of them in this way."""
    sent: list[str] = []

    def fail(request: AWSRequest, **_: object) -> AWSResponse:
        sent.append(request.url)
        if failure == "hangs":
            raise ReadTimeoutError(endpoint_url=request.url)
        if failure == "does not connect":
            raise ConnectTimeoutError(endpoint_url=request.url)
        if failure == "is busy":
            return AWSResponse(request.url, 503, {}, Body(b""))
        return AWSResponse(request.url, 400, {}, Body(b'{"__type": "ThrottlingException"}'))

    monkeypatch.setattr(endpoint.time, "sleep", lambda _seconds: None)
    ssm = session_client("ssm", region_name=REGION)
    ssm.meta.events.register("before-send.ssm", fail)
    with pytest.raises((ClientError, ReadTimeoutError, ConnectTimeoutError)):
        ssm.get_parameters(Names=["/ml-models/dev/abalone/approved"])
    return len(sent)


@pytest.mark.parametrize("failure", FAILURES)
def test_the_environment_says_how_often_is_tried(monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "8")
    assert calls(monkeypatch, failure) == 8


@pytest.mark.parametrize("failure", FAILURES)
def test_three_times_unless_the_environment_says_otherwise(monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    monkeypatch.delenv("AWS_MAX_ATTEMPTS", raising=False)
    assert calls(monkeypatch, failure) == 3


def test_clients_of_one_process_do_not_share_what_the_first_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = []
    for attempts in ("8", "1", "5"):
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", attempts)
        numbers.append(calls(monkeypatch, "hangs"))
    assert numbers == [8, 1, 5]


def test_a_call_that_aws_never_answers_leaves_the_approver_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_MAX_ATTEMPTS", raising=False)
    attempts, config = calls(monkeypatch, "hangs"), session_client("ssm", region_name=REGION).meta.config
    longest = ExponentialBackoff(random=lambda: 1.0)
    pauses = sum(longest.delay_amount(RetryContext(attempt_number=n)) for n in range(1, attempts))
    found = re.search(r"timeout += (\d+) # API Gateway", MAIN.read_text())
    assert found, "main.tf gives the approval function's timeout"
    assert attempts * (config.connect_timeout + config.read_timeout) + pauses <= int(found[1]) - 2


def test_mails_are_put_into_the_queue_with_one_try_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    assert client_that_tries_once("sqs").meta.config.retries["total_max_attempts"] == 1
