"""SageMaker's models: which model packages they were made from."""

from typing import Any

import pytest
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.registry import ModelCatalogue
from model_approval.domain.errors import NotFound
from tests.adapters.test_registry import IMAGE, register
from tests.unit.examples import arn

ROLE = "arn:aws:iam::123456789012:role/sagemaker"


@pytest.mark.parametrize(
    ("containers", "packages"),
    [
        ({"PrimaryContainer": {"ModelPackageName": arn()}}, [arn()]),
        ({"Containers": [{"ModelPackageName": arn()}, {"Image": IMAGE}, {"ModelPackageName": arn()}]}, [arn()]),
        ({"Containers": [{"ModelPackageName": arn(3)}, {"ModelPackageName": arn(2)}]}, [arn(3), arn(2)]),
        ({"PrimaryContainer": {"Image": IMAGE}}, []),
        ({}, []),
    ],
)
def test_a_models_packages_are_found_each_once(containers: dict[str, Any], packages: list[str]) -> None:
    sagemaker = client("sagemaker")
    required = {
        "ModelName": "abalone-2",
        "CreationTime": 0,
        "ModelArn": "arn:aws:sagemaker:us-east-2:123456789012:model/m",
    }
    with Stubber(sagemaker) as stub:
        stub.add_response("describe_model", required | containers)
        assert ModelCatalogue(sagemaker).model_packages("abalone-2") == packages


def test_a_model_that_exists_is_found_and_another_is_not() -> None:
    container = {"ModelPackageName": register()}
    client("sagemaker").create_model(ModelName="abalone-2", ExecutionRoleArn=ROLE, PrimaryContainer=container)
    catalogue = ModelCatalogue(client("sagemaker"))
    assert catalogue.model_packages("abalone-2") == [container["ModelPackageName"]]
    with pytest.raises(NotFound):
        catalogue.model_packages("abalone-3")
