"""The environment variables that Terraform writes: parsed as they are, and missed by name."""

import json
from collections.abc import Iterator

import pytest

from model_approval.handlers import settings, wiring

TARGETS = {
    "dev": {
        "account_id": "1" * 12,
        "region": "us-east-2",
        "approvers": ["ann@x.y"],
        "approver_group": "dev-g",
        "role_arn": None,
    },
    "test": {
        "account_id": "2" * 12,
        "region": "eu-west-1",
        "approvers": [],
        "approver_group": "test-g",
        "role_arn": "arn:r",
    },
}
OIDC = {
    "issuer": "https://id.example.com",
    "client_id": "client-1",
    "discovery_url": None,
    "client_secret_parameter": None,
    "groups_claim": "groups",
    "scopes": "openid email",
}
VARIABLES = {
    "ENVIRONMENT": "dev",
    "PROMOTION_PATH": '["dev", "test", "prod"]',
    "PARAMETER_PREFIX": "/ml-models",
    "TARGETS": json.dumps(TARGETS),
    "BASE_URL": "https://approve.example.com",
    "EXTERNAL_ID": "model-approval",
    "DEAD_LETTER_QUEUE_URL": "https://sqs/dead",
    "MAIL": '{"from": "mlops@example.com", "configuration_set": "set"}',
    "APPROVERS": '["own@example.com"]',
    "REGISTRY": '{"account_id": "111111111111", "region": "us-east-2", "role_arn": null}',
    "SESSION_KEY_ID": "arn:key",
    "OIDC": json.dumps(OIDC),
    "INTENTS_QUEUE_URL": "https://sqs/intents",
}
READERS = {"MAIL": settings.mail, "APPROVERS": settings.own_approvers} | dict.fromkeys(
    ["REGISTRY", "SESSION_KEY_ID", "OIDC", "INTENTS_QUEUE_URL", "EXTERNAL_ID"], settings.approval
)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    readers = (settings.common, settings.mail, settings.own_approvers, settings.approval)
    for reader in readers:
        reader.cache_clear()
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    yield
    for reader in readers:
        reader.cache_clear()


def test_everything_is_where_the_functions_look_for_it() -> None:
    common, approval = settings.common(), settings.approval()
    assert (common.environment, common.path.names, common.names.prefix) == (
        "dev",
        ("dev", "test", "prod"),
        "/ml-models",
    )
    assert common.targets["test"] == settings.Target("eu-west-1", (), "test-g", "arn:r")
    assert common.targets["dev"].role_arn is None
    assert (settings.mail().sender, settings.own_approvers()) == ("mlops@example.com", ("own@example.com",))
    assert (approval.external_id, approval.registry_role_arn) == ("model-approval", None)
    assert approval.oidc.discovery == "https://id.example.com/.well-known/openid-configuration"


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    with pytest.raises(RuntimeError, match=f"The environment variable {name} is not set; the Terraform module sets it"):
        READERS.get(name, settings.common)()


def test_the_last_stack_decides_nothing_and_mails_its_own_approvers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGETS", "{}")
    assert settings.common().targets == {}
    assert list(wiring._approvers("dev")) == ["own@example.com"]


def test_a_targets_approvers_are_its_own() -> None:
    assert list(wiring._approvers("dev")) == ["ann@x.y"]


def test_times_are_in_utc_with_seconds() -> None:
    assert len(wiring.now()) == len("2026-02-24T12:00:00Z")
    assert wiring.now().endswith("Z")
