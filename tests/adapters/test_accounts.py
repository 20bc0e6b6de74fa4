"""Other accounts are entered in the name of who decided, for a short while, and never in somebody else's."""

from typing import Any

import boto3
import pytest

from model_approval.adapters import accounts
from model_approval.adapters.accounts import LIFETIME, CrossAccount, Place, RoleSessions
from model_approval.adapters.clients import client
from model_approval.domain.errors import NotFound
from model_approval.domain.model_version import Container
from tests.unit.auth.signer import Clock
from tests.unit.examples import ANN, BEN, arn

TEST_ROLE = "arn:aws:iam::222222222222:role/model-approval-test-promotion"
REGISTRY_ROLE = "arn:aws:iam::111111111111:role/model-approval-dev-registry"
TEST, REGISTRY = Place("eu-west-1", TEST_ROLE), Place("us-east-2", REGISTRY_ROLE)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What STS was asked for."""
    asked: list[dict[str, Any]] = []
    original = client

    def spying(service: str) -> Any:
        made = original(service)
        if service == "sts" and not asked:
            made.meta.events.register("provide-client-params.sts.AssumeRole", lambda params, **_: asked.append(params))
        return made

    monkeypatch.setattr(accounts, "client", spying)
    return asked


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> RoleSessions:
    return RoleSessions(name="approval-dev", external_id="model-approval", clock=clock)


def test_a_role_is_entered_in_the_name_of_who_decided(sessions: RoleSessions, calls: list[dict[str, Any]]) -> None:
    ssm = sessions.client("ssm", TEST, ANN)
    assert calls == [
        {
            "RoleArn": TEST_ROLE,
            "RoleSessionName": "approval-dev",
            "SourceIdentity": "ann@example.com",
            "ExternalId": "model-approval",
            "DurationSeconds": LIFETIME,
        }
    ]
    assert ssm.meta.region_name == "eu-west-1"
    credentials = ssm._request_signer._credentials
    identity = boto3.client(
        "sts",
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        aws_session_token=credentials.token,
    ).get_caller_identity()
    assert identity["Arn"] == "arn:aws:sts::222222222222:assumed-role/model-approval-test-promotion/approval-dev"


def test_a_session_is_kept_until_shortly_before_it_ends(
    sessions: RoleSessions, calls: list[dict[str, Any]], clock: Clock
) -> None:
    first = sessions.client("ssm", TEST, ANN)
    clock.now += LIFETIME - 61
    assert sessions.client("ssm", TEST, ANN) is first
    clock.now += 1
    assert sessions.client("ssm", TEST, ANN) is not first
    assert len(calls) == 2


def test_nobody_gets_another_persons_or_another_roles_session(
    sessions: RoleSessions, calls: list[dict[str, Any]]
) -> None:
    made = [sessions.client("ssm", TEST, ANN), sessions.client("ssm", TEST, BEN), sessions.client("ssm", REGISTRY, ANN)]
    assert len({id(one) for one in made}) == 3
    assert [(call["SourceIdentity"], call["RoleArn"]) for call in calls] == [
        ("ann@example.com", TEST_ROLE),
        ("ben@example.com", TEST_ROLE),
        ("ann@example.com", REGISTRY_ROLE),
    ]


def test_the_own_account_needs_no_role(sessions: RoleSessions, calls: list[dict[str, Any]]) -> None:
    assert sessions.client("ssm", Place("us-east-2", None), ANN) is client("ssm")
    assert calls == []


def test_records_land_in_the_account_of_their_environment(sessions: RoleSessions) -> None:
    places = {"dev": Place("us-east-2", None), "test": TEST}
    cross = CrossAccount(sessions, places, Place("us-east-2", None), {})
    assert cross.parameters("test", ANN).create("/ml-models/test/abalone/approved", "{}")
    assert cross.parameters("dev", ANN).read(["/ml-models/test/abalone/approved"]) == {}
    assert len(cross.parameters("test", BEN).read(["/ml-models/test/abalone/approved"])) == 1


def test_the_registry_is_entered_through_its_own_role(sessions: RoleSessions, calls: list[dict[str, Any]]) -> None:
    registry = CrossAccount(sessions, {"test": Place("us-east-2", None)}, REGISTRY, {}).registry(ANN)
    with pytest.raises(Exception, match=f"{arn()}"):
        registry.describe(arn())
    assert [call["RoleArn"] for call in calls] == [REGISTRY_ROLE]


def test_artefacts_are_looked_at_through_the_registrys_role_in_one_session(
    sessions: RoleSessions, calls: list[dict[str, Any]]
) -> None:
    cross = CrossAccount(sessions, {"test": Place("us-east-2", None)}, REGISTRY, {})
    image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/xgboost:1"
    artefacts = cross.artefacts(ANN)
    assert calls == []
    _, notes = artefacts.pin([Container(image, None, "s3://models/model.tar.gz")])
    assert notes == (f"It does not exist: {image}", "It does not exist: s3://models/model.tar.gz")
    with pytest.raises(NotFound):
        cross.registry(ANN).describe(arn())
    assert [(call["RoleArn"], call["SourceIdentity"]) for call in calls] == [(REGISTRY_ROLE, "ann@example.com")]


def test_a_client_of_another_region_has_the_same_session(sessions: RoleSessions, calls: list[dict[str, Any]]) -> None:
    regions = [sessions.client("ecr", REGISTRY, ANN, region).meta.region_name for region in (None, "eu-west-1")]
    assert (regions, len(calls)) == (["us-east-2", "eu-west-1"], 1)
    assert sessions.client("ecr", REGISTRY, ANN, "eu-west-1") is sessions.client("ecr", REGISTRY, ANN, "eu-west-1")
    assert sessions.client("ecr", Place(None, None), ANN, "eu-west-1").meta.region_name == "eu-west-1"
    assert len(calls) == 1
