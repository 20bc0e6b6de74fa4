"""Whoever waits gets an answer in time: no try of a call to AWS is begun that could outlast it, in no thread."""

import math
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore import endpoint
from botocore.exceptions import ReadTimeoutError

from model_approval.adapters import clients, deadline
from model_approval.adapters.clients import client_that_tries_once, session_client
from model_approval.adapters.deadline import LONGEST_TRY, SPARE, OutOfTime, answering
from model_approval.handlers import approval, web
from tests.adapters.conftest import REGION
from tests.crashes.clock import Clock
from tests.unit.handlers.stack import Context, event

MAIN = Path(__file__).parents[2] / "main.tf"
GATEWAY = 30
"""Seconds that API Gateway waits: the integration timeout of an HTTP API."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(deadline, "time", clock)
    monkeypatch.setattr(endpoint, "time", clock)
    return clock


@pytest.fixture
def sent(clock: Clock) -> list[str]:
    """The requests of ``ssm``, none of which is answered."""
    return []


@pytest.fixture
def ssm(clock: Clock, sent: list[str]) -> Iterator[Any]:
    def hang(event_name: str, request: Any, **_: object) -> None:
        sent.append(event_name)
        clock.waited += LONGEST_TRY
        raise ReadTimeoutError(endpoint_url=request.url)

    client = session_client("ssm", region_name=REGION)
    client.meta.events.register("before-send.ssm", hang)
    return client


def test_the_function_ends_before_api_gateway_gives_up_and_has_a_try_s_time_before() -> None:
    found = re.search(r"timeout += (\d+) # API Gateway", MAIN.read_text())
    assert found
    assert LONGEST_TRY + SPARE < int(found[1]) < GATEWAY
    for made in (session_client("ssm", region_name=REGION), client_that_tries_once("sqs")):
        assert made.meta.config.connect_timeout + made.meta.config.read_timeout == LONGEST_TRY


def test_a_notifier_gives_up_a_call_that_hangs_while_it_can_still_say_so() -> None:
    found = re.search(r'AWS_MAX_ATTEMPTS = "(\d+)"', (MAIN.parent / "locals.tf").read_text())
    assert found
    tries = int(found[1])
    longest = tries * LONGEST_TRY + sum(min(2**n, 20) for n in range(tries - 1))
    timeouts = [int(seconds) for seconds in re.findall(r"timeout += (\d+) # evidence", MAIN.read_text())]
    assert longest == 55, "as ADR 16 says"
    assert timeouts == [120, 120]


def test_calls_that_hang_one_after_another_end_in_time(ssm: Any, sent: list[str], clock: Clock) -> None:
    with answering(29):
        with pytest.raises(ReadTimeoutError):
            ssm.get_parameters(Names=["/first"])
        assert len(sent) == 2, "after two tries and a pause, 11 seconds are left"
        for _ in range(5):
            with pytest.raises(OutOfTime, match=r"no time is left for ssm\.GetParameters"):
                ssm.get_parameters(Names=["/another"])
    assert len(sent) == 2
    assert clock.waited <= 29 - SPARE


def test_the_last_try_is_begun_when_there_is_time_for_all_of_it(ssm: Any, sent: list[str], clock: Clock) -> None:
    with answering(29):
        clock.waited = 29 - SPARE - LONGEST_TRY - 0.1
        with pytest.raises(ReadTimeoutError):
            ssm.get_parameters(Names=["/first"])
    assert len(sent) == 1
    assert clock.waited < 29 - SPARE


def test_threads_have_the_same_deadline(ssm: Any, sent: list[str], clock: Clock) -> None:
    with answering(29), ThreadPoolExecutor() as pool:
        clock.waited = 20
        asked = [pool.submit(ssm.get_parameters, Names=["/first"]) for _ in range(4)]
        assert {type(one.exception()) for one in asked} == {OutOfTime}
    assert sent == []


def test_nothing_is_kept_for_the_next_invocation(ssm: Any, sent: list[str], clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError), answering(29):
        1 / 0  # noqa: B018 - any failure
    assert deadline.left() == math.inf
    clock.waited = 3600
    with pytest.raises(ReadTimeoutError):
        ssm.get_parameters(Names=["/first"])
    assert len(sent) == 3


def test_every_client_is_made_with_it(clock: Clock) -> None:
    made = [
        clients.client("ssm"),
        clients.client_in("s3", "eu-west-1"),
        clients.client_that_tries_once("sqs"),
        session_client("sagemaker", region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b"),
    ]
    ssm, s3, sqs, sagemaker = made
    with answering(0):
        for call in (ssm.describe_parameters, s3.list_buckets, sqs.list_queues, sagemaker.list_models):
            with pytest.raises(OutOfTime):
                call()


def test_pages_have_a_deadline_and_queues_have_none(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    seen = []
    monkeypatch.setattr(web.app, "resolve", lambda *_: seen.append(deadline.left()) or {"statusCode": 200})
    monkeypatch.setattr(approval, "work_through", lambda *_: seen.append(deadline.left()) or {})
    approval.handler(event("GET", "/"), Context(milliseconds=29_000))
    approval.handler({"Records": []}, Context(milliseconds=29_000))
    assert seen == [18, math.inf]
