"""Who cannot get around the approval page: the doors that are not for them stay shut, under enforced IAM."""

import pytest
from botocore.exceptions import ClientError

from sandbox.environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX, Environment
from sandbox.local_aws import root
from sandbox.story import Story
from sandbox.world import World

ENTRY = {"ExternalId": "model-approval", "SourceIdentity": "mallory@example.com"}


def refusal(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


@pytest.mark.parametrize("who", ["the account's owner", "its inference pipeline"])
@pytest.mark.parametrize("role", ["promotion", "reader", "registry"])
def test_only_the_workflow_s_own_functions_enter_other_accounts(world: World, role: str, who: str) -> None:
    test = ENVIRONMENTS[1]
    stack, caller = (world.stacks["dev"], test) if role == "registry" else (world.stacks["test"], DEV)
    pipeline = world.aws.assume(caller.inference_role_arn)
    credentials = root(caller.account_id) if who == "the account's owner" else pipeline
    with pytest.raises(ClientError) as error:
        world.aws.assume(stack[f"{role}_role_arn"], credentials, **ENTRY)
    assert refusal(error) == "AccessDenied"


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda e: e.name)
def test_an_inference_pipeline_cannot_approve_for_itself(world: World, environment: Environment) -> None:
    ssm = world.aws.client("ssm", world.aws.assume(environment.inference_role_arn))
    name = f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/approved"
    with pytest.raises(ClientError) as error:
        ssm.put_parameter(Name=name, Value="{}", Type="String", Overwrite=True)
    assert refusal(error) == "AccessDeniedException"


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda e: e.name)
def test_an_inference_pipeline_finds_what_is_approved(story: Story, world: World, environment: Environment) -> None:
    """As modules/approved-model does: nothing stands directly below a group but what is approved, if anything is."""
    ssm = world.aws.client("ssm", world.aws.assume(environment.inference_role_arn))
    below = f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}"
    [found] = ssm.get_parameters_by_path(Path=below)["Parameters"]
    assert found["Name"] == f"{below}/approved"


def test_applying_again_changes_nothing(world: World) -> None:
    assert world.terraform.planned_changes() == []
