"""The commands of docs/operations.md, run as they stand there, do what the page says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from sandbox.environments import DEV, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX, REGION
from sandbox.ledger import records, registered
from sandbox.local_aws import LocalAws, root
from sandbox.story import Story
from sandbox.world import World
from tests.journey.queues import dead_letter, log_line, sagemaker_event, send, until, wait_until_idle

# The first version of the AWS CLI takes no endpoint for SQS from the environment.
AWS = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n'
PAGE = Path(__file__).parents[2] / "docs" / "operations.md"
APPROVED = f"{PARAMETER_PREFIX}/dev/{MODEL_PACKAGE_GROUP}/approved"
ARN = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:model-package/{MODEL_PACKAGE_GROUP}"


def run(world: World, heading: str, **variables: str) -> Any:
    """The command below this heading, with these variables, in dev's account. Returns what it answers."""
    return run_in(world.aws, DEV.account_id, heading, **variables)


def run_in(aws: LocalAws, account_id: str, heading: str, **variables: str) -> Any:
    """The same in any account, as its owner."""
    [section] = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    [command] = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    credentials = root(account_id)
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_PAGER": "",
    }
    done = subprocess.run(
        ["bash", "-euc", AWS + command], env=environment | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout or "{}")


def test_what_was_put_aside_is_looked_at_and_redriven(story: Story, world: World) -> None:
    """A version that does not exist when its event comes, and then does."""
    wait_until_idle(world, DEV, "approval")  # the story's last decisions leave the index of what waits
    stack, group = world.stacks["dev"], "late-group"
    arn = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:model-package/{group}/1"
    body = sagemaker_event(
        "SageMaker Model Package State Change", {"ModelPackageGroupName": group, "ModelPackageArn": arn}
    )
    send(world, DEV, "registration_notifier", body)
    dead_letter(world, DEV, "registration_notifier", arn)
    dead_letters = stack["dead_letter_queue_urls"]["registration_notifier"]

    def seen() -> bool:
        looked = run(world, "Look at what was put aside", DEAD_LETTER_QUEUE_URL=dead_letters)
        messages = [message for message in looked.get("Messages", []) if arn in message["Body"]]
        return any("not in the" in message["MessageAttributes"]["reason"]["StringValue"] for message in messages)

    until(seen, "the message is seen with its reason")
    sagemaker = world.aws.client("sagemaker", root(DEV.account_id))
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    sagemaker.create_model_package(ModelPackageGroupName=group, ModelApprovalStatus="PendingManualApproval")
    wait_until_idle(world, DEV, "registration_notifier")
    sqs = world.aws.client("sqs", root(DEV.account_id))

    def left() -> bool:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = sqs.get_queue_attributes(QueueUrl=dead_letters, AttributeNames=names)["Attributes"]
        return any(found[name] != "0" for name in names)

    before = records(world.aws, DEV)
    run(
        world,
        "Redrive",
        DEAD_LETTER_QUEUE_ARN=stack["dead_letter_queue_arns"]["registration_notifier"],
        QUEUE_ARN=stack["queue_arns"]["registration_notifier"],
    )
    wait_until_idle(world, DEV, "registration_notifier")
    assert f"{PARAMETER_PREFIX}/dev/{group}/versions/1/request" in before
    assert records(world.aws, DEV) == before
    sqs.purge_queue(QueueUrl=dead_letters)
    assert not left()


def test_approved_is_rebuilt_from_the_records(story: Story, world: World) -> None:
    wait_until_idle(world, DEV, "approval")  # the story's last decisions leave the index of what waits
    before = records(world.aws, DEV)
    ssm = world.aws.client("ssm", root(DEV.account_id))
    for damage in ("removed", "changed"):
        if damage == "removed":
            ssm.delete_parameter(Name=APPROVED)
        else:
            ssm.put_parameter(Name=APPROVED, Value="something else", Type="String", Overwrite=True)
        run(
            world,
            "Rebuild `approved` from the records",
            APPROVAL_QUEUE_URL=world.stacks["dev"]["queue_urls"]["approval"],
            ENVIRONMENT="dev",
            GROUP=MODEL_PACKAGE_GROUP,
        )
        wait_until_idle(world, DEV, "approval")
        assert records(world.aws, DEV) == before


def test_a_decision_is_carried_through_again(story: Story, world: World) -> None:
    """The environment's field in the registry was lost."""
    sagemaker = world.aws.client("sagemaker", root(DEV.account_id))
    _, fields = registered(world.aws, f"{ARN}/2")
    sagemaker.update_model_package(
        ModelPackageArn=f"{ARN}/2", CustomerMetadataProperties=fields | {"dev": "PendingManualApproval"}
    )
    run(
        world,
        "Carry a decision through again",
        APPROVAL_QUEUE_URL=world.stacks["dev"]["queue_urls"]["approval"],
        ENVIRONMENT="dev",
        GROUP=MODEL_PACKAGE_GROUP,
        VERSION="2",
    )
    until(lambda: registered(world.aws, f"{ARN}/2")[1] == fields, "the field is back")


def test_the_history_of_a_version_is_read_with_one_command(story: Story, world: World) -> None:
    history = run(
        world,
        "Read the history of a version",
        PARAMETER_PREFIX=PARAMETER_PREFIX,
        ENVIRONMENT="dev",
        GROUP=MODEL_PACKAGE_GROUP,
        VERSION="1",
    )
    names = {parameter["Name"].rpartition("/")[2] for parameter in history["Parameters"]}
    assert {"request", "decision"} <= names


def test_what_waits_and_why_a_function_failed_is_told(story: Story, world: World) -> None:
    queue_urls, mark = world.stacks["dev"]["queue_urls"], "nothing-that-sagemaker-sends"
    send(world, DEV, "registration_notifier", sagemaker_event(mark, {}))
    dead_letter(world, DEV, "registration_notifier", mark)
    log_line(world, DEV, "registration_notifier", mark)
    told = run(world, "A function fails", FUNCTION="model-approval-dev-registration-notifier")
    lines = [event["message"] for event in told["events"]]
    assert any("event put aside" in line and mark in line for line in lines)
    assert not any('"level":"INFO"' in line for line in lines)
    attributes = run(world, "Messages wait", QUEUE_URL=queue_urls["registration_notifier"])["Attributes"]
    assert int(attributes["ApproximateNumberOfMessages"]) >= 0
    assert run(world, "A function is throttled")["AccountLimit"]["ConcurrentExecutions"] > 0
    world.aws.client("sqs", root(DEV.account_id)).purge_queue(
        QueueUrl=world.stacks["dev"]["dead_letter_queue_urls"]["registration_notifier"]
    )


def test_a_lost_version_is_asked_for_and_its_approvers_are_reminded(story: Story, world: World) -> None:
    """The event of a registration came to nothing: there is no request, and nobody was told."""
    group, request = "lost-group", f"{PARAMETER_PREFIX}/dev/lost-group/versions/1/request"
    sagemaker, ssm = (world.aws.client(service, root(DEV.account_id)) for service in ("sagemaker", "ssm"))
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    arn = sagemaker.create_model_package(ModelPackageGroupName=group, ModelApprovalStatus="PendingManualApproval")
    until(lambda: request in records(world.aws, DEV), "the version is asked for")
    wait_until_idle(world, DEV, "registration_notifier")
    ssm.delete_parameters(Names=[request, f"{PARAMETER_PREFIX}/dev/_waiting/{group}/1"])
    run(
        world,
        "Ask for a version",
        REGISTRATION_QUEUE_URL=world.stacks["dev"]["queue_urls"]["registration_notifier"],
        GROUP=group,
        MODEL_PACKAGE_ARN=arn["ModelPackageArn"],
    )
    until(lambda: request in records(world.aws, DEV), "the version is asked for again")
    waiting = run(world, "A request waits", PARAMETER_PREFIX=PARAMETER_PREFIX, ENVIRONMENT="dev")["Parameters"]
    assert f"{PARAMETER_PREFIX}/dev/_waiting/{group}/1" in [parameter["Name"] for parameter in waiting]

    def reminders() -> list[str]:
        subject = f"Re: Approve {group} version 1 for dev?"
        return [mail["recipients"] for mail in world.aws.mails() if mail["subject"] == subject]

    before = len(reminders())
    run(
        world,
        "Remind the approvers",
        APPROVAL_QUEUE_URL=world.stacks["dev"]["queue_urls"]["approval"],
        ENVIRONMENT="dev",
        GROUP=group,
        VERSION="1",
    )
    until(lambda: len(reminders()) > before, "the approvers are reminded")
    ssm.delete_parameters(Names=[request, f"{PARAMETER_PREFIX}/dev/_waiting/{group}/1"])


def test_whose_mail_bounces_raises_an_alarm_is_found_and_gets_mail_again(story: Story, world: World) -> None:
    """With the configuration set, the event destination and the alarm that the module made."""
    address, stack = "bounce@simulator.amazonses.com", "model-approval-dev"
    ses, cloudwatch = (world.aws.client(service, root(DEV.account_id)) for service in ("sesv2", "cloudwatch"))

    def states() -> dict[str, str]:
        alarms = cloudwatch.describe_alarms(AlarmNamePrefix=f"{stack}-mail-")["MetricAlarms"]
        return {alarm["AlarmName"].removeprefix(f"{stack}-mail-"): alarm["StateValue"] for alarm in alarms}

    before = states()
    assert sorted(before) == ["bounces", "complaints", "rejects"]
    assert before["bounces"] != "ALARM"
    ses.send_email(
        FromEmailAddress=world.aws.mails()[0]["sender"],
        Destination={"ToAddresses": [address]},
        ConfigurationSetName=stack,
        Content={"Simple": {"Subject": {"Data": "Approve?"}, "Body": {"Text": {"Data": "Please."}}}},
    )
    assert states() == before | {"bounces": "ALARM"}
    [listed] = run(world, "An approver's mail bounces")["SuppressedDestinationSummaries"]
    assert (listed["EmailAddress"], listed["Reason"]) == (address, "BOUNCE")
    run(world, "Send to an address again", ADDRESS=address)
    assert run(world, "An approver's mail bounces")["SuppressedDestinationSummaries"] == []
