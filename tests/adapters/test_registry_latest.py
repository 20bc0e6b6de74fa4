"""The newest version of a group, below which everything that was ever approved is found."""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sagemaker.models import sagemaker_backends

from model_approval.adapters.clients import client
from model_approval.adapters.registry import ModelRegistry
from tests.adapters.conftest import REGION
from tests.adapters.test_registry import NOON, register
from tests.unit.examples import arn


@pytest.fixture
def registry() -> ModelRegistry:
    return ModelRegistry(client("sagemaker"))


def test_the_latest_version_of_a_group_is_its_own_newest(registry: ModelRegistry) -> None:
    assert registry.latest("abalone") == 0
    for _ in range(12):
        register()
    for _ in range(14):
        register("abalone-two")
    assert (registry.latest("abalone"), registry.latest("abalone-two"), registry.latest("aba")) == (12, 14, 0)


def test_a_group_without_versions_has_no_latest(registry: ModelRegistry) -> None:
    client("sagemaker").create_model_package_group(ModelPackageGroupName="empty")
    assert registry.latest("empty") == 0


@pytest.mark.parametrize(("deleted", "latest"), [([3], 2), ([1], 3), ([2, 3], 1), ([1, 2], 3), ([1, 2, 3], 0)])
def test_deleted_versions_do_not_count(registry: ModelRegistry, deleted: list[int], latest: int) -> None:
    arns = [register() for _ in range(3)]
    kept = sagemaker_backends[DEFAULT_ACCOUNT_ID][REGION].model_packages  # moto has no DeleteModelPackage
    for number in deleted:
        del kept[arns[number - 1]]
    assert registry.latest("abalone") == latest


@pytest.mark.parametrize("listed", [[10, 9, 8], [8, 10, 9], [9, 8, 10], [10], []])
def test_versions_that_were_registered_at_once_are_listed_in_any_order(listed: list[int]) -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        summaries = [
            {"ModelPackageArn": arn(n), "CreationTime": NOON, "ModelPackageStatus": "Completed"} for n in listed
        ]
        stub.add_response("list_model_packages", {"ModelPackageSummaryList": summaries})
        assert ModelRegistry(sagemaker).latest("abalone") == max(listed, default=0)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ValidationException", "ModelPackageGroup abalone does not exist."),
        ("ValidationException", "Could not find model package group."),
        ("ResourceNotFound", "gone"),
    ],
)
def test_an_unknown_group_has_no_latest_however_sagemaker_says_so(code: str, message: str) -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        stub.add_client_error("list_model_packages", code, message)
        assert ModelRegistry(sagemaker).latest("abalone") == 0


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "ValidationException"])
def test_a_registry_that_cannot_be_asked_is_not_an_empty_one(code: str) -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        stub.add_client_error("list_model_packages", code, "1 validation error detected")
        with pytest.raises(ClientError, match=code):
            ModelRegistry(sagemaker).latest("abalone")
