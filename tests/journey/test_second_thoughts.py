"""Decisions that are taken back, lost on the way or gone around, with the real functions under enforced IAM."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sandbox.approver import Approver
from sandbox.artefact import replaced
from sandbox.browser import Page
from sandbox.environments import (
    DEV,
    ENVIRONMENTS,
    MODEL_PACKAGE_GROUP,
    PARAMETER_PREFIX,
    Environment,
)
from sandbox.ledger import Records, records, registered
from sandbox.local_aws import root
from sandbox.mailbox import mails, wait_for_mail
from sandbox.people import ALEX, DANA, TOM
from sandbox.story import Story
from sandbox.world import World
from tests.journey.queues import dead_letter, send, until, wait_until_idle

TEST = ENVIRONMENTS[1]


def approved(world: World, environment: Environment) -> int | None:
    name = f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/approved"
    found = records(world.aws, environment).get(name)
    return int(found["version"]) if found else None


def of_version(arn: str, found: Records) -> Records:
    part = f"/{MODEL_PACKAGE_GROUP}/versions/{arn.rpartition('/')[2]}/"
    return {name: value for name, value in found.items() if part in name}


def approve(world: World, story: Story) -> tuple[str, str, Page]:
    """A new version, approved for dev by Dana. Returns its ARN, what mails call it, and its page."""
    arn, version = story.register("logistic regression")
    dana = Approver(world.aws, DANA)
    page = dana.decide(dana.visit(dana.mail(version, DEV.name).link), "Approved", "")
    assert approved(world, DEV) == int(arn.rpartition("/")[2])
    return arn, version, page


def test_a_revoked_version_gives_way_to_the_one_before_it(story: Story, world: World) -> None:
    before = approved(world, DEV)
    arn, _, page = approve(world, story)
    dana = Approver(world.aws, DANA)
    page = dana.revoke(dana.visit(page.url), "It drifts.")
    assert page.status == 200
    assert "It drifts." in page.text
    assert approved(world, DEV) == before
    status, fields = registered(world.aws, arn)
    assert (status, fields["dev"]) == ("Rejected", "Revoked")
    wait_until_idle(world, DEV, "approval")
    assert approved(world, DEV) == before
    assert len([name for name in of_version(arn, records(world.aws, DEV)) if name.endswith("/revocation")]) == 1


def test_a_status_changed_past_the_workflow_is_told_and_put_back_once(story: Story, world: World) -> None:
    arn, version = story.register("logistic regression")
    sagemaker = world.aws.client("sagemaker", root(DEV.account_id))
    sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    mail = wait_for_mail(world.aws, DANA.email, f"{version} was set to Approved outside of the workflow")
    assert version in mail.text
    until(lambda: registered(world.aws, arn)[0] == "PendingManualApproval", "the status is put back")
    for function in ("approval", "registration_notifier"):
        wait_until_idle(world, DEV, function)
    told = of_version(arn, records(world.aws, DEV))
    assert len([name for name in told if "/bypasses/" in name]) == 1
    assert len([m for m in mails(world.aws, DANA.email) if version in m.subject]) == 2  # the request, and this
    assert not any(name.endswith("/decision") for name in told)


def test_what_changed_after_it_was_approved_is_not_published_until_it_is_put_back(story: Story, world: World) -> None:
    """As if the function had died after it wrote the decision, and somebody replaced model.tar.gz before it went on."""
    arn, _, _ = approve(world, story)
    number = int(arn.rpartition("/")[2])
    ssm, sqs = (world.aws.client(service, root(DEV.account_id)) for service in ("ssm", "sqs"))
    body = json.dumps({"environment": "dev", "group": MODEL_PACKAGE_GROUP, "version": number})
    wait_until_idle(world, DEV, "approval")
    with replaced(world.aws, arn):
        ssm.delete_parameter(Name=f"{PARAMETER_PREFIX}/dev/{MODEL_PACKAGE_GROUP}/approved")
        send(world, DEV, "approval", body)
        reason = dead_letter(world, DEV, "approval", f'"version": {number}')
        assert "model.tar.gz were changed" in reason
        assert approved(world, DEV) != number
    sqs.purge_queue(QueueUrl=world.stacks["dev"]["dead_letter_queue_urls"]["approval"])
    send(world, DEV, "approval", body)
    until(lambda: approved(world, DEV) == number, "what is as it was approved is published")


@contextmanager
def denied(world: World, environment: Environment, role_arn: str, *actions: str, resource: str = "*") -> Iterator[None]:
    """Nobody who acts through this role may do these things meanwhile."""
    iam, role = world.aws.client("iam", root(environment.account_id)), role_arn.rpartition("/")[2]
    statement = {"Effect": "Deny", "Action": list(actions), "Resource": resource}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=role, PolicyName="taken-away", PolicyDocument=document)
    try:
        yield
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="taken-away")


def test_access_lost_in_the_middle_of_an_approval_and_given_back_needs_nobody_s_help(
    story: Story, world: World
) -> None:
    """The decision is recorded in test's account, then neither the registry nor `approved` can be written."""
    arn, version, _ = approve(world, story)
    story.run(arn, DEV)
    tom = Approver(world.aws, TOM)
    page = tom.visit(tom.mail(version, "test").link)
    before = approved(world, TEST)
    registry = world.stacks["dev"]["registry_role_arn"]
    own = world.stacks["dev"]["approval_role_arn"]
    with (
        denied(world, DEV, own, "sagemaker:UpdateModelPackage"),
        denied(world, DEV, registry, "sagemaker:UpdateModelPackage"),
    ):
        page = tom.decide(page, "Approved", "")
        assert page.status == 202
        assert "continues by itself" in page.text
        assert approved(world, TEST) == before
    until(lambda: approved(world, TEST) == int(arn.rpartition("/")[2]), "test runs the version")
    assert registered(world.aws, arn)[1]["test"] == "Approved"


def test_without_the_promotion_role_nothing_is_decided_and_the_approver_is_told(story: Story, world: World) -> None:
    arn, version, _ = approve(world, story)
    story.run(arn, DEV)
    tom = Approver(world.aws, TOM)
    page = tom.visit(tom.mail(version, "test").link)
    with denied(world, TEST, world.stacks["test"]["promotion_role_arn"], "ssm:PutParameter"):
        refused = tom.decide(page, "Approved", "")
        assert refused.status == 502
    assert not of_version(arn, records(world.aws, TEST))
    assert "Approved for test by" in tom.decide(tom.visit(page.url), "Approved", "").text
    assert approved(world, TEST) == int(arn.rpartition("/")[2])


def test_a_reminder_goes_out_while_a_request_waits_and_not_afterwards(story: Story, world: World) -> None:
    arn, version = story.register("logistic regression")
    scheduler = world.aws.client("scheduler", root(DEV.account_id))
    sqs = world.aws.client("sqs", root(DEV.account_id))
    asked = {"environment": "dev", "group": MODEL_PACKAGE_GROUP, "version": int(arn.rpartition("/")[2]), "remind": True}
    schedules = [
        scheduler.get_schedule(GroupName=found["GroupName"], Name=found["Name"])
        for page in scheduler.get_paginator("list_schedules").paginate()
        for found in page["Schedules"]
    ]
    [due] = [s for s in schedules if asked.items() <= json.loads(s["Target"]["Input"]).items()]
    assert due["ActionAfterCompletion"] == "DELETE"
    url = world.stacks["dev"]["queue_urls"]["approval"]
    assert due["Target"]["Arn"].rpartition(":")[2] == url.rpartition("/")[2]

    def fall_due() -> None:
        sqs.send_message(QueueUrl=url, MessageBody=due["Target"]["Input"])

    fall_due()
    reminder = wait_for_mail(world.aws, DANA.email, f"Re: Approve {version} for dev?")
    alex = Approver(world.aws, ALEX)
    alex.decide(alex.visit(reminder.link), "Rejected", "")  # who requested it may do that
    fall_due()
    wait_until_idle(world, DEV, "approval")
    wait_until_idle(world, DEV, "inference_notifier")
    # The reminder, once, and that Alex decided.
    [first, second] = [m.text for m in mails(world.aws, DANA.email) if m.subject == reminder.subject]
    assert first == reminder.text
    assert f"{ALEX.email} rejected" in second


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda e: e.name)
def test_nothing_is_left_in_the_queues_that_carry_decisions(
    story: Story, world: World, environment: Environment
) -> None:
    wait_until_idle(world, environment, "approval")
    sqs = world.aws.client("sqs", root(environment.account_id))
    url = world.stacks[environment.name]["dead_letter_queue_urls"]["approval"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
    assert found["ApproximateNumberOfMessages"] == "0"
