"""The trigger of Amazon Cognito: it gives only groups of this sign-in, forgets old ones, and tells nobody's name."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model_approval.adapters import clients
from model_approval.handlers import group_claim
from tests.unit.examples import EVENTS
from tests.unit.handlers.stack import Context

TOKEN = json.loads((EVENTS / "pre-token-generation.json").read_text())
SIGN_IN = json.loads((EVENTS / "pre-authentication.json").read_text())
ENVIRONMENT = {
    "GROUPS": json.dumps({"22222222-2222-2222-2222-222222222222": "approvers-dev"}),
    "GROUPS_ATTRIBUTE": "custom:directory_groups",
    "IDENTITY_PROVIDER": "CompanyDirectory",
}


class Cognito:
    def __init__(self) -> None:
        self.deleted: list[dict[str, Any]] = []
        self.error: Exception | None = None

    def admin_delete_user_attributes(self, **request: Any) -> None:
        if self.error:
            raise self.error
        self.deleted.append(request)


@pytest.fixture(autouse=True)
def cognito(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cognito]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    double = Cognito()
    monkeypatch.setattr(clients, "client", {"cognito-idp": double}.__getitem__)
    group_claim._rules.cache_clear()
    yield double
    group_claim._rules.cache_clear()


def answer(event: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return group_claim.handler(copy.deepcopy(event) | changes, Context())


def groups(event: dict[str, Any], **changes: Any) -> list[str]:
    details = answer(event, **changes)["response"]["claimsOverrideDetails"]["groupOverrideDetails"]
    assert details["iamRolesToOverride"] == []
    found: list[str] = details["groupsToOverride"]
    return found


def test_the_documented_event_gets_the_groups_and_is_otherwise_as_it_was() -> None:
    given = answer(TOKEN)
    assert given.pop("response") == {
        "claimsOverrideDetails": {
            "claimsToSuppress": ["custom:directory_groups"],
            "groupOverrideDetails": {"groupsToOverride": ["approvers-dev"], "iamRolesToOverride": []},
        }
    }
    assert given == {name: value for name, value in TOKEN.items() if name != "response"}


def test_groups_of_the_pool_itself_count_for_nothing() -> None:
    request = TOKEN["request"] | {"groupConfiguration": {"groupsToOverride": ["approvers-dev", "approvers-prod"]}}
    request["userAttributes"] = request["userAttributes"] | {"custom:directory_groups": "Domain Users"}
    assert groups(TOKEN, request=request) == []


def test_a_second_sign_in_within_cognitos_session_has_the_groups() -> None:
    assert groups(TOKEN, triggerSource="TokenGeneration_Authentication") == ["approvers-dev"]


@pytest.mark.parametrize("source", ["RefreshTokens", "NewPasswordChallenge", "AuthenticateDevice", "", "Something"])
def test_a_token_without_a_sign_in_at_the_directory_has_no_groups(source: str) -> None:
    assert groups(TOKEN, triggerSource=f"TokenGeneration_{source}") == []


@pytest.mark.parametrize("source", [None, 7, "", "PostAuthentication_Authentication", "PreSignUp_ExternalProvider"])
def test_any_other_trigger_ends_the_sign_in(source: object) -> None:
    with pytest.raises(group_claim.SignInRefused, match="tell your administrator"):
        answer(TOKEN, triggerSource=source)


def test_groups_of_an_earlier_sign_in_are_forgotten_before_the_next(cognito: Cognito) -> None:
    assert answer(SIGN_IN) == SIGN_IN
    assert cognito.deleted == [
        {
            "UserPoolId": "eu-west-1_EXAMPLE11",
            "Username": "CompanyDirectory_dana@example.com",
            "UserAttributeNames": ["custom:directory_groups"],
        }
    ]


def test_they_are_forgotten_too_where_the_event_does_not_show_them(cognito: Cognito) -> None:
    answer(SIGN_IN, request={"userAttributes": {}})
    assert len(cognito.deleted) == 1


def test_nobody_signs_in_with_groups_that_could_not_be_forgotten(cognito: Cognito) -> None:
    cognito.error = RuntimeError("throttled")
    with pytest.raises(RuntimeError, match="throttled"):
        answer(SIGN_IN)


def test_of_an_unknown_user_there_is_nothing_to_forget(cognito: Cognito) -> None:
    assert answer(SIGN_IN, request={"userAttributes": {}, "userNotFound": True})
    assert cognito.deleted == []


@pytest.mark.parametrize("missing", ENVIRONMENT)
@pytest.mark.parametrize("event", [TOKEN, SIGN_IN])
def test_without_its_settings_nobody_signs_in_with_groups(
    event: dict[str, Any], missing: str, monkeypatch: pytest.MonkeyPatch, cognito: Cognito
) -> None:
    monkeypatch.delenv(missing)
    with pytest.raises(KeyError):
        answer(event)
    assert cognito.deleted == []


@pytest.mark.parametrize(
    ("changes", "logged"),
    [
        ({}, {"groups": 1}),
        (
            {"triggerSource": "TokenGeneration_RefreshTokens"},
            {"groups": 0, "reason": "The token does not come from a sign-in at the directory."},
        ),
        (
            {"request": {"userAttributes": {"name": "Dana"}}},
            {"groups": 0, "reason": "The user is not a federated one."},
        ),
    ],
)
def test_one_line_of_json_says_what_came_of_it_and_nothing_about_the_person(
    changes: dict[str, Any], logged: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(TOKEN, **changes)
    [line] = capsys.readouterr().out.splitlines()
    source = changes.get("triggerSource", "TokenGeneration_HostedAuth")
    said = {"level": "INFO", "message": "sign-in trigger", "trigger": source, "correlation_id": "request-1"}
    assert json.loads(line) == said | logged


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text())))
def test_whatever_the_attributes_are_no_other_group_comes_of_them(attributes: dict[str, Any]) -> None:
    user = TOKEN["request"]["userAttributes"] | attributes
    assert groups(TOKEN, request={"userAttributes": user}) in (["approvers-dev"], [])


def test_nothing_beyond_the_standard_library_is_needed_to_make_a_token() -> None:
    """Cognito waits for five seconds, and the function has no layer."""
    code = f"""
import json, types
from model_approval.handlers.group_claim import handler
context = types.SimpleNamespace(aws_request_id="request-1")
print(handler(json.loads({json.dumps(TOKEN)!r}), context)["response"])
"""
    without_packages = [sys.executable, "-S", "-c", code]
    environment = ENVIRONMENT | {"PYTHONPATH": "lambdas/src"}
    done = subprocess.run(without_packages, env=environment, capture_output=True, text=True)
    assert "approvers-dev" in done.stdout, done.stderr
