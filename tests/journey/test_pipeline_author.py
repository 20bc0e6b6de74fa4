"""Everything that docs/pipeline-author.md shows is run, in its order, and does what the page says.

The blocks are run as they stand there, except that the names of the example are replaced by the sandbox's
(`Author.names`). What they find in the working directory and in the buckets is put there before.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from model_approval.adapters.jobs import SageMakerJobs
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.gates import RULE
from model_approval.domain.neighbours import ENVIRONMENT_TAG, Neighbours
from model_approval.domain.reported import inference_reported
from model_approval.domain.reports import read_report
from sandbox import training
from sandbox.environments import ARTEFACT_BUCKET, DEV, MODEL_PACKAGE_GROUP, REGION
from sandbox.ledger import record_name, records
from sandbox.story import Story
from sandbox.world import World
from tests.journey.author import APPROVED, REPORTS, TEST, Author
from tests.journey.page import Page, read_page
from tests.journey.queues import until
from tests.journey.roots import REPOSITORY, root_in

DOCUMENT = REPOSITORY / "docs" / "pipeline-author.md"


@pytest.fixture(scope="module")
def page() -> Page:
    return read_page(DOCUMENT)


@pytest.fixture(scope="module")
def author(page: Page, story: Story, world: World, tmp_path_factory: pytest.TempPathFactory) -> Author:
    author = Author(page, world, story, tmp_path_factory.mktemp("author"))
    s3 = author.client("s3", DEV)
    training.run(world.aws, story.data, "logistic regression", "author")
    for file, key in REPORTS.items():
        found = s3.get_object(Bucket=ARTEFACT_BUCKET, Key=f"{MODEL_PACKAGE_GROUP}/author/{key}")
        (author.folder / file).write_bytes(found["Body"].read())
    batch = story.data.batches[TEST.name].encode()
    author.client("s3").put_object(Bucket=TEST.data_bucket, Key="input/batch.csv", Body=batch)
    return author


@pytest.fixture(scope="module")
def approved(author: Author) -> str:
    """The ARN of a version that was registered as the page says, and is approved for dev and test."""
    arn = author.register()
    author.approve_up_to_test(arn)
    return arn


def test_every_block_of_the_page_has_a_name_by_which_it_is_run(page: Page) -> None:
    assert len(page.blocks) == page.fences


def test_the_readme_shows_the_same_members_of_approved(page: Page) -> None:
    [shown] = re.findall(r"^```json\n(.*?)^```$", (REPOSITORY / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert members(json.loads(shown)) == members(json.loads(page.blocks["approved"].text))


def members(value: Any) -> Any:
    """The names in a JSON value, without what they stand for."""
    if isinstance(value, dict):
        return {name: members(inner) for name, inner in value.items()}
    return [members(inner) for inner in value] if isinstance(value, list) else None


def test_approvers_see_all_of_a_version_that_is_registered_like_this(author: Author, approved: str) -> None:
    request = records(author.world.aws, DEV)[record_name(approved, DEV, "request")]
    kinds = {source["kind"] for source in request["sources"]}
    of_quality = {f"{of} quality {what}" for of in ("model", "data") for what in ("statistics", "constraints")}
    assert kinds >= of_quality | {"bias report", "explainability report"}
    assert not [source for source in request["sources"] if source["note"]]
    assert request["author"] == "alex@example.com"
    assert "pipeline/" in request["requested_by"]


def test_what_is_approved_is_read_as_the_page_says(author: Author, approved: str) -> None:
    assert author.run("read", "python") == approved
    assert author.run("read-with-the-cli", "sh") == approved


def test_approved_holds_what_the_page_shows(author: Author, approved: str) -> None:
    shown, found = json.loads(author.take("approved", "json")), records(author.world.aws, TEST)[APPROVED]
    assert shown.pop("metrics").keys() <= found.pop("metrics").keys()
    for time in (shown.pop("approved_at"), found.pop("approved_at")):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time)
    [pin], [found_pin] = ([one.pop("model_data") for one in value["containers"]] for value in (shown, found))
    assert found == shown
    assert type(found_pin.pop("size")) is type(pin.pop("size"))
    assert found_pin.keys() == pin.keys()
    assert all(found_pin[name].startswith(pin[name].rstrip("…")) for name in pin)


def test_a_batch_transform_asks_the_next_approvers(author: Author, approved: str) -> None:
    name = author.run("transform", "python")
    request = author.asked_for_uat(approved)
    assert request["requested_by"].endswith(f":transform-job/{name}")
    assert request["metrics"]["auc"] > 0.9  # the container leaves a report beside its output
    assert request["run"]["records"] > 0


def test_a_pipeline_runs_what_is_approved(author: Author, approved: str) -> None:
    (author.folder / "pipeline.json").write_text(author.take("pipeline.json", "json"))
    execution = author.run("start-the-pipeline", "python")
    sagemaker = author.client("sagemaker")

    def status() -> str:
        described = sagemaker.describe_pipeline_execution(PipelineExecutionArn=execution)
        return str(described["PipelineExecutionStatus"])

    until(lambda: status() != "Executing", "the execution ends")
    assert status() == "Succeeded"
    steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=execution)["PipelineExecutionSteps"]
    [model] = [step["Metadata"]["Model"]["Arn"] for step in steps if step["StepName"] == "Model"]
    described = sagemaker.describe_model(ModelName=model.rpartition("/")[2])
    assert described["PrimaryContainer"]["ModelPackageName"] == approved


def test_a_pipeline_is_tagged_with_its_environment(author: Author, approved: str) -> None:
    """What the workflow makes of the tag, where environments share an account, is what tests/examples knows."""
    assert json.loads(author.run("tags", "python")) == [{"Key": ENVIRONMENT_TAG, "Value": TEST.name}]
    author.run("tag-the-pipeline", "sh")
    sagemaker = author.client("sagemaker")
    arn = sagemaker.describe_pipeline(PipelineName=f"{MODEL_PACKAGE_GROUP}-scoring")["PipelineArn"]
    assert SageMakerJobs(sagemaker).tags(arn) == {ENVIRONMENT_TAG: TEST.name}


def test_terraform_makes_a_model_of_what_is_approved(author: Author, approved: str, tmp_path: Path) -> None:
    folder = tmp_path / "churn"
    folder.mkdir()
    (folder / "main.tf").write_text(author.take("approved-model", "hcl"))
    with root_in(author.world, TEST, folder) as terraform:
        terraform.apply({})
        assert terraform.planned_changes() == []
        name = f"{MODEL_PACKAGE_GROUP}-{author.version}"
        model = author.client("sagemaker").describe_model(ModelName=name)
        containers = [model["PrimaryContainer"]] if "PrimaryContainer" in model else model["Containers"]
        assert [one["ModelPackageName"] for one in containers] == [approved]


def test_replaced_model_data_are_noticed_and_the_approved_ones_still_loaded(author: Author, approved: str) -> None:
    size = (author.folder / "model.tar.gz").stat().st_size
    assert author.run("verify", "python") == str(size)
    author.run("look-before-the-model", "python")
    url = records(author.world.aws, TEST)[APPROVED]["containers"][0]["model_data_url"]
    s3, key = author.client("s3", DEV), url.removeprefix(f"s3://{ARTEFACT_BUCKET}/")
    put = s3.put_object(Bucket=ARTEFACT_BUCKET, Key=key, Body=b"something else")
    try:
        assert author.run("verify", "python") == str(size)
        with pytest.raises(AssertionError, match="was replaced"):
            author.run("look-before-the-model", "python")
    finally:
        s3.delete_object(Bucket=ARTEFACT_BUCKET, Key=key, VersionId=put["VersionId"])


def test_metrics_are_named_as_the_page_says(author: Author) -> None:
    report = read_report(json.loads(author.take("evaluation.json", "json")))
    assert report.metrics == {"auc": 0.981, "accuracy": 0.97, "test/auc": 0.975}
    assert report.deviations == {"auc": 0.004}
    assert all(RULE.fullmatch(f"{name} >= 0.85") for name in report.metrics)
    assert not RULE.fullmatch("area under curve >= 0.85")


def test_one_s_own_events_ask_the_next_approvers_with_their_metrics(author: Author, approved: str) -> None:
    report = author.take("evaluation.json", "json").encode()
    key = "scores/2026-03-02/evaluation.json"
    author.client("s3").put_object(Bucket=TEST.data_bucket, Key=key, Body=report)
    asked = []
    for name, language in (("send", "python"), ("send-with-the-cli", "sh")):
        arn = author.register()
        author.approve_up_to_test(arn)
        (author.folder / "detail.json").write_text(author.take("detail.json", "json"))
        author.run(name, language)
        asked.append(author.asked_for_uat(arn))
    by_python, by_cli = asked
    assert by_python["requested_by"] == "nightly scoring on EMR, 2 March 2026"
    assert by_cli["requested_by"] == "com.example.scoring"
    assert by_python["metrics"] == by_cli["metrics"] == {"auc": 0.981, "accuracy": 0.97, "test/auc": 0.975}
    assert {source["uri"] for source in by_cli["sources"]} == {f"s3://{TEST.data_bucket}/{key}"}


ARN = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:model-package/{MODEL_PACKAGE_GROUP}/1"
WRONG: tuple[dict[str, Any], ...] = (
    {},
    {"model_package_arn": ARN.rpartition("/")[0]},
    {"model_package_arn": ARN, "run": 1},
    {"model_package_arn": ARN, "outputs": "s3://bucket/prefix/"},
    {"model_package_arn": ARN, "outputs": [f"s3://bucket/{number}/" for number in range(21)]},
    {"model_package_arn": ARN, "reports": [1]},
    {"model_package_arn": ARN, "reports": [f"s3://bucket/{number}.json" for number in range(21)]},
    {"model_package_arn": ARN, "metrics": [0.98]},
)


def test_wrong_events_are_put_aside_with_the_sentences_of_the_page() -> None:
    """The page quotes every sentence that there is. That such reasons reach the queue is what test_story knows."""
    [table] = re.findall(r"^\| field of `detail` .*?\n\n", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    quoted = [text.strip("… ") for text in re.findall(r"`((?:the event|… )[^`]*)`", table)]
    said = []
    for detail in WRONG:
        with pytest.raises(UnusableEvent) as error:
            inference_reported("id", "com.example.scoring", detail)
        said.append(str(error.value))
    for environment in (None, "stagng"):
        with pytest.raises(UnusableEvent) as error:
            Neighbours("dev", ("dev", "test")).check_field(environment)
        said.append(str(error.value))
    assert [sentence for sentence in said if not any(text in sentence for text in quoted)] == []
    assert [text for text in quoted if not any(text in sentence for sentence in said)] == []


def test_a_rule_starts_a_pipeline_when_another_version_is_approved(
    author: Author, approved: str, tmp_path: Path
) -> None:
    sagemaker, ssm, name = author.client("sagemaker"), author.client("ssm"), f"{MODEL_PACKAGE_GROUP}-nightly"
    definition = json.loads(author.take("pipeline.json", "json"))
    defaults = {"ModelPackageArn": approved, "Output": f"s3://{TEST.data_bucket}/nightly"}
    definition["Parameters"] = [one | {"DefaultValue": defaults[one["Name"]]} for one in definition["Parameters"]]
    sagemaker.create_pipeline(
        PipelineName=name, PipelineDefinition=json.dumps(definition), RoleArn=TEST.inference_role_arn
    )

    def executions() -> list[Any]:
        found: list[Any] = sagemaker.list_pipeline_executions(PipelineName=name)["PipelineExecutionSummaries"]
        return found

    folder = tmp_path / "churn"
    folder.mkdir()
    (folder / "main.tf").write_text(author.take("rule", "hcl"))
    with root_in(author.world, TEST, folder) as terraform:
        terraform.apply({})
        assert terraform.planned_changes() == []
        value = ssm.get_parameter(Name=APPROVED)["Parameter"]["Value"]
        ssm.put_parameter(Name=APPROVED, Value=value, Type="String", Overwrite=True)
        until(lambda: len(executions()) == 1, "the pipeline is started")
        ssm.put_parameter(Name=f"{APPROVED}-not", Value=value, Type="String")
        ssm.delete_parameter(Name=f"{APPROVED}-not")
        until(lambda: executions()[0]["PipelineExecutionStatus"] == "Succeeded", "the execution succeeds")
        assert len(executions()) == 1


def test_no_block_of_the_page_was_left_out(author: Author) -> None:
    assert author.page.took == author.page.blocks.keys()
