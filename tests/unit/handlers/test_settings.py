"""The environment variables that Terraform writes: parsed as they are, and missed by name."""

import json
from collections.abc import Iterator
from functools import partial

import pytest

from model_approval.adapters.accounts import Place
from model_approval.adapters.schedules import Plan
from model_approval.domain.directions import Direction
from model_approval.domain.duties import Duties
from model_approval.domain.gates import Gates
from model_approval.domain.neighbours import Neighbours
from model_approval.handlers import settings, wiring

GATES = {
    "rules": ["auc >= 0.85", "no constraint violations"],
    "on_failure": "warn",
    "break_glass_group": "release-managers",
}
TARGETS = {
    "dev": {
        "account_id": "1" * 12,
        "region": "us-east-2",
        "approvers": ["ann@x.y"],
        "approver_group": "dev-g",
        "required_approvals": 1,
        "role_arn": None,
        "gates": {"rules": [], "on_failure": "block", "break_glass_group": None},
    },
    "test": {
        "account_id": "2" * 12,
        "region": "eu-west-1",
        "approvers": [],
        "approver_group": "test-g",
        "required_approvals": 2,
        "role_arn": "arn:r",
        "gates": GATES,
    },
}
OIDC = {
    "issuer": "https://id.example.com",
    "client_id": "client-1",
    "discovery_url": None,
    "client_secret_parameter": None,
    "groups_claim": "groups",
    "scopes": "openid email",
    "identity_claims": ["sub", "email", "employee_number"],
}
ENVIRONMENTS = {
    "test": {"account_id": "2" * 12, "region": "eu-west-1", "approver_group": "test-g"},
    "prod": {"account_id": "3" * 12, "region": None, "approver_group": "prod-g"},
    "dev": {"account_id": "1" * 12, "region": "us-east-2", "approver_group": "dev-g"},
}
ONE, ANOTHER = "1" * 12, "2" * 12
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
    "SESSION_KEY_IDS": '["arn:new-key", "arn:old-key"]',
    "OIDC": json.dumps(OIDC),
    "MAIL_QUEUE_URL": "https://sqs/mail",
    "INTENTS_QUEUE_URL": "https://sqs/intents",
    "ON_BYPASS": "warn",
    "REMINDERS": json.dumps(REMINDERS),
    "POWERTOOLS_SERVICE_NAME": "model-approval-dev-registration-notifier",
    "REQUEST_VALID_DAYS": "90",
    "ENVIRONMENTS": json.dumps(ENVIRONMENTS),
    "READER_ROLE": "arn:aws:iam::{account_id}:role/model-approval-{environment}-reader",
    "DUTIES": '{"prevent_self_approval": true, "one_environment_each": false}',
    "METRIC_DIRECTIONS": '{"churn_score": "lower"}',
    "EVIDENCE_BUCKET": "evidence",
    "INFERENCE_EVENTS": '["batch_transform", "pipeline_execution", "custom"]',
}
READERS = {
    "MAIL": settings.mail,
    "APPROVERS": settings.own_approvers,
    "INTENTS_QUEUE_URL": settings.intents_queue_url,
    "ON_BYPASS": settings.reverts_bypasses,
    "REMINDERS": settings.reminders,
    "POWERTOOLS_SERVICE_NAME": settings.function_name,
    "EXTERNAL_ID": settings.external_id,
    "ENVIRONMENTS": settings.environments,
    "READER_ROLE": partial(settings.reader_role_arn, "test"),
    "DUTIES": settings.duties,
    "METRIC_DIRECTIONS": settings.directions,
    "EVIDENCE_BUCKET": settings.evidence_bucket,
    "INFERENCE_EVENTS": settings.inference_events,
} | dict.fromkeys(["REGISTRY", "SESSION_KEY_IDS", "OIDC"], settings.approval)
CACHED = [made for module in (settings, wiring) for made in vars(module).values() if hasattr(made, "cache_clear")]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for made in CACHED:
        made.cache_clear()
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    yield
    for made in CACHED:
        made.cache_clear()


def test_everything_is_where_the_functions_look_for_it() -> None:
    common, approval = settings.common(), settings.approval()
    assert (common.environment, common.path.names, common.names.prefix) == (
        "dev",
        ("dev", "test", "prod"),
        "/ml-models",
    )
    assert common.targets["test"] == settings.Target(
        "eu-west-1", (), "test-g", 2, "arn:r", Gates.parse(GATES["rules"], "warn", "release-managers")
    )
    assert common.targets["dev"].role_arn is None
    assert (settings.mail().sender, settings.own_approvers()) == ("mlops@example.com", ("own@example.com",))
    assert (common.mail_queue_url, settings.intents_queue_url()) == ("https://sqs/mail", "https://sqs/intents")
    assert settings.function_name() == "model-approval-dev-registration-notifier"
    assert (settings.external_id(), approval.registry_role_arn) == ("model-approval", None)
    assert approval.session_key_ids == ("arn:new-key", "arn:old-key")
    assert approval.oidc.discovery == "https://id.example.com/.well-known/openid-configuration"
    assert approval.oidc.identity_claims == ("sub", "email", "employee_number")
    assert common.request_valid_days == 90
    assert settings.duties() == Duties(prevent_self_approval=True, one_environment_each=False)
    assert settings.directions().of("churn_score") is Direction.LOWER
    assert settings.evidence_bucket() == "evidence"
    assert settings.inference_events() == {"batch_transform", "pipeline_execution", "custom"}


@pytest.mark.parametrize(
    ("places", "here"),
    [
        ({"dev": (ONE, None), "test": (ANOTHER, None), "prod": (ANOTHER, None)}, ("dev",)),
        ({"dev": (ONE, None), "test": (ONE, None), "prod": (ANOTHER, None)}, ("dev", "test")),
        ({"dev": (ONE, "eu-west-1"), "test": (ONE, "us-east-1"), "prod": (ONE, "eu-west-1")}, ("dev", "prod")),
    ],
)
def test_neighbours_are_the_environments_of_the_same_account_and_region(
    monkeypatch: pytest.MonkeyPatch, places: dict[str, tuple[str, str | None]], here: tuple[str, ...]
) -> None:
    monkeypatch.setenv(
        "ENVIRONMENTS",
        json.dumps(
            {
                name: {"account_id": account_id, "region": region, "approver_group": f"{name}-g"}
                for name, (account_id, region) in places.items()
            }
        ),
    )
    assert settings.neighbours() == Neighbours("dev", here)


def test_the_environments_stand_in_the_order_of_the_path_with_the_roles_that_may_read_there() -> None:
    environments = settings.environments()
    assert list(environments) == ["dev", "test", "prod"]
    assert environments["test"] == settings.Environment("2" * 12, "eu-west-1", "test-g")
    assert environments["prod"].region is None
    assert settings.reader_role_arn("prod") == "arn:aws:iam::333333333333:role/model-approval-prod-reader"


def test_only_the_own_environment_is_read_without_a_role() -> None:
    assert wiring.reader_places() == {
        "dev": Place(None, None),
        "test": Place("eu-west-1", "arn:aws:iam::222222222222:role/model-approval-test-reader"),
        "prod": Place(None, "arn:aws:iam::333333333333:role/model-approval-prod-reader"),
    }


@pytest.mark.parametrize("days", [0, 365])
def test_requests_are_valid_for_as_long_as_the_module_says(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setenv("REQUEST_VALID_DAYS", str(days))
    assert settings.common().request_valid_days == days


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


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rules": ["auc => 0.85"]}, "The gates of test are not usable: 'auc => 0.85' is no gate; write it like"),
        ({"on_failure": "stop"}, "The gates of test are not usable: on_failure is 'stop'; it can be 'block' or 'warn'"),
    ],
    ids=["rule", "on_failure"],
)
def test_gates_that_cannot_be_read_stop_the_function_and_not_the_approver(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], sentence: str
) -> None:
    monkeypatch.setenv("TARGETS", json.dumps(TARGETS | {"test": TARGETS["test"] | {"gates": GATES | changes}}))
    with pytest.raises(RuntimeError, match=sentence):
        settings.common()


def test_a_direction_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRIC_DIRECTIONS", '{"auc": "up"}')
    with pytest.raises(RuntimeError, match="METRIC_DIRECTIONS is not usable: the direction of 'auc' is 'up'"):
        settings.directions()


def test_gates_are_an_environments_own_and_none_where_nothing_is_decided() -> None:
    assert [gate.rule for gate in wiring.gates("test").gates] == GATES["rules"]
    assert wiring.gates("dev") == wiring.gates("prod") == Gates()


def test_a_session_keeps_the_groups_that_decide_anywhere_and_those_that_may_override_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wiring, "_seal", lambda: None)
    assert wiring.sessions()._groups == {"dev-g", "test-g", "prod-g", "release-managers"}


def test_times_are_in_utc_with_seconds() -> None:
    assert len(wiring.now()) == len("2026-02-24T12:00:00Z")
    assert wiring.now().endswith("Z")
