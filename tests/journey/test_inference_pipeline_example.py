"""examples/inference-pipeline, applied to one account: an approval starts it, its success asks the next approvers."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.approver import Approver
from sandbox.environments import ARTEFACT_BUCKET, DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX, REGION
from sandbox.ledger import record_name, records
from sandbox.local_aws import root
from sandbox.people import DANA, TOM
from sandbox.story import Story
from sandbox.terraform import Terraform
from sandbox.world import World
from tests.journey.queues import until
from tests.journey.roots import REPOSITORY, root_in

EXAMPLE = REPOSITORY / "examples" / "inference-pipeline"
NAME, TEST = "nightly", ENVIRONMENTS[1]
APPROVED = f"{PARAMETER_PREFIX}/dev/{MODEL_PACKAGE_GROUP}/approved"


@dataclass(frozen=True)
class Applied:
    terraform: Terraform
    outputs: dict[str, Any]


@pytest.fixture(scope="module")
def applied(story: Story, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    folder = tmp_path_factory.mktemp("example") / "inference-pipeline"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*", "*.tfvars"))
    features, labels = columns(story.data.batches["dev"])
    s3 = world.aws.client("s3", root(DEV.account_id))
    s3.put_object(Bucket=DEV.data_bucket, Key=f"{NAME}/input/batch.csv", Body=features)
    s3.put_object(Bucket=DEV.data_bucket, Key=f"{NAME}/labels/batch.csv", Body=labels)
    variables = {
        "data_bucket": DEV.data_bucket,
        "environment": DEV.name,
        "evaluation_image_uri": f"{DEV.account_id}.dkr.ecr.{REGION}.amazonaws.com/python:3.13",
        "input_prefix": f"{NAME}/input",
        "labels_prefix": f"{NAME}/labels",
        "limits": {"auc": 0.85},
        "model_bucket_arns": [f"arn:aws:s3:::{ARTEFACT_BUCKET}"],
        "model_package_group": MODEL_PACKAGE_GROUP,
        "name": NAME,
        "output_prefix": f"{NAME}/output",
        "parameter_prefix": PARAMETER_PREFIX,
        "region": REGION,
        "registry_account_id": DEV.account_id,
    }
    with root_in(world, DEV, folder) as terraform:
        yield Applied(terraform, terraform.apply(variables))


def columns(batch: str) -> tuple[str, str]:
    """The rows without the last column, and that column."""
    rows = list(csv.reader(io.StringIO(batch)))
    return "".join(",".join(row[:-1]) + "\n" for row in rows), "".join(f"{row[-1]}\n" for row in rows)


def executions(world: World) -> list[dict[str, Any]]:
    sagemaker = world.aws.client("sagemaker", root(DEV.account_id))
    found: list[dict[str, Any]] = sagemaker.list_pipeline_executions(PipelineName=NAME)["PipelineExecutionSummaries"]
    return found


def execution_after(world: World, known: list[dict[str, Any]]) -> dict[str, Any]:
    """The one that came to those that were known, when it has ended."""
    before = {one["PipelineExecutionArn"] for one in known}

    def new() -> list[dict[str, Any]]:
        return [one for one in executions(world) if one["PipelineExecutionArn"] not in before]

    until(lambda: bool(new()), "the pipeline is started")
    until(lambda: new()[0]["PipelineExecutionStatus"] != "Executing", "the execution ends")
    [execution] = new()
    described: dict[str, Any] = world.aws.client("sagemaker", root(DEV.account_id)).describe_pipeline_execution(
        PipelineExecutionArn=execution["PipelineExecutionArn"]
    )
    return described


def test_what_is_applied_again_does_not_change(applied: Applied) -> None:
    assert applied.outputs["parameter_name"] == APPROVED
    assert applied.terraform.planned_changes() == []


def test_wrong_variables_are_refused_with_a_sentence_each(applied: Applied) -> None:
    wrong = {
        "environment": ("Test!", "must be a name as in the module's environments"),
        "input_prefix": ("/in/", "must neither begin nor end with a /"),
        "limits": ('{"rmse"=1}', "correct or remove rmse"),
        "model_bucket_arns": ('["my-bucket"]', "must be ARNs of buckets"),
        "registry_account_id": ("1", "must be an AWS account id of 12 digits"),
    }
    options = [f"-var={name}={value}" for name, (value, _) in wrong.items()]
    done = subprocess.run(
        ["terraform", "plan", "-input=false", "-no-color", *options],
        cwd=applied.terraform.folder, env=applied.terraform.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = " ".join(done.stderr.replace("│", " ").split())
    assert done.returncode == 1
    assert [name for name, (_, sentence) in wrong.items() if sentence not in said] == []


def test_an_approval_starts_the_pipeline_whose_success_asks_the_next_approvers(
    applied: Applied, story: Story, world: World
) -> None:
    before = executions(world)
    arn, version = story.register("logistic regression")
    dana = Approver(world.aws, DANA)
    dana.decide(dana.visit(dana.mail(version, DEV.name).link), "Approved", "")
    execution = execution_after(world, before)
    assert execution["PipelineExecutionStatus"] == "Succeeded", execution["FailureReason"]

    Approver(world.aws, TOM).mail(version, TEST.name)
    request = records(world.aws, DEV)[record_name(arn, TEST, "request")]
    assert request["requested_by"] == execution["PipelineExecutionArn"]
    assert request["metrics"].keys() >= {"auc", "accuracy", "precision", "recall"}
    assert request["violations"] == {"count": 0, "examples": []}
    assert request["run"]["records"] > 0
    assert not [source for source in request["sources"] if source["note"]]
    # The example's own arithmetic agrees with scikit-learn's, which trained and evaluated it.
    assert request["metrics"]["auc"] == pytest.approx(records(world.aws, DEV)[APPROVED]["metrics"]["auc"], abs=0.05)


def test_model_data_that_are_not_the_approved_ones_are_not_run(applied: Applied, world: World) -> None:
    uri = records(world.aws, DEV)[APPROVED]["containers"][0]["model_data_url"]
    s3, sagemaker = (world.aws.client(service, root(DEV.account_id)) for service in ("s3", "sagemaker"))
    key = uri.removeprefix(f"s3://{ARTEFACT_BUCKET}/")
    put, before = s3.put_object(Bucket=ARTEFACT_BUCKET, Key=key, Body=b"something else"), executions(world)
    try:
        sagemaker.start_pipeline_execution(PipelineName=NAME)
        execution = execution_after(world, before)
    finally:
        s3.delete_object(Bucket=ARTEFACT_BUCKET, Key=key, VersionId=put["VersionId"])
    assert execution["PipelineExecutionStatus"] == "Failed"
    assert "does not hold what was approved" in execution["FailureReason"]


def test_nothing_runs_when_nothing_is_approved_any_more(applied: Applied, world: World) -> None:
    ssm, value = world.aws.client("ssm", root(DEV.account_id)), records(world.aws, DEV)[APPROVED]
    before = executions(world)
    text = ssm.get_parameter(Name=APPROVED)["Parameter"]["Value"]
    ssm.delete_parameter(Name=APPROVED)
    assert executions(world) == before
    ssm.put_parameter(Name=APPROVED, Value=text, Type="String")
    assert execution_after(world, before)["PipelineExecutionStatus"] == "Succeeded"
    assert records(world.aws, DEV)[APPROVED] == value
