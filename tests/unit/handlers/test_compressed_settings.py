"""Where Lambda has no room for all settings, Terraform compresses the long ones (``modules/function``)."""

import gzip
import json
from base64 import b64encode
from collections.abc import Iterator

import pytest

from model_approval.handlers import settings

TERRAFORMS = "H4sIAAAAAAAA/4pWSkxJdEitSMwtyEnVS87PVYoFAAAA//8BAAD//+2Szo0TAAAA"
APPROVERS = [f"approver-{n}@example.com" for n in range(20)]


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    settings.own_approvers.cache_clear()
    yield
    settings.own_approvers.cache_clear()


@pytest.mark.parametrize("level", [1, 6, 9])
def test_a_compressed_setting_is_read_like_a_plain_one(monkeypatch: pytest.MonkeyPatch, level: int) -> None:
    value = b64encode(gzip.compress(json.dumps(APPROVERS).encode(), level)).decode()
    monkeypatch.setenv("APPROVERS", value)
    assert settings.own_approvers() == tuple(APPROVERS)


def test_what_terraform_compressed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """``base64gzip(jsonencode(["ada@example.com"]))`` of Terraform 1.11, which is written by Go."""
    monkeypatch.setenv("APPROVERS", TERRAFORMS)
    assert settings.own_approvers() == ("ada@example.com",)
