"""A schedule is made with rights, runs in its own account with its role's rights, and is gone afterwards."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from sandbox.local_aws import root

from .conftest import OTHER_ACCOUNT, allow

QUEUES = f"arn:aws:sqs:eu-central-1:{OTHER_ACCOUNT}"
SCHEDULER = f"arn:aws:scheduler:eu-central-1:{OTHER_ACCOUNT}"
PASSED = {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}


@pytest.fixture
def sqs(aws):
    return aws.client("sqs", root(OTHER_ACCOUNT))


@pytest.fixture
def scheduler(aws):
    return aws.client("scheduler", root(OTHER_ACCOUNT))


@pytest.fixture
def place(sqs, scheduler, names):
    """The name of a schedule group, and of a queue with a dead-letter queue `<name>-dead-letters`."""
    name = f"reminders-{next(names)}"
    scheduler.create_schedule_group(Name=name)
    for queue in (name, f"{name}-dead-letters"):
        sqs.create_queue(QueueName=queue)
    return name


@pytest.fixture
def make_schedule_role(make_role):
    """A function that makes a role which Scheduler assumes for a group's schedules, with the statements that are given.

    Returns its ARN.
    """

    def make(group, *statements):
        source = {"aws:SourceAccount": OTHER_ACCOUNT, "aws:SourceArn": f"{SCHEDULER}:schedule-group/{group}"}
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": "scheduler.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": source},
        }
        return make_role(*statements, account=OTHER_ACCOUNT, trust=[trust])

    return make


def schedule(place, role, name="dev-group-3", seconds=-1, **more):
    """A request to send a message in so many seconds."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return {
        "Name": name,
        "GroupName": place,
        "ScheduleExpression": f"at({moment:%Y-%m-%dT%H:%M:%S})",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": {
            "Arn": f"{QUEUES}:{place}",
            "RoleArn": role,
            "Input": json.dumps({"environment": "dev", "group": "g", "version": 3, "remind": True}),
            "DeadLetterConfig": {"Arn": f"{QUEUES}:{place}-dead-letters"},
        },
    } | more


def receive(sqs, name, seconds=10):
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=seconds, MessageAttributeNames=["All"])
    return answer.get("Messages", [])


def refused(call, **request) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**request)
    error = caught.value.response["Error"]
    return error["Code"], error.get("Message", "")


def test_a_due_schedule_sends_its_message_once_and_is_gone(sqs, scheduler, place, make_schedule_role):
    role = make_schedule_role(place, allow("sqs:SendMessage", f"{QUEUES}:{place}"))
    request = schedule(place, role, seconds=3)
    scheduler.create_schedule(**request)
    assert scheduler.get_schedule(Name="dev-group-3", GroupName=place)["Target"] == request["Target"]
    assert receive(sqs, place, seconds=0) == []
    assert [message["Body"] for message in receive(sqs, place)] == [request["Target"]["Input"]]
    give_up = time.monotonic() + 5
    while scheduler.list_schedules(GroupName=place)["Schedules"] and time.monotonic() < give_up:
        time.sleep(0.1)
    code, _ = refused(scheduler.get_schedule, Name="dev-group-3", GroupName=place)
    assert code == "ResourceNotFoundException"
    assert receive(sqs, place, seconds=2) == []


def test_a_schedule_is_made_once(scheduler, place, make_schedule_role):
    request = schedule(place, make_schedule_role(place), seconds=3600)
    scheduler.create_schedule(**request)
    assert refused(scheduler.create_schedule, **request)[0] == "ConflictException"
    scheduler.delete_schedule(Name=request["Name"], GroupName=place)


def test_schedules_are_listed_by_the_page(scheduler, place, make_schedule_role):
    role = make_schedule_role(place)
    names = [f"dev-group-{number}" for number in range(5)]
    for name in names:
        scheduler.create_schedule(**schedule(place, role, name=name, seconds=3600))
    pages = scheduler.get_paginator("list_schedules").paginate(GroupName=place, PaginationConfig={"PageSize": 2})
    assert [[one["Name"] for one in page["Schedules"]] for page in pages] == [names[:2], names[2:4], names[4:]]
    for name in names:
        scheduler.delete_schedule(Name=name, GroupName=place)


def test_making_one_needs_rights_on_its_group_and_to_pass_its_role(client_as, place, make_schedule_role):
    role = make_schedule_role(place)
    create = allow("scheduler:CreateSchedule", f"{SCHEDULER}:schedule/{place}/*")
    hand_over = allow("iam:PassRole", role, Condition=PASSED)
    scheduler = client_as("scheduler", create, hand_over, account=OTHER_ACCOUNT)
    request = schedule(place, role, seconds=3600)
    scheduler.create_schedule(**request)
    code, _ = refused(scheduler.create_schedule, **request | {"GroupName": "default"})
    assert code == "AccessDeniedException"
    refused(scheduler.delete_schedule, Name=request["Name"], GroupName=place)
    without = client_as("scheduler", create, account=OTHER_ACCOUNT)
    code, message = refused(without.create_schedule, **request | {"Name": "another"})
    assert (code, f"iam:PassRole on resource: {role}" in message) == ("AccessDeniedException", True)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"ScheduleExpression": "at(2026-11-23T12:00:00Z)"}, "Invalid Schedule Expression"),
        ({"Name": "n" * 65}, "name"),
    ],
)
def test_what_scheduler_refuses_is_refused(scheduler, place, make_schedule_role, more, sentence):
    code, message = refused(scheduler.create_schedule, **schedule(place, make_schedule_role(place), **more))
    assert (code, sentence in message) == ("ValidationException", True)


def test_a_role_that_trusts_another_group_is_refused(scheduler, place, make_schedule_role):
    code, message = refused(scheduler.create_schedule, **schedule(place, make_schedule_role("another")))
    assert (code, "must allow" in message) == ("ValidationException", True)


def test_without_the_right_to_send_the_message_ends_in_the_dead_letter_queue(sqs, scheduler, place, make_schedule_role):
    role = make_schedule_role(place, allow("sqs:SendMessage", f"{QUEUES}:{place}-dead-letters"))
    request = schedule(place, role)
    scheduler.create_schedule(**request)
    (dead,) = receive(sqs, f"{place}-dead-letters")
    assert dead["Body"] == request["Target"]["Input"]
    assert "sqs:SendMessage" in dead["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    assert receive(sqs, place, seconds=0) == []


def test_without_any_right_to_send_the_message_is_lost(sqs, scheduler, place, make_schedule_role):
    scheduler.create_schedule(**schedule(place, make_schedule_role(place)))
    assert receive(sqs, f"{place}-dead-letters", seconds=3) == []
