"""Somebody who tampers with a registered version's model data in S3."""

from collections.abc import Iterator
from contextlib import contextmanager

from .environments import DEV
from .local_aws import LocalAws, root


@contextmanager
def replaced(aws: LocalAws, model_package_arn: str) -> Iterator[None]:
    """Other bytes stand where the version's model data were, until they are removed again."""
    s3, sagemaker = (aws.client(service, root(DEV.account_id)) for service in ("s3", "sagemaker"))
    package = sagemaker.describe_model_package(ModelPackageName=model_package_arn)
    url = package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    bucket, _, key = url.removeprefix("s3://").partition("/")
    put = s3.put_object(Bucket=bucket, Key=key, Body=b"something else")
    try:
        yield
    finally:
        s3.delete_object(Bucket=bucket, Key=key, VersionId=put["VersionId"])
