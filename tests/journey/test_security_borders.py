"""The borders between accounts, under enforced IAM: who does not bring all that a role asks for does not get in; who
gets in is known by name there, guests of the directory as well."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.approver import Approver
from sandbox.environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP
from sandbox.local_aws import Credentials, root
from sandbox.people import Person, join
from sandbox.story import Story
from sandbox.world import World

TEST, UAT, PROD = ENVIRONMENTS[1:]
STRANGER = "666666666666"
"""An account of nobody's organisation that matters here."""

ENTRY = {"ExternalId": "model-approval", "SourceIdentity": "ann@example.com"}
WITHOUT = [
    {},
    {"SourceIdentity": "ann@example.com"},
    {"ExternalId": "model-approval"},
    ENTRY | {"ExternalId": "another"},
    ENTRY | {"ExternalId": "Model-Approval"},
    ENTRY | {"ExternalId": "model-approval-2"},
    ENTRY | {"ExternalId": "model-approva?"},
]
DOORS = {"promotion": (TEST, DEV), "reader": (TEST, DEV), "registry": (DEV, TEST)}
"""Each role: the account that it is in, and the one whose approval function it lets in."""

GUEST_NAME = "ann_example.com#EXT#@contoso.onmicrosoft.com"
GUEST_IDENTITY = "ann_example.com-EXT-@contoso.onmicrosoft.com"


@dataclass(frozen=True)
class Guest(Person):
    """Whom Entra ID knows by such a name only."""

    @property
    def email(self) -> str:
        return GUEST_NAME


GUEST = Guest("guest", "Guest", ("ml-approvers-test", "ml-approvers-uat"))


LOST = {
    "sts:ExternalId": {"SourceIdentity": "ann@example.com"},
    "sts:SourceIdentity": {"ExternalId": "model-approval"},
}
"""Each condition of a trust policy, and the request that gets in without it."""


def approval_role(account: str, environment: str) -> str:
    return f"arn:aws:iam::{account}:role/model-approval-{environment}-approval"


@contextmanager
def trusting(world: World, role_arn: str, change: Callable[[Any], None]) -> Iterator[None]:
    """A role whose trust policy its account's owner changes for a moment."""
    iam, name = world.aws.client("iam", root(role_arn.split(":")[4])), role_arn.rpartition("/")[2]
    before = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    after = deepcopy(before)
    change(after["Statement"])
    try:
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(after))
        yield
    finally:
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(before))


@contextmanager
def taken_on(world: World, role_arn: str) -> Iterator[Credentials]:
    """A session of a function's role, which its account's owner lets themselves into."""
    owner = {"AWS": f"arn:aws:iam::{role_arn.split(':')[4]}:root"}
    let_in = {"Effect": "Allow", "Principal": owner, "Action": "sts:AssumeRole"}
    with trusting(world, role_arn, lambda statements: statements.append(let_in)):
        yield world.aws.assume(role_arn)


@contextmanager
def namesake(world: World, environment: str) -> Iterator[Credentials]:
    """A role of another organisation that has the approval function's name, and may do anything as far as it goes."""
    iam, name = world.aws.client("iam", root(STRANGER)), approval_role(STRANGER, environment).rpartition("/")[2]
    owner = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{STRANGER}:root"}, "Action": "sts:AssumeRole"}
    anything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(owner))
    try:
        iam.put_role_policy(RoleName=name, PolicyName="anything", PolicyDocument=_policy(anything))
        yield world.aws.assume(approval_role(STRANGER, environment))
    finally:
        iam.delete_role_policy(RoleName=name, PolicyName="anything")
        iam.delete_role(RoleName=name)


def _policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def refused(world: World, role_arn: str, credentials: Credentials, request: dict[str, str]) -> bool:
    try:
        world.aws.assume(role_arn, credentials, **request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDenied":
            raise
        return True
    return False


@pytest.mark.parametrize("door", DOORS)
def test_the_right_role_gets_in_only_with_the_external_id_and_a_name(world: World, door: str) -> None:
    inside, outside = DOORS[door]
    arn = world.stacks[inside.name][f"{door}_role_arn"]
    with taken_on(world, approval_role(outside.account_id, outside.name)) as approval:
        assert [request for request in WITHOUT if not refused(world, arn, approval, request)] == []
        assert not refused(world, arn, approval, ENTRY)


@pytest.mark.parametrize("condition", LOST)
@pytest.mark.parametrize("door", DOORS)
def test_it_is_the_trust_policy_s_condition_that_keeps_them_out(world: World, door: str, condition: str) -> None:
    inside, outside = DOORS[door]
    arn = world.stacks[inside.name][f"{door}_role_arn"]

    def lose(statements: Any) -> None:
        for keys in statements[0]["Condition"].values():
            keys.pop(condition, None)

    with taken_on(world, approval_role(outside.account_id, outside.name)) as approval, trusting(world, arn, lose):
        assert not refused(world, arn, approval, LOST[condition])


@pytest.mark.parametrize("door", DOORS)
def test_another_organisation_does_not_get_in_under_the_right_name(world: World, door: str) -> None:
    inside, outside = DOORS[door]
    with namesake(world, outside.name) as stranger:
        assert refused(world, world.stacks[inside.name][f"{door}_role_arn"], stranger, ENTRY)


def test_an_environment_s_records_are_written_from_the_one_before_it_only(world: World) -> None:
    for other in (UAT, PROD):
        with taken_on(world, approval_role(other.account_id, other.name)) as approval:
            assert refused(world, world.stacks[TEST.name]["promotion_role_arn"], approval, ENTRY)


def test_a_guest_of_the_directory_is_known_by_name_in_every_account(story: Story, world: World) -> None:
    join(world.aws, world.identity, GUEST)
    guest = Approver(world.aws, GUEST)
    for asked, stack in ((TEST, DEV), (UAT, TEST)):
        path = f"requests/{asked.name}/{MODEL_PACKAGE_GROUP}/1"
        page = guest.visit(f"{world.stacks[stack.name]['api_url']}/{path}")
        assert GUEST_NAME in page.text
    sessions = [one for one in world.aws.role_sessions() if one["source_identity"] == GUEST_IDENTITY]
    entered = {one["session"].split("/")[1] for one in sessions}
    wanted = {"model-approval-test-promotion", "model-approval-uat-promotion", "model-approval-dev-registry"}
    assert wanted <= entered
    by = {one["assumed_by"].split("/")[1] for one in sessions}
    assert by == {"model-approval-dev-approval", "model-approval-test-approval"}


def test_nobody_enters_another_account_without_a_name(story: Story, world: World) -> None:
    """After all that was done up to here, but for what this file did itself, without a condition of the policy."""
    doors = {f"model-approval-{one.name}-{kind}" for one in ENVIRONMENTS for kind in DOORS}
    by_functions = [one for one in world.aws.role_sessions() if not one["assumed_by"].endswith("/sandbox")]
    entered = [one for one in by_functions if one["session"].split("/")[1] in doors]
    assert entered
    assert [one for one in entered if not one["source_identity"]] == []
