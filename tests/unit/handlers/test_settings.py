"""The environment variables that Terraform writes: parsed as they are, and missed by name."""

import json
from collections.abc import Iterator

import pytest

from model_approval.adapters.schedules import Plan
from model_approval.handlers import settings, wiring

TARGETS = {
    "dev": {
        "account_id": "1" * 12,
        "region": "us-east-2",
        "approvers": ["ann@x.y"],
        "approver_group": "dev-g",
        "required_approvals": 1,
        "role_arn": None,
    },
    "test": {
        "account_id": "2" * 12,
        "region": "eu-west-1",
        "approvers": [],
        "approver_group": "test-g",
        "required_approvals": 2,
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
REMINDERS = {"days": 3, "group": "group-1", "role_arn": "arn:r", "queue_arn": "arn:q", "dead_letter_arn": "arn:d"}
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
    "MAIL_QUEUE_URL": "https://sqs/mail",
    "INTENTS_QUEUE_URL": "https://sqs/intents",
    "ON_BYPASS": "warn",
    "REMINDERS": json.dumps(REMINDERS),
    "POWERTOOLS_SERVICE_NAME": "model-approval-dev-registration-notifier",
}
READERS = {
    "MAIL": settings.mail,
    "APPROVERS": settings.own_approvers,
    "INTENTS_QUEUE_URL": settings.intents_queue_url,
    "ON_BYPASS": settings.reverts_bypasses,
    "REMINDERS": settings.reminders,
    "POWERTOOLS_SERVICE_NAME": settings.function_name,
} | dict.fromkeys(["REGISTRY", "SESSION_KEY_ID", "OIDC", "EXTERNAL_ID"], settings.approval)


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
    assert common.targets["test"] == settings.Target("eu-west-1", (), "test-g", 2, "arn:r")
    assert common.targets["dev"].role_arn is None
    assert (settings.mail().sender, settings.own_approvers()) == ("mlops@example.com", ("own@example.com",))
    assert (common.mail_queue_url, settings.intents_queue_url()) == ("https://sqs/mail", "https://sqs/intents")
    assert settings.function_name() == "model-approval-dev-registration-notifier"
    assert (approval.external_id, approval.registry_role_arn) == ("model-approval", None)
    assert approval.oidc.discovery == "https://id.example.com/.well-known/openid-configuration"


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    with pytest.raises(RuntimeError, match=f"The environment variable {name} is not set; the Terraform module sets it"):
        READERS.get(name, settings.common)()


@pytest.mark.parametrize(("value", "reverts"), [("warn", False), ("revert", True)])
def test_a_bypass_is_put_back_only_if_the_module_says_so(
    monkeypatch: pytest.MonkeyPatch, value: str, reverts: bool
) -> None:
    monkeypatch.setenv("ON_BYPASS", value)
    assert settings.reverts_bypasses() is reverts


def test_reminders_are_planned_or_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.reminders() == Plan(3, "group-1", "arn:r", "arn:q", "arn:d")
    monkeypatch.setenv("REMINDERS", "null")
    assert settings.reminders() is None


def test_the_last_stack_decides_nothing_and_mails_its_own_approvers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGETS", "{}")
    assert settings.common().targets == {}
    assert list(wiring._approvers("dev")) == ["own@example.com"]


def test_a_targets_approvers_and_their_number_are_its_own() -> None:
    assert list(wiring._approvers("dev")) == ["ann@x.y"]
    assert [wiring._required(environment) for environment in ("dev", "test")] == [1, 2]


def test_times_are_in_utc_with_seconds() -> None:
    assert len(wiring.now()) == len("2026-02-24T12:00:00Z")
    assert wiring.now().endswith("Z")
