"""What an approval function may do: decide about its targets, as far as they are in its account, and enter the next one."""

from sandbox.environments import ARTEFACT_BUCKET
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
    IF_NONE_MATCH,
    LATER,
    OVERWRITING,
    REQUEST,
    REVOCATION,
    STACK,
    VOTE,
    WAITING,
    Row,
    evidence,
    following,
    function,
    logs,
    may,
    may_not,
    others,
    parameter,
    parameters,
    previous,
    queue,
    role,
    sagemaker,
    schedule,
    ses,
    session_key,
    version,
)

_STATUS = {"sagemaker:ModelApprovalStatus": "Approved", "sagemaker:CustomerMetadataProperties/dev": "Approved"}
_FOREIGN = OPEN["group"].replace("-group", "") + "/1"
RECORDS = (DECISION, VOTE, REVOCATION)


def rows(environment: str) -> list[Row]:
    """Those of one environment's function."""
    who, after = f"{environment} approval", following(environment)
    targets = [name for name in (environment if environment == FIRST else None, after) if name]
    decides = may if targets else may_not
    return [
        *may(who, "ssm:GetParameters", parameters(environment, DECISION, REQUEST, APPROVED)),
        *decides(who, "ssm:GetParametersByPath", parameter(environment, "_waiting/churn")),
        *may_not(who, "ssm:GetParameters", f"{parameter(environment, '').split(':parameter')[0]}:parameter/database/password"),
        *may_not(who, "ssm:GetParameters", [parameter(name, APPROVED) for name in others(environment)]),
        *may_not(who, "ssm:GetParameter ssm:GetParameterHistory", parameter(environment, APPROVED)),  # one by one
        # Records and what is approved: the first environment's own, and nobody else's.
        *(_writes(who) if environment == FIRST else _writes_nothing(who, environment)),
        *may_not(who, "ssm:PutParameter", parameters(environment, REQUEST, WAITING, BYPASS, STACK), CREATING),
        *[row for name in others(environment) for row in _never_writes_for(who, name, environment)],
        *may_not(who, "ssm:LabelParameterVersion ssm:AddTagsToResource ssm:PutResourcePolicy", parameter(environment, DECISION)),
        # What is decided waits no more.
        *[row for name in targets for row in may(who, "ssm:DeleteParameter", parameter(name, WAITING, environment))],
        *[
            row
            for name in ACCOUNTS
            if name not in targets
            for row in may_not(who, "ssm:DeleteParameter", parameter(name, WAITING, environment))
        ],
        *may_not(who, "ssm:DeleteParameter", parameters(environment, DECISION, REQUEST, VOTE, STACK)),
        # Sessions: its own key alone, and only to make and check them.
        *may(who, "kms:GenerateMac kms:VerifyMac", session_key(environment)),
        *may_not(who, "kms:PutKeyPolicy kms:CreateGrant kms:ScheduleKeyDeletion kms:DisableKey", session_key(environment)),
        *may_not(who, "kms:GenerateMac kms:VerifyMac", [*(session_key(name) for name in others(environment)), OPEN["key"]]),
        # Queues: intents to itself, mail to the notifier, and nothing else.
        *may(who, "sqs:ReceiveMessage sqs:DeleteMessage", queue(environment, "approval")),
        *decides(who, "sqs:SendMessage", queue(environment, "approval")),
        *may(who, "sqs:SendMessage", queue(environment, "approval", dead_letters=True)),
        *decides(who, "sqs:SendMessage", queue(environment, "inference-notifier")),
        *may_not(who, "sqs:ReceiveMessage", queue(environment, "inference-notifier")),
        *may_not(who, "sqs:PurgeQueue sqs:SetQueueAttributes sqs:AddPermission", queue(environment, "approval")),
        *may_not(who, "sqs:SendMessage", [queue(FIRST, "registration-notifier"), *(queue(name, "approval") for name in others(environment))]),
        *may_not(who, "sqs:SendMessage", queue(environment, "other")),
        # Evidence is read where something is decided, and kept by others.
        *decides(who, "s3:GetObject", evidence(environment)),
        *decides(who, "s3:ListBucket", evidence(environment, "")),
        *may_not(who, "s3:PutObject", evidence(environment), IF_NONE_MATCH),
        *may_not(who, "s3:DeleteObject s3:PutObjectRetention", evidence(environment)),
        *may_not(who, "s3:GetObject", [evidence(environment, "/other.json"), *(evidence(name) for name in others(environment))]),
        *may_not(who, "s3:ListBucket", f"arn:aws:s3:::other-{ACCOUNTS[environment]}"),
        *may_not(who, "s3:PutBucketPolicy s3:DeleteBucketPolicy", evidence(environment, "")),
        *_registry(who, environment),
        *_other_accounts(who, environment, after),
        *logs(who),
        # It sends no mail, plans nothing, and changes neither roles nor functions.
        *may_not(who, "ses:SendEmail", [ses(environment, "identity/example.com"), ses(environment, f"configuration-set/model-approval-{environment}")]),
        *may_not(who, "scheduler:CreateSchedule", schedule(environment, f"model-approval-{environment}-reminders")),
        *may_not(who, "iam:PassRole", role(environment, "reminders"), {"iam:PassedToService": "scheduler.amazonaws.com"}),
        *may_not(who, "iam:UpdateAssumeRolePolicy iam:PutRolePolicy iam:CreateRole", role(environment, "approval")),
        *may_not(who, "lambda:UpdateFunctionCode lambda:InvokeFunction", function(environment, "approval")),
    ]  # fmt: skip


def _writes(who: str) -> list[Row]:
    return [
        *may(who, "ssm:PutParameter", parameters(FIRST, DECISION, REVOCATION), CREATING),
        *may_not(who, "ssm:PutParameter", parameter(FIRST, VOTE), CREATING),  # one approval is enough
        *may_not(who, "ssm:PutParameter", parameters(FIRST, *RECORDS), OVERWRITING),
        *may(who, "ssm:PutParameter", parameter(FIRST, APPROVED), OVERWRITING),
        *may(who, "ssm:DeleteParameter", parameter(FIRST, APPROVED)),
    ]


def _writes_nothing(who: str, environment: str) -> list[Row]:
    """Those before it decide about it."""
    return [
        *may_not(who, "ssm:PutParameter", parameters(environment, *RECORDS, APPROVED), CREATING),
        *may_not(who, "ssm:PutParameter", parameter(environment, APPROVED), OVERWRITING),
        *may_not(who, "ssm:DeleteParameter", parameter(environment, APPROVED)),
    ]


def _never_writes_for(who: str, other: str, environment: str) -> list[Row]:
    """Neither in the other's account nor, under its name, in its own."""
    return [
        *may_not(who, "ssm:PutParameter", parameters(other, DECISION, APPROVED), CREATING),
        *may_not(who, "ssm:PutParameter", parameters(other, DECISION, APPROVED, of=environment), CREATING),
        *may_not(who, "ssm:DeleteParameter", parameter(other, APPROVED, environment)),
    ]


def _registry(who: str, environment: str) -> list[Row]:
    """The registry's account has the first environment's function; the others have to enter it."""
    allowed = may if environment == FIRST else may_not
    return [
        *allowed(who, "s3:GetObject", f"arn:aws:s3:::{ARTEFACT_BUCKET}/model.tar.gz"),
        *may_not(who, "s3:PutObject s3:DeleteObject", f"arn:aws:s3:::{ARTEFACT_BUCKET}/model.tar.gz"),
        *allowed(who, "s3:ListBucket", f"arn:aws:s3:::{ARTEFACT_BUCKET}"),
        *allowed(who, "ecr:BatchGetImage", f"arn:aws:ecr:eu-central-1:{ACCOUNTS[FIRST]}:repository/churn"),
        *may_not(who, "ecr:PutImage", f"arn:aws:ecr:eu-central-1:{ACCOUNTS[FIRST]}:repository/churn"),
        *allowed(who, "sagemaker:ListModelPackageGroups", "*"),
        *allowed(who, "sagemaker:UpdateModelPackage", version(), _STATUS),
        *allowed(who, "sagemaker:DescribeModelPackage sagemaker:ListModelPackages", version()),
        *may_not(who, "sagemaker:CreateModelPackage sagemaker:DeleteModelPackage", version()),
        *may_not(who, "sagemaker:PutModelPackageGroupPolicy", sagemaker(FIRST, "model-package-group/churn")),
        *may_not(
            who, "sagemaker:UpdateModelPackage", [*(version(environment=name) for name in LATER), _FOREIGN], _STATUS
        ),
    ]


def _other_accounts(who: str, environment: str, after: str | None) -> list[Row]:
    before = previous(environment)
    return [
        *[row for name in others(environment) for row in may(who, ENTER, role(name, "reader"), ENTRY)],
        *may_not(who, ENTER, [role(name, "reader") for name in others(environment)], EXTERNAL_ID),
        *(may(who, ENTER, role(after, "promotion"), ENTRY) if after else []),
        *(may_not(who, ENTER, role(after, "promotion"), EXTERNAL_ID) if after else []),
        *may_not(who, ENTER, [role(name, "promotion") for name in LATER if name != after], ENTRY),
        *(may if before else may_not)(who, ENTER, role(FIRST, "registry"), ENTRY),
        *may_not(who, ENTER, OPEN["role"], ENTRY),
        *may_not(who, "sts:AssumeRole", [role(name, "approval") for name in ACCOUNTS], ENTRY),
    ]
