"""One emulated AWS for all of these tests; each test uses names of its own."""

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.local_aws import LocalAws, local_aws, root

ACCOUNT = "111111111111"
OTHER_ACCOUNT = "222222222222"

MakeRole = Callable[..., str]


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with local_aws(tmp_path_factory.mktemp("aws")) as running:
        yield running


@pytest.fixture(scope="session")
def names() -> Iterator[int]:
    return itertools.count()


@pytest.fixture
def make_role(aws: LocalAws, names: Iterator[int]) -> MakeRole:
    """Make a role that its account and SageMaker may assume, with the statements that are given. Returns its ARN."""

    def make(*statements: dict[str, Any], account: str = ACCOUNT, trust: list[dict[str, Any]] | None = None) -> str:
        own_account: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root", "Service": "sagemaker.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        iam, name = aws.client("iam", root(account)), f"role-{next(names)}"
        trust_policy = json.dumps({"Version": "2012-10-17", "Statement": trust or [own_account]})
        arn: str = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust_policy)["Role"]["Arn"]
        if statements:
            policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
            iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=policy)
        return arn

    return make


@pytest.fixture
def client_as(aws: LocalAws, make_role: MakeRole) -> Callable[..., Any]:
    """A client for a service, as a role with the given statements."""

    def client(service: str, *statements: dict[str, Any], account: str = ACCOUNT) -> Any:
        return aws.client(service, aws.assume(make_role(*statements, account=account)))

    return client


def allow(actions: str | list[str], resources: str | list[str], **more: Any) -> dict[str, Any]:
    """A statement of a policy; `Effect="Deny"` or a `Condition` may be given."""
    return {"Effect": "Allow", "Action": actions, "Resource": resources} | more


def refused(call: Callable[..., Any], *arguments: Any, **request: Any) -> str:
    """What AWS says when it refuses a call."""
    with pytest.raises(ClientError) as caught:
        call(*arguments, **request)
    return str(caught.value)
