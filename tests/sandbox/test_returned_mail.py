"""Mail that bounces or is complained about is counted, listed and heard of, as on AWS."""

import json

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT, refused

BOUNCES, COMPLAINS, TAKES = (f"{name}@simulator.amazonses.com" for name in ("bounce", "complaint", "success"))
SUBJECT = {"Simple": {"Subject": {"Data": "Approve?"}, "Body": {"Text": {"Data": "Please."}}}}


@pytest.fixture
def ses(aws):
    client = aws.client("sesv2", root(ACCOUNT))
    if not any(one["IdentityName"] == "example.com" for one in client.list_email_identities()["EmailIdentities"]):
        client.create_email_identity(EmailIdentity="example.com")
    yield client
    for one in client.list_suppressed_destinations()["SuppressedDestinationSummaries"]:
        client.delete_suppressed_destination(EmailAddress=one["EmailAddress"])


@pytest.fixture
def stack(ses, names):
    """The name of a configuration set like the module's."""
    name = f"stack-{next(names)}"
    ses.create_configuration_set(
        ConfigurationSetName=name, SuppressionOptions={"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}
    )
    dimension = {
        "DimensionName": "ses:configuration-set",
        "DimensionValueSource": "MESSAGE_TAG",
        "DefaultDimensionValue": "none",
    }
    ses.create_configuration_set_event_destination(
        ConfigurationSetName=name,
        EventDestinationName="metrics",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT"],
            "CloudWatchDestination": {"DimensionConfigurations": [dimension]},
        },
    )
    return name


@pytest.fixture
def heard(aws, names):
    """A function that makes an alarm on what a stack counts, and one that tells what somebody has heard of."""
    cloudwatch, sns, sqs = (aws.client(service, root(ACCOUNT)) for service in ("cloudwatch", "sns", "sqs"))
    name = f"on-call-{next(names)}"
    topic = sns.create_topic(Name=name)["TopicArn"]
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    may_send = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [may_send | {"Resource": queue}]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)

    def watch(stack, metric):
        cloudwatch.put_metric_alarm(
            AlarmName=f"{stack}-{metric}",
            Namespace="AWS/SES",
            MetricName=metric,
            Dimensions=[{"Name": "ses:configuration-set", "Value": stack}],
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            ComparisonOperator="GreaterThanThreshold",
            Threshold=0,
            AlarmActions=[topic],
        )

    def messages():
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        told = [json.loads(json.loads(one["Body"])["Message"]) for one in answer.get("Messages", [])]
        return [(one["AlarmName"], one["NewStateValue"]) for one in told]

    return watch, messages


def send(ses, stack, *recipients):
    for recipient in recipients:
        ses.send_email(
            FromEmailAddress="model-approval@example.com",
            Destination={"ToAddresses": [recipient]},
            ConfigurationSetName=stack,
            Content=SUBJECT,
        )


def counted(aws, stack):
    """The sums of what SES has counted under the stack's configuration set."""
    cloudwatch = aws.client("cloudwatch", root(ACCOUNT))
    dimension = {"Name": "ses:configuration-set", "Value": stack}
    found = cloudwatch.list_metrics(Namespace="AWS/SES", Dimensions=[dimension])["Metrics"]
    sums = {}
    for name in {metric["MetricName"] for metric in found}:
        points = cloudwatch.get_metric_statistics(
            Namespace="AWS/SES", MetricName=name, Dimensions=[dimension], Statistics=["Sum"], Period=86400,
            StartTime="2020-01-01T00:00:00Z", EndTime="2100-01-01T00:00:00Z",
        )["Datapoints"]  # fmt: skip
        sums[name] = sum(point["Sum"] for point in points)
    return sums


def test_what_becomes_of_mails_is_counted_under_the_configuration_set(aws, ses, stack):
    send(ses, stack, TAKES, "ada@example.com", BOUNCES, COMPLAINS)
    assert counted(aws, stack) == {"Send": 4, "Delivery": 3, "Bounce": 1, "Complaint": 1}


def test_who_bounced_or_complained_is_on_the_list_until_taken_off(ses, stack):
    send(ses, stack, TAKES, BOUNCES, COMPLAINS)
    found = ses.list_suppressed_destinations()["SuppressedDestinationSummaries"]
    assert {one["EmailAddress"]: one["Reason"] for one in found} == {BOUNCES: "BOUNCE", COMPLAINS: "COMPLAINT"}
    only = ses.list_suppressed_destinations(Reasons=["BOUNCE"])["SuppressedDestinationSummaries"]
    assert [one["EmailAddress"] for one in only] == [BOUNCES]
    assert ses.get_suppressed_destination(EmailAddress=BOUNCES)["SuppressedDestination"]["Reason"] == "BOUNCE"
    ses.delete_suppressed_destination(EmailAddress=BOUNCES)
    assert "NotFoundException" in refused(ses.get_suppressed_destination, EmailAddress=BOUNCES)
    assert "NotFoundException" in refused(ses.delete_suppressed_destination, EmailAddress=BOUNCES)


def test_mail_to_whoever_is_on_the_list_counts_as_a_bounce_again(aws, ses, stack):
    ses.put_suppressed_destination(EmailAddress="ada@example.com", Reason="BOUNCE")
    send(ses, stack, "Ada@example.com")
    assert counted(aws, stack) == {"Send": 1, "Bounce": 1}
    ses.delete_suppressed_destination(EmailAddress="ada@example.com")
    send(ses, stack, "ada@example.com")
    assert counted(aws, stack) == {"Send": 2, "Bounce": 1, "Delivery": 1}


def test_a_bounce_is_heard_of_by_whoever_listens_to_that_stack(ses, stack, heard):
    watch, messages = heard
    watch(stack, "Bounce")
    watch("another-stack", "Bounce")
    send(ses, stack, TAKES)
    assert messages() == []
    send(ses, stack, BOUNCES)
    assert messages() == [(f"{stack}-Bounce", "ALARM")]


def test_without_a_configuration_set_nothing_is_counted_and_nobody_listed(aws, ses, stack):
    ses.send_email(
        FromEmailAddress="model-approval@example.com", Destination={"ToAddresses": [BOUNCES]}, Content=SUBJECT
    )
    assert counted(aws, stack) == {}
    assert ses.list_suppressed_destinations()["SuppressedDestinationSummaries"] == []
