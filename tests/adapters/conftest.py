"""AWS in this process (moto), in one account and region; nothing leaves the machine."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from moto import mock_aws

from model_approval.adapters import clients

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

REGION = "us-east-2"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        clients.client.cache_clear()
        yield
    clients.client.cache_clear()
