"""What the notifiers may do: ask, and never approve."""

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
    IF_NONE_MATCH,
    LATER,
    OVERWRITING,
    REQUEST,
    REVOCATION,
    STACK,
    VOTE,
    WAITING,
    Row,
    asked,
    evidence,
    following,
    function,
    logs,
    may,
    may_not,
    others,
    parameter,
    parameters,
    queue,
    role,
    sagemaker,
    schedule,
    ses,
    session_key,
    version,
)

_STATUSES = ("Approved", "Rejected", "PendingManualApproval")
_TO_SCHEDULER = {"iam:PassedToService": "scheduler.amazonaws.com"}
_BUCKETS = {environment.name: environment.data_bucket for environment in ENVIRONMENTS}
_REPOSITORY = "arn:aws:ecr:us-east-1:763104351884:repository/xgboost"


def registration() -> list[Row]:
    """The first environment's, which owns the registry."""
    who = f"{FIRST} registration-notifier"
    return [
        *may(who, "sagemaker:UpdateModelPackage", version(), {"sagemaker:CustomerMetadataProperties/dev": "PendingManualApproval"}),
        *[row for status in _STATUSES for row in may_not(who, "sagemaker:UpdateModelPackage", version(), {"sagemaker:ModelApprovalStatus": status})],
        *may(who, "sagemaker:DescribeModelPackage", version()),
        *may_not(who, "sagemaker:DescribeModelPackage", OPEN["group"].replace("-group", "") + "/1"),
        *may(who, "ssm:PutParameter", parameter(FIRST, BYPASS), CREATING),
        *may(who, "sqs:SendMessage", queue(FIRST, "approval")),  # to revert a bypass
        *may(who, "s3:GetObject", f"arn:aws:s3:::{ARTEFACT_BUCKET}/model.tar.gz"),
        *may(who, "s3:ListBucket", f"arn:aws:s3:::{ARTEFACT_BUCKET}"),
        *may_not(who, "s3:PutObject s3:DeleteObject", f"arn:aws:s3:::{ARTEFACT_BUCKET}/model.tar.gz"),
        *may(who, "ecr:BatchGetImage", _REPOSITORY.replace("763104351884", "111111111111")),
        *may_not(who, "ecr:PutImage ecr:GetDownloadUrlForLayer", _REPOSITORY.replace("763104351884", "111111111111")),
        *may_not(who, "sagemaker:ListModelPackages", version()),
        *may_not(who, ENTER, [role(name, "reader") for name in LATER], ENTRY),
        *_notifies(who, FIRST, FIRST, "registration-notifier"),
    ]  # fmt: skip


def inference(environment: str) -> list[Row]:
    """Every environment's; it asks the next one's approvers, or reports."""
    who, after = f"{environment} inference-notifier", following(environment)
    return [
        *may(who, "sagemaker:DescribeTransformJob sagemaker:ListTags", sagemaker(environment, "transform-job/churn-1")),
        *may(who, "sagemaker:DescribeModel", sagemaker(environment, "model/churn-7")),
        *may(who, "sagemaker:DescribeProcessingJob", sagemaker(environment, "processing-job/churn-1")),
        *may(who, "sagemaker:ListPipelineExecutionSteps sagemaker:ListPipelineParametersForExecution", sagemaker(environment, "pipeline/churn/execution/abc")),
        *may_not(who, "sagemaker:StartPipelineExecution", sagemaker(environment, "pipeline/churn")),
        *may_not(who, "sagemaker:CreateTransformJob sagemaker:StopTransformJob sagemaker:AddTags", sagemaker(environment, "transform-job/churn-1")),
        *may_not(who, "sagemaker:UpdateModelPackage sagemaker:DescribeModelPackage", version()),
        *may(who, "s3:GetObject", f"arn:aws:s3:::{_BUCKETS[environment]}/report.json"),
        *may(who, "s3:ListBucket", f"arn:aws:s3:::{_BUCKETS[environment]}"),
        *may_not(who, "s3:PutObject s3:DeleteObject", f"arn:aws:s3:::{_BUCKETS[environment]}/report.json"),
        *may_not(who, "ecr:BatchGetImage", _REPOSITORY.replace("763104351884", "111111111111")),
        *may(who, ENTER, [role(name, "reader") for name in asked(environment)], ENTRY),
        *may_not(who, ENTER, [role(name, "reader") for name in others(environment) if name not in asked(environment)], ENTRY),
        *may_not(who, ENTER, [role(name, "reader") for name in others(environment)], EXTERNAL_ID),
        *_notifies(who, environment, after, "inference-notifier"),
        *may_not(who, "sqs:SendMessage", queue(environment, "approval")),
    ]  # fmt: skip


def _notifies(who: str, environment: str, target: str | None, name: str) -> list[Row]:
    """What both do, for the target's approvers; in the account of the environment."""
    reminders = f"model-approval-{environment}-reminders"
    decided = (DECISION, VOTE, REVOCATION, APPROVED, STACK)
    return [
        # A request and its place in the index, once; never a decision.
        *(may(who, "ssm:PutParameter", parameters(target, REQUEST, WAITING, of=environment), CREATING) if target else []),
        *(may_not(who, "ssm:PutParameter", parameters(target, REQUEST, WAITING, of=environment), OVERWRITING) if target else []),
        *(may_not(who, "ssm:PutParameter", parameters(target, *decided, of=environment), CREATING) if target else []),
        *may_not(who, "ssm:PutParameter", parameters(environment, *decided), CREATING),
        *may_not(who, "ssm:PutParameter", parameter(environment, APPROVED), OVERWRITING),
        *[
            row
            for other in others(environment)
            for row in may_not(who, "ssm:PutParameter", parameters(other, REQUEST, DECISION, APPROVED), CREATING)
        ],
        *may_not(who, "ssm:DeleteParameter ssm:DeleteParameters", parameters(environment, REQUEST, WAITING, APPROVED)),
        *may(who, "ssm:GetParameters", parameters(environment, REQUEST, DECISION, APPROVED)),
        *may_not(who, "ssm:GetParameter", parameters(environment, REQUEST, DECISION, APPROVED)),  # one by one
        *may_not(who, "ssm:GetParametersByPath", parameter(environment, "churn")),
        *may_not(who, "ssm:GetParameter ssm:GetParameters", parameter(environment, "password").replace("/ml-models/", "/database/")),
        # Mail: through the stack's own identity and configuration set, by way of its own queue.
        *may(who, "ses:SendEmail", [ses(environment, "identity/example.com"), ses(environment, f"configuration-set/model-approval-{environment}")]),
        *may_not(who, "ses:SendEmail", [ses(environment, "identity/other.example.com"), ses(environment, "configuration-set/other")]),
        *may_not(who, "ses:SendRawEmail ses:SendBulkEmail", ses(environment, "identity/example.com")),
        *may(who, "sqs:SendMessage sqs:ReceiveMessage", queue(environment, name)),
        *may_not(who, "sqs:PurgeQueue", queue(environment, name)),
        *may_not(who, "sqs:ReceiveMessage", queue(environment, "approval")),
        *may(who, "sqs:SendMessage", queue(environment, name, dead_letters=True)),
        *may_not(who, "sqs:SendMessage", [queue(environment, "other"), queue(environment, f"{'inference' if 'reg' in name else 'registration'}-notifier")]),
        # Evidence: created, and neither read nor replaced nor removed.
        *may(who, "s3:PutObject", evidence(environment), IF_NONE_MATCH),
        *may_not(who, "s3:PutObject", evidence(environment)),
        *may_not(who, "s3:PutObject", [evidence(environment, "/other.json"), *(evidence(other) for other in others(environment))], IF_NONE_MATCH),
        *may_not(who, "s3:GetObject s3:DeleteObject s3:DeleteObjectVersion", evidence(environment)),
        *may_not(who, "s3:ListBucket", [evidence(environment, ""), f"arn:aws:s3:::other-{ACCOUNTS[environment]}"]),
        # Reminders: new ones, with the reminders' own role, for EventBridge Scheduler alone.
        *(may if target else may_not)(who, "scheduler:CreateSchedule", schedule(environment, reminders)),
        *may_not(who, "scheduler:DeleteSchedule scheduler:UpdateSchedule", schedule(environment, reminders)),
        *may_not(who, "scheduler:CreateSchedule", schedule(environment, "default")),
        *(may if target else may_not)(who, "iam:PassRole", role(environment, "reminders"), _TO_SCHEDULER),
        *may_not(who, "iam:PassRole", role(environment, "reminders"), {"iam:PassedToService": "lambda.amazonaws.com"}),
        *may_not(who, "iam:PassRole", [role(environment, "approval"), role(environment, name)], _TO_SCHEDULER),
        # No way to decide.
        *may_not(who, "kms:GenerateMac", session_key(environment)),
        *may_not(who, ENTER, [role(later, "promotion") for later in LATER], ENTRY),
        *may_not(who, ENTER, [role(FIRST, "registry"), OPEN["role"]], ENTRY),
        *logs(who),
        *may_not(who, "sagemaker:CreateModelPackage sagemaker:DeleteModelPackage", version()),
        *may_not(who, "lambda:UpdateFunctionCode lambda:InvokeFunction", [function(environment, name), function(environment, "approval")]),
    ]  # fmt: skip
