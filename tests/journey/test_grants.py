"""Nothing is slack: what the workflow's roles are granted is what the journey used."""

import pytest

from sandbox.environments import ARTEFACT_BUCKET, DEV, ENVIRONMENTS, REGION
from sandbox.world import World
from tests.journey.grants import Grant, granted, unused

LAST = ENVIRONMENTS[-1]
_ONE_LIST = "`evidence.metrics_bucket_arns` is one list: training and inference may well share a bucket"
UNUSED = {
    f"{LAST.name} approval: sqs:ChangeMessageVisibility on "
    f"arn:aws:sqs:{REGION}:{LAST.account_id}:model-approval-{LAST.name}-approval": (
        "nothing is decided there, so no message can fail for now; the function is the same in all environments"
    ),
    f"{DEV.name} registration-notifier: s3:GetObject on arn:aws:s3:::{DEV.data_bucket}/*": _ONE_LIST,
    f"{DEV.name} registration-notifier: s3:ListBucket on arn:aws:s3:::{DEV.data_bucket}": _ONE_LIST,
    f"{DEV.name} inference-notifier: s3:GetObject on arn:aws:s3:::{ARTEFACT_BUCKET}/*": _ONE_LIST,
    f"{DEV.name} inference-notifier: s3:ListBucket on arn:aws:s3:::{ARTEFACT_BUCKET}": _ONE_LIST,
}
"""What no journey uses, and why it is granted all the same."""


@pytest.mark.usefixtures("whole_journey")
def test_every_right_that_a_role_is_granted_is_used(world: World) -> None:
    slack = sorted(map(str, unused(granted(world.aws), world.aws.used_rights())))
    assert [grant for grant in slack if grant not in UNUSED] == []
    assert [grant for grant in UNUSED if grant not in slack] == [], "what is excused is used, or not granted any more"


def test_no_role_of_the_workflow_is_overlooked(world: World) -> None:
    found = {grant.role_arn for grant in granted(world.aws)}
    said = {arn for stack in world.stacks.values() for name, arn in stack.items() if name.endswith("role_arn") and arn}
    assert said <= found
    kinds = {
        f"{environment.name} {kind}" for environment in ENVIRONMENTS for kind in ("approval", "inference-notifier")
    }
    assert kinds <= {f"{grant.environment} {grant.role}" for grant in granted(world.aws)}


def test_a_right_is_used_by_its_own_role_on_its_own_resource() -> None:
    role, other = "arn:aws:iam::222222222222:role/one", "arn:aws:iam::222222222222:role/other"
    grant = Grant("test", "one", role, "ssm:GetParameter*", "arn:aws:ssm:eu-central-1:222222222222:parameter/test/*")
    name = "arn:aws:ssm:eu-central-1:222222222222:parameter/test/a"
    assert unused([grant], [{"role": role, "action": "ssm:GetParameters", "resource": name}]) == set()
    for wrong in ({"role": other}, {"action": "ssm:PutParameter"}, {"resource": name.replace("/test/", "/uat/")}):
        right = {"role": role, "action": "ssm:GetParameters", "resource": name} | wrong
        assert unused([grant], [right]) == {grant}


def test_only_what_stands_between_others_is_used_by_its_like() -> None:
    def on_next(place: int) -> Grant:
        here, following = ENVIRONMENTS[place], ENVIRONMENTS[place + 1]
        resource = f"arn:aws:iam::{following.account_id}:role/model-approval-{following.name}-reader"
        return Grant(here.name, "approval", f"arn:aws:iam::{here.account_id}:role/a", "sts:AssumeRole", resource)

    first, second, third = map(on_next, range(3))
    used = [{"role": second.role_arn, "action": second.action, "resource": second.resource}]
    assert unused([first, second, third], used) == {first}
