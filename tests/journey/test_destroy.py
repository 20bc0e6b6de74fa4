"""After all that the tests did, the workflow goes and leaves what was recorded, and nothing else of its own."""

import pytest

from sandbox.environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP
from sandbox.ledger import records
from sandbox.local_aws import root
from sandbox.world import World
from tests.journey.queues import wait_until_idle

ACCOUNTS = [environment.account_id for environment in ENVIRONMENTS]
OWN = {
    "apigateway", "cloudwatch", "cloudwatch_logs", "eventbridge", "kms", "lambda_svc", "scheduler", "sns", "sqs"
}  # fmt: skip
"""Where nothing but the workflow has anything by then."""


@pytest.fixture(scope="module")
def at_rest(world: World) -> None:
    """What was decided last is carried through, and taken off the index."""
    for environment in ENVIRONMENTS:
        wait_until_idle(world, environment, "approval")


@pytest.fixture(scope="module")
def empty_group(world: World) -> None:
    """SageMaker deletes no group that has versions: somebody has to want that."""
    sagemaker = world.aws.client("sagemaker", root(DEV.account_id))
    versions = sagemaker.get_paginator("list_model_packages").paginate(ModelPackageGroupName=MODEL_PACKAGE_GROUP)
    for arn in list(versions.search("ModelPackageSummaryList[].ModelPackageArn")):
        sagemaker.delete_model_package(ModelPackageName=arn)


def recorded(world: World) -> dict[str, object]:
    found = {name: value for one in ENVIRONMENTS for name, value in records(world.aws, one).items()}
    return {name: value for name, value in found.items() if not name.endswith("/_stack")}  # that is Terraform's


def of_the_workflow(world: World) -> set[str]:
    held = world.aws.holdings(*ACCOUNTS)
    return {thing for thing in held if "model-approval" in thing or thing.split()[2].partition(".")[0] in OWN}


@pytest.mark.usefixtures("at_rest", "empty_group")
def test_destroying_leaves_the_records_and_nothing_else_of_the_workflow(world: World) -> None:
    before = recorded(world)
    assert {thing.split()[2].partition(".")[0] for thing in of_the_workflow(world)} >= OWN
    world.terraform.destroy()
    assert sorted(of_the_workflow(world)) == []
    assert recorded(world) == before
