"""boto3 clients with time limits that leave room for an answer (``deadline``)."""

import os
from functools import cache
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from model_approval.adapters import correlation, deadline
from model_approval.adapters.deadline import CONNECT_TIMEOUT, READ_TIMEOUT

_MAKING = Lock()


@cache
def client(service: str) -> Any:
    """A client of the function's own account and region, made when first needed."""
    return session_client(service)


def client_in(service: str, region: str | None) -> Any:
    """The same, in another region if one is named."""
    return client(service) if region is None else _client_elsewhere(service, region)


@cache
def client_that_tries_once(service: str) -> Any:
    """For calls that must not be repeated unseen: boto3 cannot know whether one without an answer had its effect."""
    config = Config(connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT, retries={"total_max_attempts": 1})
    return _client(service, config)


def session_client(service: str, **options: str | None) -> Any:
    """A client with other credentials or another region; it shares the loaded service models with the others."""
    # Functions on which nobody waits have more time: their environment says AWS_RETRY_MODE=adaptive, which slows down
    # to what AWS takes, and more AWS_MAX_ATTEMPTS than the default, three. botocore writes the number into the
    # configuration, so each client has one of its own.
    mode = os.environ.get("AWS_RETRY_MODE", "standard")
    config = Config(connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT, retries={"mode": mode})
    return _client(service, config, **options)


def code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


@cache
def known_regions(service: str) -> frozenset[str]:
    """Of all partitions: whoever asks in any other one waits for an answer from nobody."""
    with _MAKING:
        session = _session()
        partitions = session.get_available_partitions()
        return frozenset(r for one in partitions for r in session.get_available_regions(service, one))


@cache
def _client_elsewhere(service: str, region: str) -> Any:
    return session_client(service, region_name=region)


def _client(service: str, config: Config, **options: str | None) -> Any:
    # Threads may share clients, but not a session while it makes one (boto3's guide, "Multithreading").
    with _MAKING:
        return correlation.follow(deadline.keep(_session().client(service, config=config, **options)))


@cache
def _session() -> boto3.Session:
    return boto3.Session()
