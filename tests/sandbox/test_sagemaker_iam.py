"""SageMaker calls are authorised like any other call."""

import json

import pytest

from sandbox.local_aws import Credentials, root

from .conftest import ACCOUNT, OTHER_ACCOUNT, allow, refused

PACKAGES = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:model-package"


@pytest.fixture
def version(aws, names):
    """A registered model version's ARN."""
    sagemaker, group = aws.client("sagemaker", root(ACCOUNT)), f"group-{next(names)}"
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    return sagemaker.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]


def test_a_role_without_permission_is_refused(client_as, version):
    message = refused(client_as("sagemaker").describe_model_package, ModelPackageName=version)
    assert "AccessDenied" in message
    assert "sagemaker:DescribeModelPackage" in message


def test_a_role_reads_what_its_policy_names_and_nothing_else(client_as, version):
    group = version.split("/")[1]
    sagemaker = client_as("sagemaker", allow("sagemaker:DescribeModelPackage", f"{PACKAGES}/{group}/*"))
    assert sagemaker.describe_model_package(ModelPackageName=version)["ModelPackageVersion"] == 1
    refused(sagemaker.describe_model_package, ModelPackageName=f"{PACKAGES}/another/1")
    refused(sagemaker.update_model_package, ModelPackageArn=version, ModelApprovalStatus="Approved")


def test_a_wrong_signature_is_refused(aws, make_role, version):
    session = aws.assume(make_role(allow("sagemaker:*", "*")))
    forged = Credentials(session.access_key, "not the secret", session.token)
    message = refused(aws.client("sagemaker", forged).describe_model_package, ModelPackageName=version)
    assert "Signature" in message


def test_a_notifier_may_set_metadata_but_not_the_approval_status(client_as, version):
    deny = allow(
        "sagemaker:UpdateModelPackage",
        "*",
        Effect="Deny",
        Condition={"Null": {"sagemaker:ModelApprovalStatus": "false"}},
    )
    sagemaker = client_as("sagemaker", allow("sagemaker:UpdateModelPackage", f"{PACKAGES}/*"), deny)
    sagemaker.update_model_package(ModelPackageArn=version, CustomerMetadataProperties={"dev": "PendingManualApproval"})
    message = refused(sagemaker.update_model_package, ModelPackageArn=version, ModelApprovalStatus="Approved")
    assert "explicit deny" in message


def test_metadata_keys_are_condition_keys(client_as, version):
    condition = {"StringEquals": {"sagemaker:CustomerMetadataProperties/test": "Approved"}}
    sagemaker = client_as("sagemaker", allow("sagemaker:UpdateModelPackage", version, Condition=condition))
    sagemaker.update_model_package(ModelPackageArn=version, CustomerMetadataProperties={"test": "Approved"})
    refused(
        sagemaker.update_model_package,
        ModelPackageArn=version,
        CustomerMetadataProperties={"test": "PendingManualApproval"},
    )
    refused(sagemaker.update_model_package, ModelPackageArn=version, CustomerMetadataProperties={"prod": "Approved"})


def test_another_account_needs_the_group_policy_as_well_as_its_own(aws, client_as, version):
    reader = client_as("sagemaker", allow("sagemaker:DescribeModelPackage", version), account=OTHER_ACCOUNT)
    stranger = client_as("sagemaker", account=OTHER_ACCOUNT)
    refused(reader.describe_model_package, ModelPackageName=version)

    owner, group = aws.client("sagemaker", root(ACCOUNT)), version.split("/")[1]
    use = allow("sagemaker:DescribeModelPackage", f"{PACKAGES}/{group}/*")
    principal = {"Principal": {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [use | principal]})
    owner.put_model_package_group_policy(ModelPackageGroupName=group, ResourcePolicy=policy)
    assert owner.get_model_package_group_policy(ModelPackageGroupName=group)["ResourcePolicy"] == policy
    assert reader.describe_model_package(ModelPackageName=version)["ModelPackageArn"] == version
    refused(stranger.describe_model_package, ModelPackageName=version)
    refused(reader.update_model_package, ModelPackageArn=version, ModelApprovalStatus="Approved")

    owner.delete_model_package_group_policy(ModelPackageGroupName=group)
    refused(reader.describe_model_package, ModelPackageName=version)


def test_a_role_is_passed_to_sagemaker_only_with_permission(client_as, make_role):
    role = make_role()
    request = {"ModelName": "passed", "ExecutionRoleArn": role, "PrimaryContainer": {"Image": "image"}}
    create = allow("sagemaker:CreateModel", f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:model/*")
    assert "iam:PassRole" in refused(client_as("sagemaker", create).create_model, **request)
    condition = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
    client_as("sagemaker", create, allow("iam:PassRole", role, Condition=condition)).create_model(**request)


def test_a_role_that_sagemaker_may_not_assume_is_refused(aws, make_role):
    trust = [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]
    request = {"ModelName": "untrusted", "ExecutionRoleArn": make_role(trust=trust)}
    message = refused(aws.client("sagemaker", root(ACCOUNT)).create_model, **request)
    assert "Could not assume role" in message
