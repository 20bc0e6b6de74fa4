"""boto3 clients with time limits that leave room for an answer: API Gateway gives up on a request after 30 seconds."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

_CONFIG = Config(connect_timeout=3, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 3})


@cache
def client(service: str) -> Any:
    """A client of the function's own account and region, made when first needed."""
    return session_client(service)


def session_client(service: str, **options: str) -> Any:
    """A client with other credentials or another region; it shares the loaded service models with the others."""
    return _session().client(service, config=_CONFIG, **options)


def code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


@cache
def _session() -> boto3.Session:
    return boto3.Session()
