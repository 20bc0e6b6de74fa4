"""The failures are what botocore takes for them, in each service's own protocol, and last as long as they say."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError
from moto import mock_aws

from tests.crashes.clock import Clock
from tests.crashes.failures import Died, Failure, Kind
from tests.crashes.wire import Attempt, Send, Wire

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "kms": ("list_keys", {}),
    "s3": ("list_buckets", {}),
    "sagemaker": ("list_models", {}),
    "scheduler": ("list_schedules", {}),
    "sesv2": ("list_email_identities", {}),
    "sqs": ("list_queues", {}),
    "ssm": ("describe_parameters", {}),
    "sts": ("get_caller_identity", {}),
}
TRIES = 3

each_service = pytest.mark.parametrize("service", CALLS)


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, Any]]:
    config = Config(retries={"mode": "standard", "total_max_attempts": TRIES}, region_name="us-east-2")
    with mock_aws(), patch("botocore.endpoint.time", Clock()):
        yield {service: boto3.client(service, config=config) for service in CALLS}


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire()
    with wire.installed():
        yield wire


def fail(wire: Wire, kind: Kind) -> None:
    """From the next call on."""

    def begin(attempt: Attempt, request: AWSPreparedRequest, send: Send) -> AWSResponse:
        wire.weather = Failure(attempt, kind)
        return wire.weather(attempt, request, send)

    wire.weather = begin


def call(wire: Wire, client: Any, service: str, invocation: int = 0, function: str = "dev/approval") -> int:
    """The number of attempts that it took."""
    wire.caller, before = (function, invocation), len(wire.attempts)
    name, members = CALLS[service]
    getattr(client, name)(**members)
    return len(wire.attempts) - before


@each_service
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_death])
def test_who_died_does_nothing_more(wire: Wire, clients: dict[str, Any], service: str, kind: Kind) -> None:
    fail(wire, kind)
    with pytest.raises(Died):
        call(wire, clients[service], service)
    assert len(wire.attempts) == 1


@each_service
@pytest.mark.parametrize("kind", [Kind.TIMES_OUT, Kind.ANSWER_LOST])
def test_one_timeout_is_made_good_by_another_try(wire: Wire, clients: dict[str, Any], service: str, kind: Kind) -> None:
    fail(wire, kind)
    assert call(wire, clients[service], service) == 2


@each_service
@pytest.mark.parametrize(
    ("kind", "error", "words", "tries"),
    [
        (Kind.ANSWERS_LOST, ReadTimeoutError, "Read timeout", TRIES),
        (Kind.THROTTLED, ClientError, "ThrottlingException|SlowDown|TooManyRequestsException", TRIES),
        (Kind.FAILS, ClientError, "InternalError|InternalServerError", TRIES),
        (Kind.DENIED_AWHILE, ClientError, "AccessDenied", 1),
        (Kind.DENIED, ClientError, "AccessDenied", 1),
    ],
)
def test_what_lasts_ends_the_call(
    wire: Wire, clients: dict[str, Any], service: str, kind: Kind, error: type[Exception], words: str, tries: int
) -> None:
    fail(wire, kind)
    with pytest.raises(error, match=words):
        call(wire, clients[service], service)
    assert len(wire.attempts) == tries


@pytest.mark.parametrize("kind", [Kind.THROTTLED, Kind.FAILS, Kind.ANSWERS_LOST])
def test_the_next_invocation_is_spared(wire: Wire, clients: dict[str, Any], kind: Kind) -> None:
    fail(wire, kind)
    for _ in range(2):
        with pytest.raises((ClientError, ReadTimeoutError)):
            call(wire, clients["ssm"], "ssm")
    assert call(wire, clients["sqs"], "sqs") == 1
    assert call(wire, clients["ssm"], "ssm", invocation=1) == 1


def test_access_comes_back_in_the_fourth_invocation_that_asks_for_it(wire: Wire, clients: dict[str, Any]) -> None:
    fail(wire, Kind.DENIED_AWHILE)
    for invocation in (0, 2, 3):
        with pytest.raises(ClientError, match="AccessDenied"):
            call(wire, clients["ssm"], "ssm", invocation)
    assert call(wire, clients["ssm"], "ssm", 4) == 1


def test_only_who_was_denied_access_does_without(wire: Wire, clients: dict[str, Any]) -> None:
    fail(wire, Kind.DENIED)
    for invocation in range(5):
        with pytest.raises(ClientError, match="AccessDenied"):
            call(wire, clients["ssm"], "ssm", invocation)
        assert call(wire, clients["ssm"], "ssm", invocation, "dev/inference_notifier") == 1


def test_a_lost_answer_is_one_to_something_that_was_done(wire: Wire, clients: dict[str, Any]) -> None:
    heard: list[str] = []
    wire.listeners.append(lambda operation, _body, _attempt: heard.append(operation))
    for kind, times in [(Kind.ANSWER_LOST, 2), (Kind.TIMES_OUT, 1)]:
        heard.clear()
        fail(wire, kind)
        call(wire, clients["sqs"], "sqs")
        assert heard == ["sqs.ListQueues"] * times
    assert wire.unanswered == {0, 2}
