"""What tests of examples share: a short promotion path, a model version to be asked about, and clearing up after it."""

from typing import Any

from sandbox.environments import REGION
from sandbox.local_aws import root
from sandbox.people import DANA, PETRA
from tests.examples.room import Cloud
from tests.journey.queues import until

PROD = "444444444444"
"""The second environment's account. Nothing is applied there: a stack needs no other one to be there."""
SENDER = "model-approval@example.com"
_RECORDS = "/ml-models"


def path(account_id: str) -> dict[str, Any]:
    """The variables of one stack, dev, of two environments."""
    accounts = (("dev", account_id, DANA), ("prod", PROD, PETRA))
    return {
        "environment": "dev",
        "environments": [
            {"name": name, "account_id": account, "approvers": [person.email], "approver_group": person.groups[0]}
            for name, account, person in accounts
        ],
        "mail_from": SENDER,
        "region": REGION,
    }


def register(cloud: Cloud, account_id: str, group: str) -> str:
    """Register a model version in the account, of a group that no other example has. Returns what mails call it."""
    sagemaker = cloud.aws.client("sagemaker", root(account_id))
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    image = f"{account_id}.dkr.ecr.{REGION}.amazonaws.com/{group}@sha256:{'0' * 64}"
    specification = {
        "Containers": [{"Image": image}],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    sagemaker.create_model_package(
        ModelPackageGroupName=group,
        ModelApprovalStatus="PendingManualApproval",
        InferenceSpecification=specification,
    )
    return f"{group} version 1"


def forget(cloud: Cloud, account_id: str) -> None:
    """As soon as nothing is worked on, remove what Terraform leaves where it is: versions, records, evidence."""
    sagemaker, ssm, s3 = (cloud.aws.client(service, root(account_id)) for service in ("sagemaker", "ssm", "s3"))
    until(lambda: _is_idle(cloud, account_id), "the queues are worked off")
    for group in sagemaker.list_model_package_groups()["ModelPackageGroupSummaryList"]:
        name = group["ModelPackageGroupName"]
        for package in sagemaker.list_model_packages(ModelPackageGroupName=name)["ModelPackageSummaryList"]:
            sagemaker.delete_model_package(ModelPackageName=package["ModelPackageArn"])
        sagemaker.delete_model_package_group(ModelPackageGroupName=name)
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=_RECORDS, Recursive=True)
    for name in [parameter["Name"] for page in pages for parameter in page["Parameters"]]:
        if not name.endswith("/_stack"):
            ssm.delete_parameter(Name=name)
    for bucket in s3.list_buckets()["Buckets"]:
        for version in s3.list_object_versions(Bucket=bucket["Name"]).get("Versions", []):
            s3.delete_object(Bucket=bucket["Name"], Key=version["Key"], VersionId=version["VersionId"])


def _is_idle(cloud: Cloud, account_id: str) -> bool:
    """Whether nothing waits in the account's queues, is worked on or is delayed."""
    sqs = cloud.aws.client("sqs", root(account_id))
    counts = (
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        for url in sqs.list_queues().get("QueueUrls", [])
    )
    kinds = ("", "NotVisible", "Delayed")
    return not any(int(count[f"ApproximateNumberOfMessages{kind}"]) for count in counts for kind in kinds)
