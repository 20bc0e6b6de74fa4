"""examples/per-account-states: a root and a state for each account, in three regions, and a promotion through them."""

import json
from collections.abc import Iterator

import pytest

from sandbox.approver import Approver
from sandbox.ledger import source_identities
from sandbox.people import PETRA, TOM
from tests.examples.own_states import GROUP, MODEL, PEOPLE, Stack, Stacks, applied, at_once
from tests.examples.room import Cloud, check_settled
from tests.journey.queues import until

VERSION = f"{GROUP} version 1"
JUDGES = {"dev": "dev", "test": "dev", "prod": "test"}
"""Whose pages ask about an environment."""


@pytest.fixture(scope="module")
def stacks(cloud: Cloud) -> Iterator[Stacks]:
    with applied(cloud) as up:
        register(up)
        yield up
        up.client("sagemaker", "dev").delete_model_package(ModelPackageName=up.package_arn)


def register(stacks: Stacks) -> None:
    """What a training pipeline leaves in the registry's account and region."""
    key = f"{GROUP}/model.tar.gz"
    stacks.client("s3", "dev").put_object(Bucket=stacks.model_bucket, Key=key, Body=MODEL)
    dev = stacks.by_name["dev"]
    container = {
        "Image": f"{dev.account_id}.dkr.ecr.{dev.region}.amazonaws.com/model:1",
        "ImageDigest": f"sha256:{'0' * 64}",
        "ModelDataUrl": f"s3://{stacks.model_bucket}/{key}",
    }
    registered = stacks.client("sagemaker", "dev").create_model_package(
        ModelPackageGroupName=GROUP,
        ModelApprovalStatus="PendingManualApproval",
        InferenceSpecification={
            "Containers": [container],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
    )
    assert registered["ModelPackageArn"] == stacks.package_arn


def report_inference(stacks: Stacks, environment: str) -> None:
    """What docs/pipeline-author.md has those do whose region is not the registry's."""
    detail = {"model_package_arn": stacks.package_arn, "run": "screening"}
    entry = {"Source": "com.example", "DetailType": "Model Inference Completed", "Detail": json.dumps(detail)}
    assert stacks.client("events", environment).put_events(Entries=[entry])["FailedEntryCount"] == 0


def test_each_state_holds_one_stack_in_its_own_account_and_nothing_is_left_to_do(stacks: Stacks) -> None:
    def check(stack: Stack) -> None:
        check_settled(stack.terraform)
        objects = stacks.client("s3", stack.environment).list_objects_v2(Bucket=stack.state_bucket)["Contents"]
        assert [one["Key"] for one in objects] == [f"model-approval/{stack.environment}.tfstate"]

    at_once(check, stacks)


def test_a_version_is_promoted_from_region_to_region(stacks: Stacks) -> None:
    for environment, person in PEOPLE.items():
        judge = JUDGES[environment]
        if environment != judge:
            report_inference(stacks, judge)
        approver = Approver(stacks.cloud.aws, person)
        mail = approver.mail(VERSION, environment)
        assert mail.link.startswith(f"{stacks.url(judge)}/requests/{environment}/")
        page = approver.decide(approver.visit(mail.link), "Approved", f"Good enough for {environment}.")
        assert page.status == 200
        assert f"Approved for {environment} by" in page.text

        approved = stacks.records(environment)[f"/ml-models/{environment}/{GROUP}/approved"]
        assert approved["model_package_arn"] == stacks.package_arn
        assert approved["approved_by"] == person.email
        assert approved["containers"][0]["model_data"]["size"] == len(MODEL)

    package = stacks.client("sagemaker", "dev").describe_model_package(ModelPackageName=stacks.package_arn)
    fields = package["CustomerMetadataProperties"]
    assert package["ModelApprovalStatus"] == "Approved"
    assert fields | dict.fromkeys(PEOPLE, "Approved") == fields


def test_records_stand_in_the_environments_own_account_and_region_and_nowhere_else(stacks: Stacks) -> None:
    regions = {stack.region for stack in stacks.by_name.values()}
    for environment in PEOPLE:
        where = {region for region in regions if stacks.records(environment, region)}
        assert where == {stacks.by_name[environment].region}


def test_whoever_promotes_enters_the_other_regions_under_the_approvers_name(stacks: Stacks) -> None:
    entered = {name: source_identities(stacks.cloud.aws, stack.account_id) for name, stack in stacks.by_name.items()}
    assert TOM.email in entered["test"]
    assert PETRA.email in entered["prod"]
    assert PETRA.email in entered["dev"]  # the registry, from another region


def test_pages_lead_to_the_pages_of_the_other_regions(stacks: Stacks) -> None:
    approver = Approver(stacks.cloud.aws, PETRA)
    page = approver.visit(f"{stacks.url('test')}/groups/{GROUP}")
    for environment, judge in JUDGES.items():
        link = f"/requests/{environment}/{GROUP}/1"
        assert f'"{link if judge == "test" else stacks.url(judge) + link}"' in page.text
    board = approver.visit(f"{stacks.url('test')}/")
    assert GROUP in board.text
    assert "not readable" not in page.text + board.text


def test_everything_is_worked_off_and_nothing_put_aside(stacks: Stacks) -> None:
    until(lambda: not any(stacks.messages(name) for name in PEOPLE), "all queues are empty, those of dead letters too")
