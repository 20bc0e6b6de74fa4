"""The roles by which accounts are entered: who may take them, and what they may then do."""

from sandbox.environments import ARTEFACT_BUCKET, ENVIRONMENTS
from tests.policies.rendered import OPEN
from tests.policies.table.row import (
    ACCOUNTS,
    APPROVED,
    BYPASS,
    CREATING,
    DECISION,
    ENTER,
    ENTRY,
    EXTERNAL_ID,
    FIRST,
    LATER,
    OVERWRITING,
    REQUEST,
    REVOCATION,
    STACK,
    VOTE,
    WAITING,
    Given,
    Row,
    asked,
    evidence,
    following,
    may,
    may_not,
    others,
    parameter,
    parameters,
    previous,
    queue,
    role,
    sagemaker,
    session_key,
    version,
)

_WRONG: list[Given] = [
    EXTERNAL_ID,  # without an identity
    EXTERNAL_ID | {"sts:SourceIdentity": ""},
    {"sts:SourceIdentity": "ada@example.com"},  # without the external id
    ENTRY | {"sts:ExternalId": "another"},
    ENTRY | {"sts:ExternalId": "Model-Approval"},
    ENTRY | {"sts:ExternalId": "model-approval-2"},
]
_FOREIGN = OPEN["group"].replace("-group", "") + "/1"
_VOTING = [environment.name for environment in ENVIRONMENTS if environment.required_approvals > 1]
_STATUS = {"sagemaker:ModelApprovalStatus": "Approved", "sagemaker:CustomerMetadataProperties/test": "Approved"}


def promotion(environment: str) -> list[Row]:
    """Into each later environment, by the one before it."""
    who, before, arn = f"{environment} promotion", previous(environment), role(environment, "promotion")
    votes = may if environment in _VOTING else may_not
    return [
        *_entered_by(arn, f"{before} approval", others(f"{before}")),
        *may_not(f"{before} inference-notifier", ENTER, arn, ENTRY),
        *may(who, "ssm:PutParameter", parameters(environment, DECISION, REVOCATION), CREATING),
        *votes(who, "ssm:PutParameter", parameter(environment, VOTE), CREATING),
        *may_not(who, "ssm:PutParameter", parameters(environment, DECISION, VOTE, REVOCATION), OVERWRITING),
        *may(who, "ssm:PutParameter", parameter(environment, APPROVED), OVERWRITING),
        *may(who, "ssm:DeleteParameter", parameter(environment, APPROVED)),
        *may_not(who, "ssm:DeleteParameter", parameters(environment, DECISION, VOTE, REVOCATION, WAITING, STACK)),
        *may_not(who, "ssm:PutParameter", parameters(environment, REQUEST, WAITING, BYPASS, STACK), CREATING),
        *[
            row
            for other in others(environment)
            for row in [
                *may_not(who, "ssm:PutParameter", parameters(other, DECISION, APPROVED, of=environment), CREATING),
                *may_not(who, "ssm:PutParameter", parameter(other, APPROVED), OVERWRITING),
                *may_not(who, "ssm:GetParameters", parameter(other, APPROVED, of=environment)),
                *may_not(who, "sts:AssumeRole", role(other, "reader"), ENTRY),
            ]
        ],
        *may(who, "ssm:GetParameters", parameters(environment, DECISION, APPROVED)),
        *may_not(who, "ssm:GetParameter", parameters(environment, DECISION, APPROVED)),  # one by one
        *votes(who, "ssm:GetParametersByPath", parameter(environment, "churn/versions/7/votes")),
        *may_not(who, "ssm:GetParametersByPath", parameter(environment, "churn")),
        *may_not(who, "sagemaker:UpdateModelPackage", [version(), version(environment=environment)], _STATUS),
        *may_not(who, "kms:GenerateMac", session_key(environment)),
        *may_not(who, "s3:GetObject", evidence(environment)),
        *may_not(who, "sqs:SendMessage", queue(environment, "approval")),
        *may_not(who, "iam:PassRole", role(environment, "approval"), {"iam:PassedToService": "lambda.amazonaws.com"}),
    ]


def registry() -> list[Row]:
    """Into the first environment's account, by all later ones."""
    who, arn = f"{FIRST} registry", role(FIRST, "registry")
    return [
        *[row for name in LATER for row in _entered_by(arn, f"{name} approval", [])],
        *may_not(f"{FIRST} approval", ENTER, arn, ENTRY),
        *[row for name in ACCOUNTS for row in may_not(f"{name} inference-notifier", ENTER, arn, ENTRY)],
        *may(who, "sagemaker:UpdateModelPackage", version(), _STATUS),
        *may(who, "sagemaker:DescribeModelPackage sagemaker:ListModelPackages", version()),
        *may(who, "sagemaker:ListModelPackageGroups", "*"),
        *may_not(who, "sagemaker:CreateModelPackage sagemaker:DeleteModelPackage sagemaker:AddTags", version()),
        *may_not(
            who,
            "sagemaker:PutModelPackageGroupPolicy sagemaker:DeleteModelPackageGroup sagemaker:CreateModelPackageGroup",
            sagemaker(FIRST, "model-package-group/churn"),
        ),
        *may_not(
            who, "sagemaker:UpdateModelPackage", [*(version(environment=name) for name in LATER), _FOREIGN], _STATUS
        ),
        *may_not(who, "sagemaker:CreateModel", sagemaker(FIRST, "model/churn")),
        *may(who, "s3:GetObject", f"arn:aws:s3:::{ARTEFACT_BUCKET}/model.tar.gz"),
        *may(who, "s3:ListBucket", f"arn:aws:s3:::{ARTEFACT_BUCKET}"),
        *may_not(who, "s3:ListBucket", [f"arn:aws:s3:::other-{ACCOUNTS[FIRST]}", evidence(FIRST, "")]),
        *may_not(who, "s3:PutObject s3:DeleteObject", f"arn:aws:s3:::{ARTEFACT_BUCKET}/model.tar.gz"),
        *may(who, "ecr:BatchGetImage", f"arn:aws:ecr:eu-central-1:{ACCOUNTS[FIRST]}:repository/churn"),
        *may_not(who, "ecr:PutImage", f"arn:aws:ecr:eu-central-1:{ACCOUNTS[FIRST]}:repository/churn"),
        *may_not(who, "ssm:PutParameter", parameters(FIRST, DECISION, APPROVED), CREATING),
        *may_not(who, "ssm:GetParameter", parameter(FIRST, APPROVED)),
        *may_not(who, "s3:GetObject", evidence(FIRST)),
    ]


def reader(environment: str) -> list[Row]:
    """Into every account, by the functions of all others."""
    who, arn = f"{environment} reader", role(environment, "reader")
    asked_by = [name for name in others(environment) if environment in asked(name)]
    return [
        *[row for name in others(environment) for row in _entered_by(arn, f"{name} approval", [])],
        *[row for name in asked_by for row in _entered_by(arn, f"{name} inference-notifier", [])],
        *[
            row
            for name in others(environment)
            if name not in asked_by
            for row in may_not(f"{name} inference-notifier", ENTER, arn, ENTRY)
        ],
        *may_not(f"{environment} approval", ENTER, arn, ENTRY),
        *may(who, "ssm:GetParameters", parameters(environment, DECISION, "churn")),
        *may_not(who, "ssm:GetParameter", parameters(environment, DECISION, "churn")),  # one by one
        *(may if following(environment) else may_not)(who, "ssm:GetParametersByPath", parameter(environment, "_waiting/churn")),
        *may_not(who, "ssm:PutParameter", parameters(environment, DECISION, APPROVED, WAITING), CREATING),
        *may_not(who, "ssm:PutParameter", parameter(environment, APPROVED), OVERWRITING),
        *may_not(who, "ssm:DeleteParameter ssm:LabelParameterVersion", parameters(environment, DECISION, APPROVED)),
        *may_not(who, "ssm:GetParameters", [parameter(name, APPROVED) for name in others(environment)]),
        *may_not(who, "ssm:GetParameters", parameter(environment, "x").replace("/ml-models/", "/database/")),
        *may_not(who, "s3:GetObject", evidence(environment)),
        *may_not(who, "sagemaker:DescribeModelPackage", version(environment=environment)),
    ]  # fmt: skip


def reminders(environment: str) -> list[Row]:
    """EventBridge Scheduler's, for the schedules of one group."""
    who, arn, account = f"{environment} reminders", role(environment, "reminders"), ACCOUNTS[environment]
    scheduler, group = (
        "scheduler.amazonaws.com",
        f"arn:aws:scheduler:eu-central-1:{account}:schedule-group/model-approval-",
    )
    mine = {"aws:SourceAccount": account, "aws:SourceArn": f"{group}{environment}-reminders"}
    return [
        *may(scheduler, "sts:AssumeRole", arn, mine),
        *may_not(scheduler, "sts:AssumeRole", arn, mine | {"aws:SourceArn": f"{group}other"}),
        *may_not(scheduler, "sts:AssumeRole", arn, mine | {"aws:SourceAccount": "666666666666"}),
        *may_not(scheduler, "sts:AssumeRole", arn),
        *may_not("lambda.amazonaws.com", "sts:AssumeRole", arn, mine),
        *may_not(f"{environment} administrator", ENTER, arn, ENTRY),
        *may(
            who, "sqs:SendMessage", [queue(environment, "approval"), queue(environment, "approval", dead_letters=True)]
        ),
        *may_not(who, "sqs:SendMessage", queue(environment, "inference-notifier")),
        *may_not(who, "sqs:ReceiveMessage sqs:PurgeQueue", queue(environment, "approval")),
        *may_not(who, "ssm:GetParameter", parameter(environment, APPROVED)),
    ]


def functions(environment: str) -> list[Row]:
    """Lambda's."""
    names = ["approval", "inference-notifier", *(["registration-notifier"] if environment == FIRST else [])]
    arns = [role(environment, name) for name in names]
    return [
        *may("lambda.amazonaws.com", "sts:AssumeRole", arns),
        *may_not("ec2.amazonaws.com", "sts:AssumeRole", arns),
        *may_not("scheduler.amazonaws.com", "sts:AssumeRole", arns),
        *may_not(f"{environment} administrator", ENTER, arns, ENTRY),
        *may_not("stranger administrator", ENTER, arns, ENTRY),
    ]


def _entered_by(arn: str, who: str, never: list[str]) -> list[Row]:
    """With external id and identity, and by nobody who is not exactly that role."""
    account, own = who.partition(" ")[0], arn.split(":")[4]
    home = next(name for name, id in ACCOUNTS.items() if id == own)
    return [
        *may(who, ENTER, arn, ENTRY),
        *[row for given in _WRONG for row in may_not(who, ENTER, arn, given)],
        *[row for name in never for row in may_not(f"{name} approval", ENTER, arn, ENTRY)],
        *may_not(f"{account} administrator", ENTER, arn, ENTRY),
        *may_not(f"{account} pipeline", ENTER, arn, ENTRY),
        *may_not(f"{home} administrator", ENTER, arn, ENTRY),
        *may_not("stranger administrator", ENTER, arn, ENTRY),
        *may_not(f"{who} of a stranger", ENTER, arn, ENTRY),
    ]
