"""Condition keys and resources that the module's policies are written with."""

import json

import pytest
from botocore.exceptions import ClientError

from sandbox.local_aws import root

from .conftest import ACCOUNT, OTHER_ACCOUNT, allow, refused

PARAMETERS = f"arn:aws:ssm:eu-central-1:{ACCOUNT}:parameter"
CREATE_ONLY = allow("ssm:PutParameter", "*", Effect="Deny", Condition={"StringEquals": {"ssm:Overwrite": "true"}})


@pytest.mark.parametrize("overwrite", [{}, {"Overwrite": False}])
def test_a_create_only_role_creates(client_as, names, overwrite):
    ssm = client_as("ssm", allow("ssm:PutParameter", f"{PARAMETERS}/create-only/*"), CREATE_ONLY)
    ssm.put_parameter(Name=f"/create-only/{next(names)}", Value="1", Type="String", **overwrite)


def test_a_create_only_role_never_overwrites(client_as, names):
    ssm = client_as("ssm", allow("ssm:PutParameter", f"{PARAMETERS}/create-only/*"), CREATE_ONLY)
    request = {"Name": f"/create-only/{next(names)}", "Value": "1", "Type": "String"}
    ssm.put_parameter(**request, Overwrite=False)
    assert "ParameterAlreadyExists" in refused(ssm.put_parameter, **request, Overwrite=False)
    assert "explicit deny" in refused(ssm.put_parameter, **request, Overwrite=True)


def test_a_mail_needs_the_identity_and_the_configuration_set(aws, client_as):
    admin = aws.client("sesv2", root(ACCOUNT))
    admin.create_email_identity(EmailIdentity="mail.example")
    admin.create_configuration_set(ConfigurationSetName="workflow")
    arn = f"arn:aws:ses:eu-central-1:{ACCOUNT}"
    mail = {
        "FromEmailAddress": "Approval <no-reply@mail.example>",
        "Destination": {"ToAddresses": ["ada@example.com"]},
        "Content": {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}},
        "ConfigurationSetName": "workflow",
    }
    identity = allow("ses:SendEmail", f"{arn}:identity/mail.example")
    refused(client_as("sesv2", identity).send_email, **mail)
    both = allow("ses:SendEmail", [f"{arn}:identity/mail.example", f"{arn}:configuration-set/workflow"])
    client_as("sesv2", both).send_email(**mail)
    refused(client_as("sesv2", both).send_email, **mail | {"FromEmailAddress": "no-reply@other.example"})


@pytest.fixture
def promotion_role(make_role):
    """A function that makes a role which one role of another account may assume, on behalf of somebody."""

    def make(trusted_role_arn: str, actions: tuple[str, ...] = ("sts:AssumeRole", "sts:SetSourceIdentity")) -> str:
        account = trusted_role_arn.split(":")[4]
        trust = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Action": list(actions),
            "Condition": {
                "ArnEquals": {"aws:PrincipalArn": trusted_role_arn},
                "StringEquals": {"sts:ExternalId": "model-approval"},
                "StringLike": {"sts:SourceIdentity": "?*"},
            },
        }
        return make_role(account=OTHER_ACCOUNT, trust=[trust])

    return make


@pytest.fixture
def approver(make_role):
    return make_role(allow(["sts:AssumeRole", "sts:SetSourceIdentity"], "*"))


def test_a_role_is_assumed_on_behalf_of_somebody_and_that_is_kept(aws, promotion_role, approver):
    role = promotion_role(approver)
    aws.assume(role, aws.assume(approver), ExternalId="model-approval", SourceIdentity="ada@example.com")
    sessions = [
        session for session in aws.role_sessions() if session["session"].endswith(f"{role.split('/')[1]}/sandbox")
    ]
    assert [session["source_identity"] for session in sessions] == ["ada@example.com"]
    assert sessions[0]["assumed_by"].split("/")[1] == approver.split("/")[1]


@pytest.mark.parametrize(
    "request_members",
    [
        {"ExternalId": "model-approval"},
        {"SourceIdentity": "ada"},
        {"ExternalId": "another", "SourceIdentity": "ada"},
    ],
)
def test_a_trust_policy_asks_for_source_identity_and_external_id(aws, promotion_role, approver, request_members):
    with pytest.raises(ClientError, match="AccessDenied"):
        aws.assume(promotion_role(approver), aws.assume(approver), **request_members)


def test_only_the_named_role_of_the_trusted_account_gets_in(aws, promotion_role, approver, make_role):
    another = make_role(allow(["sts:AssumeRole", "sts:SetSourceIdentity"], "*"))
    with pytest.raises(ClientError, match="AccessDenied"):
        aws.assume(
            promotion_role(approver), aws.assume(another), ExternalId="model-approval", SourceIdentity="ada"
        )  # fmt: skip


def test_setting_a_source_identity_needs_permission_on_both_sides(aws, promotion_role, approver, make_role):
    members = {"ExternalId": "model-approval", "SourceIdentity": "ada"}
    with pytest.raises(ClientError, match="AccessDenied"):
        aws.assume(promotion_role(approver, actions=("sts:AssumeRole",)), aws.assume(approver), **members)
    unable = make_role(allow("sts:AssumeRole", "*"))
    with pytest.raises(ClientError, match="sts:SetSourceIdentity"):
        aws.assume(promotion_role(unable), aws.assume(unable), **members)


def test_the_principal_of_an_assumed_role_is_the_role(aws, client_as, names):
    """Also in resource policies: a bucket that only one role may read."""
    bucket = f"bucket-{next(names)}"
    s3 = aws.client("s3", root(OTHER_ACCOUNT))
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket=bucket, Key="key", Body=b"value")
    read = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")
    reader, stranger = client_as("s3", read), client_as("s3", read)
    role = aws_role(aws, reader)
    condition = {"ArnEquals": {"aws:PrincipalArn": role}}
    statement = read | {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Condition": condition}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert reader.get_object(Bucket=bucket, Key="key")["Body"].read() == b"value"
    refused(stranger.get_object, Bucket=bucket, Key="key")


def aws_role(aws, client) -> str:
    key = client._request_signer._credentials
    from sandbox.local_aws import Credentials

    session = aws.client("sts", Credentials(key.access_key, key.secret_key, key.token)).get_caller_identity()["Arn"]
    return f"arn:aws:iam::{ACCOUNT}:role/{session.split('/')[1]}"
