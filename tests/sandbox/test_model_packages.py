"""The model registry answers as SageMaker does, and sends the events that SageMaker sends."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from sandbox.local_aws import root

from .conftest import ACCOUNT, allow

SPECIFICATION = {
    "Containers": [{"Image": "registry.example/model:1", "ModelDataUrl": "s3://bucket/model.tar.gz"}],
    "SupportedContentTypes": ["text/csv"],
    "SupportedResponseMIMETypes": ["text/csv"],
}
METRICS = {"ModelQuality": {"Statistics": {"ContentType": "application/json", "S3Uri": "s3://bucket/evaluation.json"}}}


@pytest.fixture
def sagemaker(aws):
    return aws.client("sagemaker", root(ACCOUNT))


@pytest.fixture
def group(sagemaker, names):
    name = f"Group-{next(names)}"
    sagemaker.create_model_package_group(ModelPackageGroupName=name)
    return name


@pytest.fixture
def next_event(aws, names):
    """A function that waits for the next SageMaker event of an account."""
    name = f"events-{next(names)}"
    sqs, events = aws.client("sqs", root(ACCOUNT)), aws.client("events", root(ACCOUNT))
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["aws.sagemaker"]}))
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": f"arn:aws:sqs:eu-central-1:{ACCOUNT}:{name}"}])

    def wait(seconds: int = 5):
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=seconds).get("Messages", []):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return json.loads(message["Body"])
        return None

    yield wait
    events.remove_targets(Rule=name, Ids=["queue"])
    events.delete_rule(Name=name)


def test_a_registered_version_waits_for_approval_and_is_announced_in_full(sagemaker, group, next_event):
    arn = sagemaker.create_model_package(
        ModelPackageGroupName=group,
        InferenceSpecification=SPECIFICATION,
        ModelMetrics=METRICS,
        MetadataProperties={"GeneratedBy": "pipeline"},
        CustomerMetadataProperties={"owner": "ada"},
    )["ModelPackageArn"]
    assert arn == f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:model-package/{group.lower()}/1"

    event = next_event()
    assert event["source"] == "aws.sagemaker"
    assert event["detail-type"] == "SageMaker Model Package State Change"
    assert (event["account"], event["region"], event["resources"]) == (ACCOUNT, "eu-central-1", [arn])
    detail = event["detail"]
    created = time.strptime(detail.pop("CreationTime"), "%Y-%m-%dT%H:%M:%SZ")
    assert abs(time.mktime(created) - time.mktime(time.gmtime())) < 60
    assert detail.pop("LastModifiedTime")
    assert detail == {
        "ModelPackageGroupName": group,
        "ModelPackageVersion": 1,
        "ModelPackageArn": arn,
        "InferenceSpecification": SPECIFICATION,
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CertifyForMarketplace": False,
        "ModelApprovalStatus": "PendingManualApproval",
        "MetadataProperties": {"GeneratedBy": "pipeline"},
        "ModelMetrics": METRICS,
    }


def test_an_update_keeps_what_it_leaves_out_and_announces_the_current_status(sagemaker, group, next_event):
    arn = sagemaker.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    sagemaker.update_model_package(
        ModelPackageArn=arn,
        ModelApprovalStatus="Approved",
        ApprovalDescription="good",
        CustomerMetadataProperties={"dev": "Approved"},
    )
    sagemaker.update_model_package(
        ModelPackageArn=arn, CustomerMetadataProperties={"dev": "Approved", "test": "Approved"}
    )
    version = sagemaker.describe_model_package(ModelPackageName=arn)
    assert (version["ModelApprovalStatus"], version["ApprovalDescription"]) == ("Approved", "good")
    assert version["CustomerMetadataProperties"] == {"dev": "Approved", "test": "Approved"}
    statuses = [next_event()["detail"]["ModelApprovalStatus"] for _ in range(3)]
    assert statuses == ["PendingManualApproval", "Approved", "Approved"]


@pytest.mark.parametrize(
    "update", [{"ModelApprovalStatus": "Rejected"}, {"CustomerMetadataProperties": {"dev": "Revoked"}}]
)
def test_every_update_is_announced_with_the_status_that_the_version_has_now(sagemaker, group, next_event, update):
    arn = sagemaker.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    sagemaker.update_model_package(ModelPackageArn=arn, **update)
    registered, updated = (next_event()["detail"] for _ in range(2))
    assert registered["ModelApprovalStatus"] == "PendingManualApproval"
    assert updated["ModelApprovalStatus"] == update.get("ModelApprovalStatus", "PendingManualApproval")
    assert updated["LastModifiedTime"] >= registered["LastModifiedTime"]


def test_a_version_tells_who_registered_it_and_who_changed_it_last_and_when(aws, make_role, sagemaker, group):
    rights = allow(["sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage"], "*")
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    role = make_role(rights, trust=[trust | {"Action": ["sts:AssumeRole", "sts:SetSourceIdentity"]}])
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role.rpartition('/')[2]}/sandbox"
    pipeline, ada = (
        aws.client("sagemaker", aws.assume(role, **request)) for request in ({}, {"SourceIdentity": "ada@example.com"})
    )
    arn = pipeline.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    registered = sagemaker.describe_model_package(ModelPackageName=arn)
    assert registered["CreatedBy"]["IamIdentity"]["Arn"] == session
    assert "LastModifiedTime" not in registered
    ada.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    changed = sagemaker.describe_model_package(ModelPackageName=arn)
    assert changed["LastModifiedTime"] >= changed["CreationTime"]
    assert changed["CreatedBy"] == registered["CreatedBy"]
    by = changed["LastModifiedBy"]["IamIdentity"]
    assert (by["Arn"], by["SourceIdentity"]) == (session, "ada@example.com")
    assert by["PrincipalId"].endswith(":sandbox")


def test_the_newest_version_of_a_group_comes_first_on_demand(client_as, sagemaker, group, names):
    another = f"group-{next(names)}"
    sagemaker.create_model_package_group(ModelPackageGroupName=another)
    arns = [sagemaker.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"] for _ in range(3)]
    sagemaker.create_model_package(ModelPackageGroupName=another)
    reader = client_as("sagemaker", allow("sagemaker:ListModelPackages", "*"))
    request = {"ModelPackageGroupName": group, "SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 1}
    (newest,) = reader.list_model_packages(**request)["ModelPackageSummaryList"]
    assert (newest["ModelPackageArn"], newest["ModelPackageVersion"]) == (arns[2], 3)
    sagemaker.delete_model_package(ModelPackageName=arns[2])
    (newest,) = reader.list_model_packages(**request)["ModelPackageSummaryList"]
    assert newest["ModelPackageArn"] == arns[1]
    with pytest.raises(ClientError, match="AccessDenied"):
        client_as("sagemaker").list_model_packages(**request)


def test_the_life_cycle_is_kept(sagemaker, group):
    life_cycle = {"Stage": "Development", "StageStatus": "Approved", "StageDescription": "by ada"}
    arn = sagemaker.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    assert "ModelLifeCycle" not in sagemaker.describe_model_package(ModelPackageName=arn)
    sagemaker.update_model_package(ModelPackageArn=arn, ModelLifeCycle=life_cycle)
    assert sagemaker.describe_model_package(ModelPackageName=arn)["ModelLifeCycle"] == life_cycle


@pytest.mark.parametrize(
    "refused",
    [
        {"CustomerMetadataProperties": {"dev": '{"status": "Approved"}'}},
        {"CustomerMetadataProperties": {"dev": "x" * 257}},
        {"CustomerMetadataProperties": {f"key{number}": "x" for number in range(51)}},
        {"ApprovalDescription": "x" * 1025},
    ],
)
def test_metadata_that_sagemaker_refuses_is_refused(sagemaker, group, refused):
    arn = sagemaker.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    with pytest.raises(ClientError, match="ValidationException"):
        sagemaker.update_model_package(ModelPackageArn=arn, **refused)


def test_a_deleted_version_is_gone_and_its_number_is_not_used_again(sagemaker, group):
    first, second = (sagemaker.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"] for _ in range(2))
    sagemaker.delete_model_package(ModelPackageName=first)
    with pytest.raises(ClientError, match="ValidationException"):
        sagemaker.describe_model_package(ModelPackageName=first)
    third = sagemaker.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    assert third.endswith("/3")
    listed = sagemaker.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    assert {version["ModelPackageArn"] for version in listed} == {second, third}


def test_an_operation_that_the_sandbox_lacks_says_so(sagemaker):
    with pytest.raises(ClientError, match="UnknownOperation"):
        sagemaker.list_aliases(ImageName="image")


def test_a_group_is_deleted_only_when_it_has_no_versions(sagemaker, group):
    version = {"ModelPackageGroupName": group, "InferenceSpecification": SPECIFICATION}
    arn = sagemaker.create_model_package(**version)["ModelPackageArn"]
    with pytest.raises(ClientError, match="it has model packages"):
        sagemaker.delete_model_package_group(ModelPackageGroupName=group)
    sagemaker.delete_model_package(ModelPackageName=arn)
    sagemaker.delete_model_package_group(ModelPackageGroupName=group)
    with pytest.raises(ClientError, match="does not exist"):
        sagemaker.describe_model_package_group(ModelPackageGroupName=group)
