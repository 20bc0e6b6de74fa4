"""What a function cannot use is kept for a person; what fails for now is tried again soon; in every environment."""

import json
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from model_approval.domain.encoding import decode
from model_approval.domain.notice import Kind, MailJob, Notice
from model_approval.domain.records import Request
from sandbox.environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX, REGION, Environment
from sandbox.ledger import record_name, records
from sandbox.local_aws import root
from sandbox.people import approvers
from sandbox.story import Story
from sandbox.world import World
from tests.journey.queues import dead_letter, log_lines, until, wait_until_idle
from tests.journey.test_second_thoughts import denied

ARN = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:model-package/{MODEL_PACKAGE_GROUP}/1"
NOTIFIERS = [(DEV, "registration_notifier"), *((one, "inference_notifier") for one in ENVIRONMENTS)]
FUNCTIONS = [*NOTIFIERS, *((one, "approval") for one in ENVIRONMENTS)]


def queue(world: World, environment: Environment, function: str) -> str:
    return str(world.stacks[environment.name]["queue_urls"][function])


@pytest.mark.parametrize(("environment", "function"), FUNCTIONS, ids=[f"{e.name} {f}" for e, f in FUNCTIONS])
def test_what_no_function_can_use_is_kept_with_the_reason(
    story: Story, world: World, environment: Environment, function: str
) -> None:
    sqs, mark = world.aws.client("sqs", root(environment.account_id)), uuid.uuid4().hex
    sqs.send_message(QueueUrl=queue(world, environment, function), MessageBody=json.dumps({"mark": mark}))
    assert dead_letter(world, environment, function, mark)
    sqs.purge_queue(QueueUrl=world.stacks[environment.name]["dead_letter_queue_urls"][function])


def mail_too_early(world: World, environment: Environment) -> str:
    """A mail about what is not recorded yet."""
    request = decode(Request, json.dumps(records(world.aws, DEV)[record_name(ARN, DEV, "request")]))
    record = f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/versions/999/request"
    return MailJob(approvers(environment.name)[0].email, Notice(Kind.REQUEST, request, record)).to_body()


@contextmanager
def locked_out(world: World, environment: Environment) -> Iterator[str]:
    """The approval function can read nothing meanwhile. Gives an intent that it then cannot carry through."""
    following = ENVIRONMENTS[ENVIRONMENTS.index(environment) + 1]
    role = world.stacks[environment.name]["approval_role_arn"]
    with denied(world, environment, role, "ssm:*", "sts:AssumeRole"):
        yield json.dumps({"environment": following.name, "group": MODEL_PACKAGE_GROUP, "version": 1})


def test_what_fails_is_delivered_again_soon(story: Story, world: World) -> None:
    """The last environment's approval function is left out: nothing is decided there, so that nothing can fail."""
    for environment, function in FUNCTIONS:
        wait_until_idle(world, environment, function)
    with ExitStack() as stack:
        bodies = {(one, function): mail_too_early(world, one) for one, function in NOTIFIERS}
        bodies |= {(one, "approval"): stack.enter_context(locked_out(world, one)) for one in ENVIRONMENTS[:-1]}
        sent = {}
        for (environment, function), body in bodies.items():
            sqs = world.aws.client("sqs", root(environment.account_id))
            message = sqs.send_message(QueueUrl=queue(world, environment, function), MessageBody=body)
            sent[environment, function] = message["MessageId"]

        def failed_twice(environment: Environment, function: str) -> bool:
            lines = log_lines(world, environment, function, sent[environment, function])
            return any('"delivery":2' in line.replace(" ", "") for line in lines)

        for place in sent:
            until(lambda place=place: failed_twice(*place), f"{place} is tried again")  # type: ignore[misc]
        for environment, function in sent:
            sqs = world.aws.client("sqs", root(environment.account_id))
            sqs.purge_queue(QueueUrl=queue(world, environment, function))
