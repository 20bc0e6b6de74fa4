"""The model registry answers as SageMaker does, and sends the events that SageMaker sends."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from sandbox.local_aws import root

from .conftest import ACCOUNT

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
