"""The first step of the pipeline: which model package is approved, if its model data are still the approved ones."""

import json

import boto3

ssm, s3 = boto3.client("ssm"), boto3.client("s3")


def handler(event, context):
    """`event` has the name of the parameter. What is returned are the step's outputs."""
    approved = json.loads(ssm.get_parameter(Name=event["parameter"])["Parameter"]["Value"])
    for container in approved["containers"]:
        check(container["model_data_url"], container["model_data"])
    return {"model_package_arn": approved["model_package_arn"]}


def check(uri, pin):
    """Raises ValueError if the object is another one now. What was never pinned, and folders, are not looked at."""
    if not uri or not pin or "objects" in pin:
        return
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    found = s3.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
    if "version_id" in pin and found.get("VersionId") == pin["version_id"]:
        return
    algorithm, _, checksum = pin.get("checksum", "").partition(":")
    same_bytes = not algorithm or found.get(f"Checksum{algorithm}") == checksum
    if (found["ETag"].strip('"'), found["ContentLength"]) != (pin["etag"], pin["size"]) or not same_bytes:
        raise ValueError(f"{uri} does not hold what was approved")
