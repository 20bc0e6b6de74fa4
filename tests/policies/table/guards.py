"""What the policies of queues, buckets, keys, functions and model package groups let through, and what not even administrators."""

from sandbox.environments import MODEL_PACKAGE_GROUP
from tests.policies.table.row import (
    ACCOUNTS,
    APPROVED,
    CREATING,
    DECISION,
    FIRST,
    IF_NONE_MATCH,
    LATER,
    OVERWRITING,
    REQUEST,
    Row,
    evidence,
    function,
    may,
    may_not,
    others,
    parameter,
    parameters,
    queue,
    sagemaker,
    session_key,
    version,
)

_PLAIN = {"aws:SecureTransport": "false"}


def queues(environment: str) -> list[Row]:
    """Events come in, by the stack's own rules."""
    rules = f"arn:aws:events:eu-central-1:{ACCOUNTS[environment]}:rule/"
    fed = {"inference-notifier": ["inferences", "pipeline-executions", "custom-events"]}
    if environment == FIRST:
        fed["registration-notifier"] = ["registrations"]
    events = "events.amazonaws.com"
    return [
        row
        for name, kinds in fed.items()
        for arn in (queue(environment, name), queue(environment, name, dead_letters=True))
        for row in [
            *[
                allowed
                for kind in kinds
                for allowed in may(events, "sqs:SendMessage", arn, {"aws:SourceArn": f"{rules}model-approval-{environment}-{kind}"})
            ],
            *may_not(events, "sqs:SendMessage", arn, {"aws:SourceArn": f"{rules}other"}),
            *may_not(events, "sqs:SendMessage", arn, {"aws:SourceArn": f"arn:aws:events:eu-central-1:666666666666:rule/model-approval-{environment}-{kinds[0]}"}),
            *may_not(events, "sqs:SendMessage", arn),
            *may_not(events, "sqs:ReceiveMessage", arn, {"aws:SourceArn": f"{rules}model-approval-{environment}-{kinds[0]}"}),
            *may_not("sns.amazonaws.com", "sqs:SendMessage", arn, {"aws:SourceArn": f"{rules}model-approval-{environment}-{kinds[0]}"}),
            *may_not("stranger administrator", "sqs:SendMessage sqs:ReceiveMessage", arn),
        ]
    ] + may_not(events, "sqs:SendMessage", queue(environment, "approval"), {"aws:SourceArn": f"{rules}model-approval-{environment}-inferences"})  # fmt: skip


def topics(environment: str) -> list[Row]:
    """The stack's own alarms come in."""
    cloudwatch, account = "cloudwatch.amazonaws.com", ACCOUNTS[environment]
    arn = f"arn:aws:sns:eu-central-1:{account}:model-approval-{environment}-alarms"
    alarm = f"arn:aws:cloudwatch:eu-central-1:{account}:alarm:model-approval-{environment}-approval-errors"
    return [
        *may(cloudwatch, "sns:Publish", arn, {"aws:SourceArn": alarm}),
        *may_not(cloudwatch, "sns:Publish", arn, {"aws:SourceArn": alarm.replace("model-approval", "other")}),
        *may_not(cloudwatch, "sns:Publish", arn, {"aws:SourceArn": alarm.replace(account, "666666666666")}),
        *may_not(cloudwatch, "sns:Publish", arn),
        *may_not(cloudwatch, "sns:Subscribe", arn, {"aws:SourceArn": alarm}),
        *may_not("events.amazonaws.com", "sns:Publish", arn, {"aws:SourceArn": alarm}),
        *may_not("stranger administrator", "sns:Publish sns:Subscribe", arn),
    ]


def buckets(environment: str) -> list[Row]:
    """Create-only and over TLS, for everybody."""
    administrator = f"{environment} administrator"
    return [
        *may(administrator, "s3:PutObject", evidence(environment), IF_NONE_MATCH),
        *may_not(administrator, "s3:PutObject", evidence(environment)),
        *may_not(administrator, "s3:PutObject", evidence(environment), IF_NONE_MATCH | _PLAIN),
        *may(administrator, "s3:GetObject", evidence(environment)),
        *may_not(administrator, "s3:GetObject", evidence(environment), _PLAIN),
        *may_not(administrator, "s3:ListBucket", evidence(environment, ""), _PLAIN),
        *may_not("stranger administrator", "s3:GetObject", evidence(environment)),
        *may_not("stranger administrator", "s3:PutObject", evidence(environment), IF_NONE_MATCH),
        *[row for name in others(environment) for row in may_not(f"{name} administrator", "s3:GetObject", evidence(environment))],
    ]  # fmt: skip


def keys(environment: str) -> list[Row]:
    """Administrators manage the key of the sessions; nobody but the approval function signs."""
    administrator, key = f"{environment} administrator", session_key(environment)
    return [
        *may(administrator, "kms:DescribeKey kms:PutKeyPolicy kms:ScheduleKeyDeletion", key),
        *may_not(administrator, "kms:GenerateMac kms:VerifyMac kms:CreateGrant kms:ReplicateKey", key),
        *may_not("stranger administrator", "kms:GenerateMac kms:DescribeKey kms:PutKeyPolicy", key),
    ]


def pages(environment: str) -> list[Row]:
    """API Gateway invokes the approval function, for the stack's own API."""
    gateway, arn = "apigateway.amazonaws.com", function(environment, "approval")
    return [
        *may(gateway, "lambda:InvokeFunction", arn, {"aws:SourceArn": f"{{{environment}_api}}/$default/$default"}),
        *may_not(gateway, "lambda:InvokeFunction", arn, {"aws:SourceArn": f"arn:aws:execute-api:eu-central-1:{ACCOUNTS[environment]}:other/$default/$default"}),
        *may_not("stranger administrator", "lambda:InvokeFunction", arn),
    ]  # fmt: skip


def groups() -> list[Row]:
    """The other accounts use the versions of a model package group, and change nothing."""
    group, one = sagemaker(FIRST, f"model-package-group/{MODEL_PACKAGE_GROUP}"), version(MODEL_PACKAGE_GROUP)
    return [
        row
        for name in LATER
        for row in [
            *may(f"{name} administrator", "sagemaker:DescribeModelPackage sagemaker:ListModelPackages sagemaker:CreateModel", one),
            *may(f"{name} administrator", "sagemaker:DescribeModelPackageGroup", group),
            *may_not(f"{name} administrator", "sagemaker:UpdateModelPackage sagemaker:DeleteModelPackage sagemaker:CreateModelPackage", one),
            *may_not(f"{name} administrator", "sagemaker:DescribeModelPackage", version("churn")),
            *may_not(f"{name} administrator", "sagemaker:DeleteModelPackageGroup sagemaker:PutModelPackageGroupPolicy", group),
        ]
    ] + may_not("stranger administrator", "sagemaker:DescribeModelPackage sagemaker:CreateModel", one)  # fmt: skip


def pipelines(environment: str) -> list[Row]:
    """What inference pipelines get (`inference_pipeline_policy_json`): what is approved for their environment."""
    who = f"{environment} pipeline"
    return [
        *may(who, "ssm:GetParameter", parameter(environment, APPROVED)),
        *may_not(who, "ssm:GetParameter", parameters(environment, DECISION, REQUEST)),
        *[
            row
            for name in others(environment)
            for row in may_not(who, "ssm:GetParameter", [parameter(name, APPROVED), parameter(name, APPROVED, environment)])
        ],
        *may_not(who, "ssm:PutParameter", parameter(environment, APPROVED), OVERWRITING),
        *may_not(who, "ssm:PutParameter", parameters(environment, DECISION, REQUEST), CREATING),
        *may_not(who, "ssm:DeleteParameter ssm:LabelParameterVersion", parameter(environment, APPROVED)),
        *may_not(who, "sagemaker:UpdateModelPackage", version()),
    ]  # fmt: skip
