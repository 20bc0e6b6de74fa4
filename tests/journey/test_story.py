"""The story that `make demo` tells, and what must still hold after it."""

import json
import re

import pytest

from sandbox import inference_pipeline
from sandbox.approver import Approver
from sandbox.environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX
from sandbox.ledger import records, registered
from sandbox.local_aws import root
from sandbox.mailbox import mails
from sandbox.people import ALEX, DANA, PEOPLE, PETRA, approvers
from sandbox.story import Story
from sandbox.world import World
from tests.journey.queues import dead_letter, log_line, sagemaker_event, send, wait_until_idle

TEST = ENVIRONMENTS[1]
ARN = f"arn:aws:sagemaker:eu-central-1:{DEV.account_id}:model-package/{MODEL_PACKAGE_GROUP}"


def test_a_model_reaches_production_and_another_one_is_stopped(story: Story, world: World) -> None:
    for environment in ENVIRONMENTS:
        name = f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/versions/1/decision"
        decision = records(world.aws, environment)[name]
        assert decision["status"] == "Approved"
        assert decision["decided_by"]["name"] in {person.email for person in approvers(environment.name)}
        approved = inference_pipeline.approved(world.aws, environment)
        assert (approved["schema"], approved["environment"]) == (1, environment.name)
        assert set(approved["metrics"]) >= {"accuracy", "auc"}
        if environment.name in ("uat", "prod"):  # other tests approve further versions for dev and test
            assert (approved["model_package_arn"], approved["decision"]) == (f"{ARN}/1", name)
            assert approved["approved_by"] == decision["decided_by"]["name"]


def test_nobody_is_mailed_twice_about_the_same_thing(story: Story, world: World) -> None:
    for person in PEOPLE:
        # Follow-ups have the subject that they answer to, so that they are shown with it.
        got = [(mail.subject, mail.text) for mail in mails(world.aws, person.email)]
        # dev ran version 1 twice, so its approvers' next ones, test's, must still have one mail only.
        assert len(got) == len(set(got)), f"{person.username} got {got}"


def test_a_repeated_registration_event_changes_nothing(story: Story, world: World) -> None:
    def about() -> list[str]:
        """The mails about version 1; those about what other tests decided may still be coming."""
        found = [mail.subject for mail in mails(world.aws, DANA.email)]
        return [subject for subject in found if f"{MODEL_PACKAGE_GROUP} version 1 " in subject]

    before, mailed = records(world.aws, DEV), about()
    detail = {"ModelPackageGroupName": MODEL_PACKAGE_GROUP, "ModelPackageArn": f"{ARN}/1"}
    send(world, DEV, "registration_notifier", sagemaker_event("SageMaker Model Package State Change", detail))
    wait_until_idle(world, DEV, "registration_notifier")
    assert records(world.aws, DEV) == before
    assert about() == mailed != []


@pytest.mark.parametrize(
    ("function", "detail_type", "detail", "reason"),
    [
        (
            "registration_notifier",
            "SageMaker Model Package State Change",
            {"ModelPackageGroupName": MODEL_PACKAGE_GROUP, "ModelPackageArn": f"{ARN}/999"},
            "not in the model registry",
        ),
        (
            "registration_notifier",
            "SageMaker Model Package State Change",
            {"ModelPackageGroupName": "another-group", "ModelPackageArn": f"{ARN}/1"},
            "the event names the group 'another-group'",
        ),
        (
            "inference_notifier",
            "SageMaker Transform Job State Change",
            {
                "TransformJobArn": f"arn:aws:sagemaker:eu-central-1:{DEV.account_id}:transform-job/unknown-model",
                "TransformJobStatus": "Completed",
                "ModelName": "nobody-made-this-model",
                "TransformOutput": {"S3OutputPath": "s3://nowhere/out/"},
            },
            "'nobody-made-this-model'",
        ),
    ],
    ids=["deleted version", "other group", "unknown model"],
)
def test_an_event_that_cannot_be_used_is_kept_with_its_reason(
    story: Story, world: World, function: str, detail_type: str, detail: dict[str, str], reason: str
) -> None:
    body = sagemaker_event(detail_type, detail)
    send(world, DEV, function, body)
    assert reason in dead_letter(world, DEV, function, json.loads(body)["id"])
    assert "event put aside" in log_line(world, DEV, function, reason)


def test_a_run_of_what_was_not_approved_asks_nobody(story: Story, world: World) -> None:
    """uat's pipeline ignores Parameter Store and runs a version that only dev has approved."""
    arn, version = story.register("logistic regression")
    dana = Approver(world.aws, DANA)
    dana.decide(dana.visit(dana.mail(version, DEV.name).link), "Approved", "")
    uat = ENVIRONMENTS[2]
    inference_pipeline.run(world.aws, uat, story.data.batches[uat.name], model_package_arn=arn)
    assert f"{version} ran in uat, but is not approved there" in dead_letter(world, uat, "inference_notifier", "-uat-")
    assert not [mail for mail in mails(world.aws, PETRA.email) if version in mail.subject]


def test_the_intent_finishes_what_the_approver_s_own_request_did_not(story: Story, world: World) -> None:
    name = f"{PARAMETER_PREFIX}/test/{MODEL_PACKAGE_GROUP}/approved"
    ssm, before = world.aws.client("ssm", root(TEST.account_id)), records(world.aws, TEST)
    ssm.delete_parameter(Name=name)  # as if the function had died after it wrote the decision
    body = json.dumps({"environment": "test", "group": MODEL_PACKAGE_GROUP, "version": 1})
    send(world, DEV, "approval", body)
    wait_until_idle(world, DEV, "approval")
    assert records(world.aws, TEST) == before


def test_a_decided_request_is_shown_and_not_decided_again(story: Story, world: World) -> None:
    alex, link = (
        Approver(world.aws, ALEX),
        Approver(world.aws, DANA).mail(f"{MODEL_PACKAGE_GROUP} version 2", "dev").link,
    )
    page = alex.visit(link)
    assert re.search(r"Rejected for dev by\s+(<bdi>)?dana@example.com", page.text)
    assert not any("decision" in dict(form.buttons) for form in page.forms)
    assert registered(world.aws, f"{ARN}/2")[0] == "Rejected"
