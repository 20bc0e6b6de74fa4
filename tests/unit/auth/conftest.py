from collections.abc import Iterator

import pytest

from model_approval.auth.oidc import Provider
from model_approval.auth.settings import Settings
from tests.unit.auth.provider import FakeProvider, running


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    with running() as provider:
        yield provider


@pytest.fixture
def client(fake: FakeProvider) -> Provider:
    """Our side of the sign-in with that provider."""
    settings = Settings(fake.url, "client-1", "groups", "openid email")
    return Provider(settings, "https://approve.example.com/auth/callback", lambda: "s3cret")
