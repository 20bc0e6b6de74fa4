"""examples/inference-pipeline by itself; tests/journey lets it run."""

from collections.abc import Sequence

from sandbox.environments import REGION
from sandbox.local_aws import root
from tests.examples.room import Applied, Cloud, Example, Variables


def variables(cloud: Cloud, accounts: Sequence[str]) -> Variables:
    [account] = accounts
    bucket = f"nightly-{account}"
    cloud.aws.client("s3", root(account)).create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return {
        "data_bucket": bucket,
        "environment": "test",
        "evaluation_image_uri": f"{account}.dkr.ecr.{REGION}.amazonaws.com/python:3.13",
        "model_bucket_arns": ["arn:aws:s3:::models"],
        "model_package_group": "churn",
        "name": "nightly",
        "region": REGION,
        "registry_account_id": "111111111111",
    }


EXAMPLE = Example("inference-pipeline", variables)


def test_the_parameter_that_starts_it_is_its_environments(example: Applied) -> None:
    assert example.outputs["parameter_name"] == "/ml-models/test/churn/approved"
