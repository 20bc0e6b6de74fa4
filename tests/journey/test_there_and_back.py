"""A version of loose files and an image that has a tag only: to production, and taken back everywhere."""

import json
from typing import Any

import pytest

from sandbox import sagemaker_pipeline
from sandbox.approver import Approver
from sandbox.environments import (
    ARTEFACT_BUCKET,
    DEV,
    ENVIRONMENTS,
    MODEL_PACKAGE_GROUP,
    PARAMETER_PREFIX,
    REGION,
    Environment,
)
from sandbox.ledger import records
from sandbox.local_aws import root
from sandbox.mailbox import mails
from sandbox.own_inference import DETAIL_TYPE, SOURCE
from sandbox.people import approvers
from sandbox.story import Story
from sandbox.world import World
from tests.browser.versions import link, new_group, record, register_reporting
from tests.journey.queues import until

GROUP = "loose-files"
ARN = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:model-package/{GROUP}/1"
METRICS = {"auc": 0.95}


@pytest.fixture(scope="module")
def digest(story: Story, world: World) -> str:
    """The digest of the image that version 1 names by its tag. It names a report, too, that is not there."""
    s3, ecr = (world.aws.client(service, root(DEV.account_id)) for service in ("s3", "ecr"))
    for name in ("weights.bin", "code/inference.py"):
        s3.put_object(Bucket=ARTEFACT_BUCKET, Key=f"{GROUP}/model/{name}", Body=name.encode())
    ecr.create_repository(repositoryName=GROUP)
    image = ecr.put_image(repositoryName=GROUP, imageManifest='{"schemaVersion": 2}', imageTag="3")["image"]
    folder = f"s3://{ARTEFACT_BUCKET}/{GROUP}"
    container = {
        "Image": f"{DEV.account_id}.dkr.ecr.{REGION}.amazonaws.com/{GROUP}:3",
        "ModelDataUrl": f"{folder}/model",
    }
    reports = {
        "ModelQuality": {"Statistics": {"ContentType": "application/json", "S3Uri": f"{folder}/run1/evaluation.json"}},
        "Bias": {"Report": {"ContentType": "application/json", "S3Uri": f"{folder}/nobody-wrote-this.json"}},
    }
    specification = {"Containers": [container], "SupportedContentTypes": ["text/csv"]}
    new_group(world, GROUP)
    register_reporting(world, GROUP, METRICS, InferenceSpecification=specification, ModelMetrics=reports)
    return str(image["imageId"]["imageDigest"])


def approved(world: World, environment: Environment) -> dict[str, Any] | None:
    return records(world.aws, environment).get(f"{PARAMETER_PREFIX}/{environment.name}/{GROUP}/approved")


def ran(world: World, environment: Environment) -> None:
    """As somebody tells of an inference of their own."""
    s3, events = (world.aws.client(service, root(environment.account_id)) for service in ("s3", "events"))
    report = json.dumps({"violations": []}).encode()
    s3.put_object(Bucket=environment.data_bucket, Key=f"{GROUP}/constraint_violations.json", Body=report)
    outputs = [f"s3://{environment.data_bucket}/{GROUP}/"]
    detail = {"model_package_arn": ARN, "metrics": METRICS, "outputs": outputs, "environment": environment.name}
    entry = {"Source": SOURCE, "DetailType": DETAIL_TYPE, "Detail": json.dumps(detail)}
    assert not events.put_events(Entries=[entry])["FailedEntryCount"]


def test_what_is_approved_is_pinned_on_the_way_and_gone_when_it_is_taken_back(world: World, digest: str) -> None:
    asking_about = dict(zip(ENVIRONMENTS, [DEV, *ENVIRONMENTS], strict=False))
    for environment, asking in asking_about.items():
        asked = f"{record(GROUP, 1, environment.name)}/request"
        until(lambda asking=asking, asked=asked: asked in records(world.aws, asking), f"{environment.name} is asked")  # type: ignore[misc]
        for person in approvers(environment.name)[: environment.required_approvals]:
            approver = Approver(world.aws, person)
            page = approver.decide(approver.visit(link(world, GROUP, 1, environment.name)), "Approved", "Rarely done.")
            assert page.status == 200, page.text
        [container] = (approved(world, environment) or {})["containers"]
        assert container["image_digest"] == digest
        assert container["model_data"]["objects"] == 2
        ran(world, environment)
    assert "nobody-wrote-this.json" in json.dumps(records(world.aws, DEV)[f"{record(GROUP, 1)}/request"]["sources"])
    for environment in reversed(ENVIRONMENTS):
        approver = Approver(world.aws, approvers(environment.name)[0])
        page = approver.revoke(approver.visit(link(world, GROUP, 1, environment.name)), "Nobody knows these files.")
        assert page.status == 200, page.text
        assert approved(world, environment) is None


def test_a_pipeline_in_the_last_environment_is_told_of(story: Story, world: World) -> None:
    """Its inference notifier asks after it as all of them do, although nobody is left to be asked for an approval."""
    last = ENVIRONMENTS[-1]
    to, run = approvers(last.name)[0].email, f":pipeline/{sagemaker_pipeline.NAME}/execution/"
    sagemaker_pipeline.run(world.aws, last, story.data.batches[last.name])
    subject = f"{MODEL_PACKAGE_GROUP} version 1 ran in {last.name}"
    until(
        lambda: any(subject in mail.subject and run in mail.text for mail in mails(world.aws, to)),
        "the last environment's approvers are told of the pipeline",
    )
