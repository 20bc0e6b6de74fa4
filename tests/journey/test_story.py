"""The story that `make demo` tells, and what must still hold after it."""

import json
import re

import pytest

from sandbox import batch_transform, sagemaker_pipeline
from sandbox.approved_model import approved as read_approved
from sandbox.approver import Approver
from sandbox.environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX
from sandbox.ledger import counted, record_name, records, registered
from sandbox.local_aws import root
from sandbox.mailbox import mails
from sandbox.people import ALEX, DANA, GRACE, PEOPLE, PETRA, approvers
from sandbox.story import Story
from sandbox.world import GATES, World
from tests.journey.queues import dead_letter, log_line, sagemaker_event, send, until, wait_until_idle

TEST = ENVIRONMENTS[1]
ARN = f"arn:aws:sagemaker:eu-central-1:{DEV.account_id}:model-package/{MODEL_PACKAGE_GROUP}"
LOST_GROUP = "lost-group"
"""An operator asks for it again, as the runbook says (test_runbook)."""


def test_a_model_reaches_production_and_another_one_is_stopped(story: Story, world: World) -> None:
    for environment in ENVIRONMENTS:
        name = f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/versions/1/decision"
        decision = records(world.aws, environment)[name]
        assert decision["status"] == "Approved"
        assert decision["decided_by"]["name"] in {person.email for person in approvers(environment.name)}
        approved = read_approved(world.aws, environment)
        assert (approved["schema"], approved["environment"]) == (1, environment.name)
        assert set(approved["metrics"]) >= {"accuracy", "auc"}
        [container] = approved["containers"]
        assert container["model_data"]["version_id"]
        assert container["model_data"]["checksum"].startswith("SHA256:")
        if environment.name in ("uat", "prod"):  # other tests approve further versions for dev and test
            assert (approved["model_package_arn"], approved["decision"]) == (f"{ARN}/1", name)
            assert approved["approved_by"] == decision["decided_by"]["name"]


RUNS = {"test": ":transform-job/", "uat": f":pipeline/{sagemaker_pipeline.NAME}/execution/", "prod": "screening script"}
"""What ran in the environment before, by the environment that is asked then."""


@pytest.mark.parametrize(("environment", "ran"), RUNS.items(), ids=RUNS)
def test_each_kind_of_inference_is_traced_to_its_version_with_its_evidence(
    story: Story, world: World, environment: str, ran: str
) -> None:
    names = [one.name for one in ENVIRONMENTS]
    place = names.index(environment)
    asking = ENVIRONMENTS[place - 1]
    request = records(world.aws, asking)[record_name(f"{ARN}/1", ENVIRONMENTS[place], "request")]
    assert ran in request["requested_by"]
    assert [stage["environment"] for stage in request["earlier"]] == [None, *names[: place - 1]]
    assert request["violations"]["count"] == 0
    kinds = {source["kind"] for source in request["sources"]}
    assert kinds >= {"evaluation report", "data quality statistics", "constraint violations"}
    assert request["stored"]["metrics"] > len(request["metrics"]) > 10


def test_the_training_s_evidence_is_all_that_the_package_names(story: Story, world: World) -> None:
    request = records(world.aws, DEV)[record_name(f"{ARN}/1", DEV, "request")]
    assert {source["kind"] for source in request["sources"]} >= {
        "model quality statistics",
        "model quality constraints",
        "data quality statistics",
        "data quality constraints",
        "bias report",
        "explainability report",
    }
    assert not [source for source in request["sources"] if source["note"]]
    assert request["metrics"]["auc"] > 0.99


def test_only_dev_s_break_glass_group_overrode_a_gate_and_the_others_were_told(story: Story, world: World) -> None:
    found = {name: value for environment in ENVIRONMENTS for name, value in records(world.aws, environment).items()}
    overridden = {
        name: value["overridden"]
        for name, value in found.items()
        if value.get("overridden") and f"/{MODEL_PACKAGE_GROUP}/" in name
    }
    assert overridden == {record_name(f"{ARN}/4", DEV, "decision"): GATES["dev"]["rules"]}
    version = f"{MODEL_PACKAGE_GROUP} version 4"
    assert counted(world.aws, DEV, "GatesOverridden") > 0

    def is_told(text: str) -> bool:
        return GATES["dev"]["rules"][0] in text and GRACE.email in text

    until(
        lambda: any(is_told(mail.text) for mail in mails(world.aws, DANA.email) if version in mail.subject),
        "the other approvers are told what was overridden",
    )


def test_nobody_is_mailed_twice_about_the_same_thing(story: Story, world: World) -> None:
    for person in PEOPLE:
        # Follow-ups have the subject that they answer to, so that they are shown with it.
        sent = [mail for mail in mails(world.aws, person.email) if LOST_GROUP not in mail.subject]
        got = [(mail.subject, mail.text) for mail in sent]
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
    batch_transform.run(world.aws, uat, story.data.batches[uat.name], model_package_arn=arn)
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
