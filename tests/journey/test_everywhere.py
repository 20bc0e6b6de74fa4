"""From the pages of any environment all of them are seen, and the complete evidence of what is asked there."""

import pytest

from sandbox.approver import Approver
from sandbox.environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, REGION, Environment
from sandbox.ledger import record_name, records
from sandbox.local_aws import root
from sandbox.people import OLIVER
from sandbox.story import Story
from sandbox.world import World

ARN = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:model-package/{MODEL_PACKAGE_GROUP}/1"
NAMES = [environment.name for environment in ENVIRONMENTS]


@pytest.fixture(scope="module")
def onlooker(world: World) -> Approver:
    """Somebody who may decide nothing."""
    return Approver(world.aws, OLIVER)


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=NAMES)
def test_what_was_decided_in_every_account_is_seen_in_each(
    story: Story, world: World, onlooker: Approver, environment: Environment
) -> None:
    url = world.stacks[environment.name]["api_url"]
    board = onlooker.visit(f"{url}/?q={MODEL_PACKAGE_GROUP}")
    history = onlooker.visit(f"{url}/groups/{MODEL_PACKAGE_GROUP}")
    for one in ENVIRONMENTS:
        found = records(world.aws, one)
        now = found[f"/ml-models/{one.name}/{MODEL_PACKAGE_GROUP}/approved"]
        assert now["approved_by"] in board.text
        assert found[record_name(ARN, one, "decision")]["decided_by"]["name"] in history.text


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=NAMES)
def test_the_evidence_behind_a_request_is_shown_where_it_is_decided_or_said_to_be_gone(
    story: Story, world: World, onlooker: Approver, environment: Environment
) -> None:
    asking = ENVIRONMENTS[max(ENVIRONMENTS.index(environment) - 1, 0)]
    stored = records(world.aws, asking)[record_name(ARN, environment, "request")]["stored"]
    page = f"{world.stacks[asking.name]['api_url']}/requests/{environment.name}/{MODEL_PACKAGE_GROUP}/1/evidence"
    assert stored["sha256"] in onlooker.visit(page).text
    s3 = world.aws.client("s3", root(asking.account_id))
    bucket, _, key = stored["uri"].removeprefix("s3://").partition("/")
    document = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    s3.delete_object(Bucket=bucket, Key=key)
    gone = onlooker.browser.open(page)
    s3.put_object(Bucket=bucket, Key=key, Body=document, ContentType="application/json", IfNoneMatch="*")
    assert gone.status == 404
    assert stored["sha256"] in onlooker.visit(page).text
