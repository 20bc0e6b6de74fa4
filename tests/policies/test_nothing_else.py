"""What the table does not list cannot be done either: other actions, other people's things, other names."""

import itertools
import random
import re
from typing import Any

import pytest

from sandbox.environments import PARAMETER_PREFIX, REGION
from tests.policies.rendered import OPEN, STRANGER, Policy, Rendered
from tests.policies.simulator import ALLOWED, ENTER, Request, Simulator
from tests.policies.table.row import ACCOUNTS, FIRST, LAST, LATER
from tests.policies.table.rows import ROWS

_SERVICES = (
    "apigateway", "cloudformation", "cloudtrail", "cloudwatch", "cognito-idp", "dynamodb", "ecr", "events", "iam",
    "kms", "lambda", "logs", "organizations", "s3", "sagemaker", "scheduler", "secretsmanager", "ses", "sns", "sqs",
    "ssm", "states", "sts",
)  # fmt: skip
_OPEN: Policy = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*", "Resource": "*"}],
}

# Groups of models come and go, and model packages name images as they like. AWS does not say what a list by group is
# checked against; a list of groups is checked against nothing.
_OF_REGISTRY = {"ecr:BatchGetImage", "sagemaker:ListModelPackages", "sagemaker:ListModelPackageGroups"}
_VERSIONS = {"sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"}
_JOBS = {
    "sagemaker:DescribeModel", "sagemaker:DescribeProcessingJob", "sagemaker:DescribeTransformJob",
    "sagemaker:ListPipelineExecutionSteps", "sagemaker:ListPipelineParametersForExecution", "sagemaker:ListTags",
}  # fmt: skip


def _statements(policies: list[Policy], effect: str) -> list[dict[str, Any]]:
    return [one for policy in policies for one in policy["Statement"] if one["Effect"] == effect]


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_everything_that_is_allowed_is_allowed_by_name(rendered: Rendered) -> None:
    policies = [policy for role in rendered.of_workflow().values() for policy in role.policies]
    policies += [policy for arn, policy in rendered.guards.items() if arn not in OPEN.values()]
    for statement in _statements(policies, "Allow"):
        assert "NotAction" not in statement
        assert "NotResource" not in statement
        assert not [action for action in _list(statement["Action"]) if "*" in action or "?" in action]


def test_every_action_of_a_role_is_in_the_table(rendered: Rendered) -> None:
    for name, role in rendered.of_workflow().items():
        granted = {action for one in _statements(role.policies, "Allow") for action in _list(one["Action"])}
        rows = {row.action for row in ROWS if row.who == name and row.may}
        entered = {"sts:AssumeRole", "sts:SetSourceIdentity"} if ENTER in rows else set()
        not_rows = {"sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"}
        not_rows |= {"logs:CreateLogStream"}  # as harmless as what is in the table
        missing = granted - not_rows - rows - entered
        assert not missing, f"{name}: {missing}"


@pytest.mark.parametrize("environment", [FIRST, LATER[0], LAST])
@pytest.mark.parametrize("whose", ["a stranger", "a neighbour"])
def test_nobody_can_do_anything_with_what_is_somebody_elses(
    whose: str, environment: str, rendered: Rendered, iam: Simulator
) -> None:
    """All roles of an account together, without their denials, and where the other side lets everybody in."""
    roles = [role for name, role in rendered.of_workflow().items() if name.startswith(f"{environment} ")]
    together = {
        "Version": "2012-10-17",
        "Statement": [one for role in roles for one in _statements(role.policies, "Allow")],
    }
    own = ACCOUNTS[environment]
    account = STRANGER if whose == "a stranger" else own
    requests = [
        (one["action"], resource)
        for one in iam.actions(*_SERVICES)
        for resource in {_filled(pattern, account) for pattern in one["resources"]} or {"*"}
    ]
    answers = iam.ask(
        [
            {
                "principal": f"arn:aws:sts::{own}:assumed-role/all/session",
                "action": action,
                "resource": resource,
                "account": account,
                "context": {},
                "identity": [together],
                "guard": _OPEN if whose == "a stranger" else None,
                "boundary": None,
                "unchecked": True,  # made from the reference
            }
            for action, resource in requests
        ]
    )
    allowed = {action for (action, _), answer in zip(requests, answers, strict=True) if answer == ALLOWED}
    allowed.remove("sts:GetCallerIdentity")  # needs no permission
    expected = _OF_REGISTRY if environment == FIRST else set()
    if whose == "a neighbour":
        expected = expected | _JOBS | (_VERSIONS if environment == FIRST else set())
    assert len(requests) > 2000
    assert allowed == expected


def _filled(pattern: str, account: str) -> str:
    """An ARN of this kind, of a thing that the workflow does not know."""
    known = {"Partition": "aws", "Region": REGION, "Account": account}
    return re.sub(r"\$\{(\w+)\}", lambda found: known.get(found[1], "somebody-elses"), pattern)


# What roles write, by the end of the parameter's name.
_DECIDED = ("decision", "revocation", "approved")
_ASKED = ("request",)


def _written(role: str) -> tuple[str, tuple[str, ...]]:
    """The environment that a role writes for, and the records: the next one is asked about, in this account."""
    environment, name = role.split()
    if name == "promotion" or (name == "approval" and environment == FIRST):
        return environment, _DECIDED
    if name == "registration-notifier":
        return environment, _ASKED
    after = dict(itertools.pairwise(ACCOUNTS)).get(environment, "")
    return (after, _ASKED) if name == "inference-notifier" and after else ("", ())


def test_whatever_a_parameter_is_called_a_role_writes_only_records_of_its_own(
    rendered: Rendered, iam: Simulator
) -> None:
    """Names are drawn: of environments, groups that look like records, and paths above and below."""
    draw = random.Random(6)  # noqa: S311
    groups = ["churn", "approved", "versions", "decision", "dev", "prod", "_waiting", "_stack", "a-b", "request"]
    leaves = ["decision", "revocation", "approved", "request", "votes", "votes/ada", "bypasses/x", "value"]
    parts = [*ACCOUNTS, *groups, *leaves, "versions/7", "7", "ml-models", "devel", "prod2"]
    requests = []
    for _ in range(2000):
        prefix = draw.choice([PARAMETER_PREFIX] * 6 + ["/ml-models2", "/other", f"{PARAMETER_PREFIX}-old", ""])
        path = "/".join(draw.choice(parts) for _ in range(draw.randint(1, 4)))
        record = f"{draw.choice(groups)}/versions/{draw.randint(1, 99)}/{draw.choice(leaves)}"
        record = draw.choice([record, record, f"{draw.choice(groups)}/approved", path])
        role = draw.choice([name for name in rendered.of_workflow() if name.split()[1] != "reminders"])
        name = f"{prefix}/{draw.choice([*ACCOUNTS] * 9 + parts)}/{record}"
        arn = f"arn:aws:ssm:{REGION}:{ACCOUNTS[role.split()[0]]}:parameter{name}"
        overwrite = draw.choice(["true", "false"])
        requests.append(Request(role, "ssm:PutParameter", arn, {"ssm:Overwrite": overwrite}))
    allowed = 0
    for request, decision in zip(requests, iam.decide(requests), strict=True):
        if decision != ALLOWED:
            continue
        allowed += 1
        environment, records = _written(request.who)
        path = request.on.partition(":parameter")[2]
        assert environment, request
        assert path.startswith(f"{PARAMETER_PREFIX}/{environment}/"), request
        own = records + (("_waiting", "bypasses") if records == _ASKED else ("votes",))
        assert any(f"/{record}" in path for record in own), request
        if request.given["ssm:Overwrite"] == "true":
            assert path.endswith("/approved"), request
    assert allowed > 20


def test_only_what_the_previous_environment_decided_comes_into_an_account(rendered: Rendered) -> None:
    """Who may write `approved` of an environment, of all roles in all accounts."""
    for environment, account in ACCOUNTS.items():
        arn = f"arn:aws:ssm:{REGION}:{account}:parameter{PARAMETER_PREFIX}/{environment}/*/approved"
        writers = [
            name
            for name, role in rendered.of_workflow().items()
            for one in _statements(role.policies, "Allow")
            if "ssm:PutParameter" in _list(one["Action"]) and arn in _list(one["Resource"])
        ]
        assert writers == [f"{environment} {'promotion' if environment in LATER else 'approval'}"]
