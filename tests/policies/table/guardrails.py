"""What administrators do and the guardrails refuse, and what they must leave alone."""

from sandbox.environments import PARAMETER_PREFIX
from tests.policies.table.row import (
    ACCOUNTS,
    APPROVED,
    CREATING,
    DECISION,
    FIRST,
    OVERWRITING,
    REQUEST,
    STACK,
    WAITING,
    Row,
    evidence,
    function,
    may,
    may_not,
    parameter,
    parameters,
    queue,
    role,
    sagemaker,
    session_key,
    version,
)

_TO_LAMBDA = {"iam:PassedToService": "lambda.amazonaws.com"}
_KEY = {"kms:ResourceAliases": "alias/model-approval-{}-approval-session-1"}
_ROLES = ("approval", "inference-notifier", "promotion", "reader", "registration-notifier", "registry", "reminders")
_FUNCTIONS = ("approval", "inference-notifier", "registration-notifier")
_ADMINISTRATE_ROLES = (
    "iam:CreateRole iam:UpdateAssumeRolePolicy iam:PutRolePolicy iam:AttachRolePolicy iam:DetachRolePolicy "
    "iam:DeleteRolePolicy iam:DeleteRole iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary"
)


def approving(who: str) -> list[Row]:
    """What says that a version is approved, in the registry."""
    statuses = [{"sagemaker:ModelApprovalStatus": status} for status in ("Approved", "Rejected")]
    keys = [{f"sagemaker:CustomerMetadataProperties/{name}": "Approved"} for name in ACCOUNTS]
    removed = [{"sagemaker:CustomerMetadataPropertiesToRemove": name} for name in ACCOUNTS]
    return [
        *[row for given in [*statuses, *keys, *removed] for row in may_not(who, "sagemaker:UpdateModelPackage", version(), given)],
        *may_not(who, "sagemaker:UpdateModelPackage", version(), {"sagemaker:ModelApprovalStatus": "PendingManualApproval"}),
        *[row for given in [*statuses, *keys] for row in may_not(who, "sagemaker:CreateModelPackage", version(), given)],
    ]  # fmt: skip


def changing(who: str, environment: str) -> list[Row]:
    """The records, and whatever could be turned into an approval."""
    names = parameters(environment, DECISION, REQUEST, APPROVED, WAITING, STACK)
    return [
        *may_not(who, "ssm:PutParameter", names, OVERWRITING),
        *may_not(who, "ssm:PutParameter", names, CREATING),
        *may_not(who, "ssm:DeleteParameter ssm:DeleteParameters ssm:LabelParameterVersion ssm:UnlabelParameterVersion", names),
        *may_not(who, _ADMINISTRATE_ROLES, [role(environment, name) for name in _ROLES]),
        *may_not(who, "iam:PassRole", [role(environment, name) for name in _FUNCTIONS], _TO_LAMBDA),
        *may_not(
            who,
            "lambda:CreateFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:DeleteFunction "
            "lambda:AddPermission",
            [function(environment, name) for name in _FUNCTIONS],
        ),
        *may_not(who, "kms:PutKeyPolicy", session_key(environment), {key: value.format(environment) for key, value in _KEY.items()}),
        *may_not(who, "kms:DeleteAlias kms:UpdateAlias", _alias(environment)),
        *may_not(who, "s3:DeleteObject s3:DeleteObjectVersion s3:BypassGovernanceRetention", evidence(environment)),
        *may_not(who, "s3:PutBucketPolicy s3:DeleteBucketPolicy s3:PutBucketVersioning s3:PutLifecycleConfiguration", evidence(environment, "")),
        *may_not(who, "sqs:PurgeQueue sqs:DeleteQueue sqs:SetQueueAttributes sqs:AddPermission", [queue(environment, "approval"), queue(environment, "inference-notifier", dead_letters=True)]),
        *(may_not(who, "sagemaker:PutModelPackageGroupPolicy sagemaker:DeleteModelPackageGroupPolicy", sagemaker(FIRST, "model-package-group/churn")) if environment == FIRST else []),
    ]  # fmt: skip


def unrelated(who: str, environment: str) -> list[Row]:
    """What administrators have to do all the same."""
    account = ACCOUNTS[environment]
    return [
        *may(who, "sagemaker:UpdateModelPackage", version(environment=environment), {"sagemaker:CustomerMetadataProperties/owner": "ada"}),
        *may(who, "sagemaker:UpdateModelPackage sagemaker:CreateModelPackage sagemaker:DeleteModelPackage", version(environment=environment)),
        *may(who, "sagemaker:CreateModelPackage", version(environment=environment), {"sagemaker:ModelApprovalStatus": "PendingManualApproval"}),
        *may(who, "sagemaker:CreateModelPackageGroup", sagemaker(environment, "model-package-group/churn")),
        *may(who, "ssm:PutParameter", parameter(environment, "x").replace(PARAMETER_PREFIX, "/database"), OVERWRITING),
        *may(who, "ssm:GetParameter ssm:GetParameterHistory", parameter(environment, DECISION)),
        *may(who, _ADMINISTRATE_ROLES, [f"arn:aws:iam::{account}:role/{name}" for name in ("training", "approval", "model-approval", "my-model-approval-dev-approval")]),
        *may(who, "iam:PassRole", f"arn:aws:iam::{account}:role/training", {"iam:PassedToService": "sagemaker.amazonaws.com"}),
        *may(who, "iam:GetRole iam:ListRolePolicies", role(environment, "approval")),
        *may(who, "lambda:UpdateFunctionCode lambda:CreateFunction", f"arn:aws:lambda:eu-central-1:{account}:function:training"),
        *may(who, "kms:PutKeyPolicy", session_key(environment), {"kms:ResourceAliases": "alias/another"}),
        *may(who, "kms:PutKeyPolicy kms:DescribeKey", session_key(environment)),  # of a key with no alias
        *may(who, "s3:DeleteObject", f"arn:aws:s3:::another-bucket-{account}/x"),
        *may(who, "s3:GetObject", evidence(environment)),
        *may(who, "sqs:SendMessage sqs:ReceiveMessage", queue(environment, "approval")),  # as docs/operations.md has it
        *may(who, "sqs:PurgeQueue", queue(environment, "approval").replace("model-approval", "another")),
        *may(who, "ec2:RunInstances", f"arn:aws:ec2:eu-central-1:{account}:instance/*"),
    ]  # fmt: skip


def _alias(environment: str) -> str:
    return f"arn:aws:kms:eu-central-1:{ACCOUNTS[environment]}:alias/model-approval-{environment}-approval-session-1"
