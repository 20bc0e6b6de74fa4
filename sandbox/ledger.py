"""What stands where: Parameter Store of each account and the model registry, read by the accounts' owners."""

import json
import time
import urllib.request
from collections.abc import Iterable
from typing import Any

from .environments import DEV, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX, Environment
from .local_aws import LocalAws, root

Records = dict[str, dict[str, Any]]
_SECONDS = 60
"""A log is written when an invocation has ended, and what the queue brings comes a little later."""


def records(aws: LocalAws, environment: Environment) -> Records:
    """Every record in the environment's account, by parameter name."""
    ssm = aws.client("ssm", root(environment.account_id))
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=PARAMETER_PREFIX, Recursive=True)
    found = {p["Name"]: json.loads(p["Value"]) for page in pages for p in page["Parameters"]}
    return dict(sorted(found.items()))


def record_name(model_package_arn: str, environment: Environment, record: str) -> str:
    """The parameter that holds a record about a version, such as its `request`."""
    version = model_package_arn.rpartition("/")[2]
    return f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/versions/{version}/{record}"


def registered(aws: LocalAws, model_package_arn: str) -> tuple[str, dict[str, str]]:
    """A version's approval status and its metadata, as the registry has them."""
    sagemaker = aws.client("sagemaker", root(DEV.account_id))
    package = sagemaker.describe_model_package(ModelPackageName=model_package_arn)
    return package["ModelApprovalStatus"], package.get("CustomerMetadataProperties", {})


def dead_letters(aws: LocalAws, environment: Environment, queue_urls: Iterable[str]) -> list[str]:
    """What these dead-letter queues of the environment's account hold."""
    sqs = aws.client("sqs", root(environment.account_id))
    answers = [sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0) for url in queue_urls]
    return [message["Body"] for answer in answers for message in answer.get("Messages", [])]


def source_identities(aws: LocalAws, account_id: str) -> set[str]:
    """For whom roles of this account were assumed, as its CloudTrail would show."""
    with urllib.request.urlopen(f"{aws.endpoint}/_sandbox/role-sessions", timeout=30) as answer:
        return {s["source_identity"] for s in json.load(answer) if s["session"].split(":")[4] == account_id}


def counted(aws: LocalAws, environment: Environment, metric: str) -> int:
    """How often the environment's approval function has counted in a metric, as soon as that is not never."""
    logs = aws.client("logs", root(environment.account_id))
    give_up = time.monotonic() + _SECONDS
    while True:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=f"/aws/lambda/model-approval-{environment.name}-approval"
        )
        found = sum(f'"{metric}":' in event["message"] for page in pages for event in page["events"])
        if found or time.monotonic() > give_up:
            return found
        time.sleep(0.5)
