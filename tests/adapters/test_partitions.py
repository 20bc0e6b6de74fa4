"""AWS in other partitions: GovCloud, China and the European Sovereign Cloud have other names for the same things."""

import json
from typing import Any
from unittest.mock import Mock

import pytest

from model_approval.adapters.accounts import Place, RoleSessions
from model_approval.adapters.artefacts import ContainerArtefacts
from model_approval.adapters.clients import client
from model_approval.domain.events import model_package_changed
from model_approval.domain.model_version import Container, VersionId
from model_approval.domain.person import Person

ACCOUNT = "123456789012"
DIGEST = f"sha256:{'2' * 64}"
ADA = Person(subject="ada", name="ada@example.com", issuer="https://login.example.com")


def looked_up(image: str) -> tuple[str | None, tuple[str, ...], list[Any]]:
    """The digest, the notes, and which clients were asked for."""
    ecr = Mock()
    ecr.batch_get_image.return_value = {"images": [{"imageId": {"imageDigest": DIGEST}}], "failures": []}
    entered: list[Any] = []

    def enter(*asked: Any) -> Mock:
        entered.append(asked)
        return ecr

    [container], notes = ContainerArtefacts(enter).pin([Container(image)])
    return container.image_digest, notes, entered


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("dkr.ecr.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("dkr.ecr-fips.us-gov-east-1.amazonaws.com", "us-gov-east-1"),
        ("dkr-ecr.us-gov-east-1.on.aws", "us-gov-east-1"),
        ("dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn", "cn-northwest-1"),
        ("dkr.ecr.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
        ("dkr.ecr.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
        ("dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
    ],
)
def test_an_image_is_looked_up_in_its_own_partition(host: str, region: str) -> None:
    assert looked_up(f"{ACCOUNT}.{host}/churn:1") == (DIGEST, (), [("ecr", region)])


@pytest.mark.parametrize("host", ["dkr.ecr.cn-north-1.amazonaws.cn", "dkr.ecr.cn-north-1.example.com.cn"])
def test_what_only_looks_like_a_partition_is_not_asked(host: str) -> None:
    image = f"{ACCOUNT}.{host}/churn:1"
    assert looked_up(image) == (None, (f"It is in no private repository of Amazon ECR: {image}",), [])


@pytest.mark.parametrize(
    ("partition", "region", "domain"),
    [
        ("aws-us-gov", "us-gov-west-1", "amazonaws.com"),
        ("aws-cn", "cn-north-1", "amazonaws.com.cn"),
        ("aws-eusc", "eusc-de-east-1", "amazonaws.eu"),
    ],
)
def test_another_account_is_entered_in_its_own_region_and_partition(
    partition: str, region: str, domain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[dict[str, Any]] = []

    def assume(**request: Any) -> dict[str, Any]:
        opened.append(request)
        return {"Credentials": dict.fromkeys(("AccessKeyId", "SecretAccessKey", "SessionToken"), "x")}

    monkeypatch.setattr(client("sts"), "assume_role", assume)
    role = f"arn:{partition}:iam::{ACCOUNT}:role/model-approval-prod-promotion"
    ssm = RoleSessions(name="approval-uat", external_id="model-approval", clock=lambda: 0.0).client(
        "ssm", Place(region, role), ADA
    )
    assert ssm.meta.endpoint_url == f"https://ssm.{region}.{domain}"
    assert [request["RoleArn"] for request in opened] == [role]


@pytest.mark.parametrize(
    ("partition", "region"),
    [("aws-us-gov", "us-gov-west-1"), ("aws-cn", "cn-north-1"), ("aws-eusc", "eusc-de-east-1")],
)
def test_events_about_versions_of_other_partitions_are_understood(partition: str, region: str) -> None:
    arn = f"arn:{partition}:sagemaker:{region}:{ACCOUNT}:model-package/churn/3"
    event = {
        "id": "1",
        "detail-type": "SageMaker Model Package State Change",
        "detail": {"ModelPackageGroupName": "churn", "ModelPackageArn": arn},
    }
    package = model_package_changed(json.dumps(event)).package
    assert (package.arn, package.region, package.id) == (arn, region, VersionId("churn", 3))
