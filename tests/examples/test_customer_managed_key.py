"""examples/customer-managed-key: all that is stored has the company's key, and who must use it may."""

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase

from sandbox.environments import REGION
from sandbox.local_aws import root
from tests.examples.people import path
from tests.examples.room import Applied, Cloud, Example, Variables


def variables(cloud: Cloud, accounts: Sequence[str]) -> Variables:
    return path(accounts[0]) | {"name": "own-key", "oidc": cloud.identity.settings()}


EXAMPLE = Example("customer-managed-key", variables)


def test_nothing_is_stored_without_the_key(example: Applied, cloud: Cloud) -> None:
    [account], key = example.account_ids, example.outputs["key_arn"]
    sqs, sns, logs, s3 = (cloud.aws.client(service, root(account)) for service in ("sqs", "sns", "logs", "s3"))
    queues = {url.rpartition("/")[2]: url for url in sqs.list_queues()["QueueUrls"]}
    assert queues.keys() == {url.rpartition("/")[2] for url in example.outputs["queue_urls"]}
    keys = {
        name: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"].get("KmsMasterKeyId")
        for name, url in queues.items()
    }
    for topic in sns.list_topics()["Topics"]:
        keys[topic["TopicArn"]] = sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]["KmsMasterKeyId"]
    for group in logs.describe_log_groups()["logGroups"]:
        keys[group["logGroupName"]] = group.get("kmsKeyId")
    for bucket in s3.list_buckets()["Buckets"]:
        encryption = s3.get_bucket_encryption(Bucket=bucket["Name"])["ServerSideEncryptionConfiguration"]
        keys[bucket["Name"]] = encryption["Rules"][0]["ApplyServerSideEncryptionByDefault"].get("KMSMasterKeyID")
    assert len(keys) >= len(queues) + 1 + 4 + 1, "queues, the topic, logs of three functions and the API, the bucket"
    assert keys == dict.fromkeys(keys, key)


def test_the_services_that_use_the_key_are_let_in_for_the_stacks_things_alone(example: Applied, cloud: Cloud) -> None:
    [account], key = example.account_ids, example.outputs["key_arn"]
    policy = cloud.aws.client("kms", root(account)).get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    by_service = {
        statement["Principal"]["Service"]: statement
        for statement in json.loads(policy)["Statement"]
        if "Service" in statement["Principal"]
    }
    logs = by_service.pop(f"logs.{REGION}.amazonaws.com")
    alarms, events = by_service.pop("cloudwatch.amazonaws.com"), by_service.pop("events.amazonaws.com")
    assert not by_service
    for service in (alarms, events):
        assert {action.rstrip("*") for action in service["Action"]} == {"kms:Decrypt", "kms:GenerateDataKey"}
    assert alarms["Condition"] == {"StringEquals": {"aws:SourceAccount": account}}
    patterns = logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    groups = cloud.aws.client("logs", root(account)).describe_log_groups()["logGroups"]
    arns = {group["logGroupName"]: group["arn"].removesuffix(":*") for group in groups}
    refused = {name for name, arn in arns.items() if not any(fnmatchcase(arn, pattern) for pattern in patterns)}
    assert arns
    assert refused == set()
    others = [arn.replace("own-key", "other") for arn in arns.values()]
    assert not any(fnmatchcase(arn, pattern) for arn in others for pattern in patterns)
