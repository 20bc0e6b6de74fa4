"""What the workflow relies on in S3: conditional writes, versions, checksums, and who learns what does not exist."""

import json

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT, OTHER_ACCOUNT, allow, refused


@pytest.fixture
def bucket(aws, names):
    """A bucket that keeps versions, with one object in it."""
    s3, name = aws.client("s3", root(ACCOUNT)), f"objects-{next(names)}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=name, Key="a/there", Body=b"1")
    return name


def test_an_object_is_written_once_by_those_who_ask_for_that(aws, bucket):
    s3 = aws.client("s3", root(ACCOUNT))
    message = refused(s3.put_object, Bucket=bucket, Key="a/there", Body=b"2", IfNoneMatch="*")
    assert "PreconditionFailed" in message
    assert s3.get_object(Bucket=bucket, Key="a/there")["Body"].read() == b"1"
    s3.put_object(Bucket=bucket, Key="a/new", Body=b"2", IfNoneMatch="*")


def test_versions_and_checksums_tell_what_an_object_is(aws, bucket):
    s3 = aws.client("s3", root(ACCOUNT))
    put = s3.put_object(Bucket=bucket, Key="a/there", Body=b"abc", ChecksumAlgorithm="SHA256")
    head = s3.head_object(Bucket=bucket, Key="a/there", ChecksumMode="ENABLED")
    assert (head["VersionId"], head["ContentLength"]) == (put["VersionId"], 3)
    assert head["ChecksumSHA256"] == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
    s3.put_object(Bucket=bucket, Key="a/there", Body=b"other")
    assert s3.head_object(Bucket=bucket, Key="a/there")["VersionId"] != put["VersionId"]
    s3.delete_object(Bucket=bucket, Key="a/there", VersionId=s3.head_object(Bucket=bucket, Key="a/there")["VersionId"])
    assert s3.head_object(Bucket=bucket, Key="a/there")["VersionId"] == put["VersionId"]


def test_an_old_version_needs_a_right_of_its_own(aws, bucket, client_as):
    version = aws.client("s3", root(ACCOUNT)).head_object(Bucket=bucket, Key="a/there")["VersionId"]
    reader = client_as("s3", allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*"))
    reader.get_object(Bucket=bucket, Key="a/there")
    assert "s3:GetObjectVersion" in refused(reader.get_object, Bucket=bucket, Key="a/there", VersionId=version)


@pytest.mark.parametrize("account", [ACCOUNT, OTHER_ACCOUNT], ids=["own account", "other account"])
def test_only_who_may_list_is_told_that_an_object_does_not_exist(aws, bucket, client_as, account):
    arn = f"arn:aws:s3:::{bucket}"
    for may_list, expected in ((False, ("AccessDenied", "403")), (True, ("NoSuchKey", "404"))):
        shared = [allow("s3:GetObject", f"{arn}/*"), *([allow("s3:ListBucket", arn)] if may_list else [])]
        policy = [one | {"Principal": {"AWS": f"arn:aws:iam::{account}:root"}} for one in shared]
        if account != ACCOUNT:
            document = json.dumps({"Version": "2012-10-17", "Statement": policy})
            aws.client("s3", root(ACCOUNT)).put_bucket_policy(Bucket=bucket, Policy=document)
        reader = client_as("s3", *shared, account=account)
        for operation, code in zip((reader.get_object, reader.head_object), expected, strict=True):
            assert code in refused(operation, Bucket=bucket, Key="a/missing"), may_list
            assert operation(Bucket=bucket, Key="a/there")["ContentLength"] == 1
