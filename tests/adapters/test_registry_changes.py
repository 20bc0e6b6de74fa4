"""Who changed a version last, and when: what a warning about a bypass says."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sagemaker.models import sagemaker_backends

from model_approval.adapters.clients import client
from model_approval.adapters.registry import ModelRegistry
from model_approval.domain.status import ApprovalStatus, RegistryState
from tests.adapters.conftest import REGION
from tests.adapters.test_registry import NOON, described, register

PROFILE = {"UserProfileArn": "arn:p", "UserProfileName": "ann", "DomainId": "d-1"}
IDENTITY = {"Arn": "arn:aws:sts::123456789012:assumed-role/mlops/ben", "PrincipalId": "AROA1:ben"}


@pytest.mark.parametrize(
    ("answer", "who"),
    [
        ({"LastModifiedTime": NOON, "LastModifiedBy": PROFILE | {"IamIdentity": IDENTITY}}, "ann"),
        ({"LastModifiedTime": NOON, "LastModifiedBy": {"IamIdentity": IDENTITY}}, IDENTITY["Arn"]),
        (
            {"LastModifiedTime": NOON, "LastModifiedBy": {"IamIdentity": IDENTITY}, "CreatedBy": PROFILE},
            IDENTITY["Arn"],
        ),
        ({"CreatedBy": PROFILE}, "ann"),
        ({"CreatedBy": {"IamIdentity": IDENTITY}}, IDENTITY["Arn"]),
        ({}, "unknown"),
        ({"LastModifiedTime": NOON, "LastModifiedBy": {}}, "unknown"),
    ],
)
def test_who_changed_it_is_the_studio_user_or_else_the_identity(answer: dict[str, Any], who: str) -> None:
    assert described(answer).changed_by == who


def test_who_registered_a_version_is_not_blamed_for_what_somebody_else_changed() -> None:
    package = described({"LastModifiedTime": NOON, "CreatedBy": PROFILE})
    assert (package.registered_by, package.changed_by) == ("ann", "unknown")


@pytest.mark.parametrize(
    ("answer", "when"),
    [
        ({"LastModifiedTime": NOON}, "2026-02-24T12:00:00Z"),
        ({"LastModifiedTime": NOON.astimezone(timezone(timedelta(hours=-7)))}, "2026-02-24T12:00:00Z"),
        ({"CreationTime": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)}, "2026-01-02T03:04:05Z"),
        ({"CreationTime": NOON - timedelta(days=1), "LastModifiedTime": NOON}, "2026-02-24T12:00:00Z"),
    ],
)
def test_when_it_was_changed_is_in_utc_with_seconds(answer: dict[str, Any], when: str) -> None:
    assert described(answer).changed_at == when


def test_a_change_has_its_own_time() -> None:
    registry, version = ModelRegistry(client("sagemaker")), register()
    models = sagemaker_backends[DEFAULT_ACCOUNT_ID][REGION].model_packages
    models[version].creation_time = NOON
    assert registry.describe(version).changed_at == "2026-02-24T12:00:00Z"
    registry.update(version, RegistryState({}, ApprovalStatus.APPROVED))
    models[version].last_modified_time = NOON + timedelta(hours=1)
    assert registry.describe(version).changed_at == "2026-02-24T13:00:00Z"
