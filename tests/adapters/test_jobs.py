"""What ran in SageMaker, as the steps need it."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.jobs import SageMakerJobs
from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.runs import Execution, Named, TransformJob

ACCOUNT = "arn:aws:sagemaker:us-east-2:123456789012"
JOB = f"{ACCOUNT}:transform-job/nightly"
EXECUTION = f"{ACCOUNT}:pipeline/abalone-inference/execution/p4jn9xou8a8s"
TAG = "sagemaker:pipeline-execution-arn"
ROLE = "arn:aws:iam::123456789012:role/sagemaker"
IN_BERLIN = datetime(2026, 2, 25, 9, 3, 0, 500_000, tzinfo=timezone(timedelta(hours=1)))
INPUT = {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/in/"}}}
DESCRIBED: dict[str, Any] = {
    "TransformJobName": "nightly",
    "TransformJobArn": JOB,
    "TransformJobStatus": "Completed",
    "ModelName": "abalone-2",
    "TransformInput": INPUT,
    "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 2},
    "CreationTime": IN_BERLIN,
}
BY_NAME = {"TransformJobName": "nightly"}
OUTPUT = {"S3OutputPath": "s3://b/out/", "AssembleWith": "Line"}
TIMES = {"TransformStartTime": IN_BERLIN, "TransformEndTime": IN_BERLIN + timedelta(minutes=6)}


def answered(ask: Callable[[SageMakerJobs], Any], *answers: tuple[str, dict[str, Any], dict[str, Any]]) -> Any:
    """What becomes of SageMaker's ``answers``: operation, answer, expected parameters."""
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        for operation, answer, expected in answers:
            stub.add_response(operation, answer, expected)
        found = ask(SageMakerJobs(sagemaker))
        stub.assert_no_pending_responses()
    return found


def refused(ask: Callable[[SageMakerJobs], Any], operation: str, code: str, message: str = "no") -> Any:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        stub.add_client_error(operation, code, message)
        return ask(SageMakerJobs(sagemaker))


def test_a_transform_jobs_facts_are_told_with_times_in_utc() -> None:
    described = DESCRIBED | TIMES | {"TransformOutput": OUTPUT}
    job = answered(
        lambda jobs: jobs.transform_job("nightly"),
        ("describe_transform_job", described, BY_NAME),
    )
    times = "2026-02-25T08:03:00Z", "2026-02-25T08:09:00Z"
    assert job == TransformJob(JOB, "abalone-2", "s3://b/out/", *times, "ml.m5.large", 2, is_lines=True)


def test_a_transform_job_that_says_little_is_told_all_the_same() -> None:
    described = DESCRIBED | {"TransformOutput": {"S3OutputPath": "s3://b/out/", "AssembleWith": "None"}}
    job = answered(lambda jobs: jobs.transform_job("nightly"), ("describe_transform_job", described, BY_NAME))
    assert (job.started_at, job.ended_at, job.is_lines) == (None, None, False)
    bare = answered(lambda jobs: jobs.transform_job("nightly"), ("describe_transform_job", DESCRIBED, BY_NAME))
    assert (bare.output, bare.is_lines) == ("", False)


@pytest.mark.parametrize("resource", [JOB, EXECUTION.partition("/execution/")[0]])
@pytest.mark.parametrize("tags", [{}, {"team": "shell", TAG: EXECUTION}])
def test_the_tags_of_a_job_and_of_a_pipeline_are_told(resource: str, tags: dict[str, str]) -> None:
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    answer = ("list_tags", {"Tags": listed}, {"ResourceArn": resource})
    assert answered(lambda jobs: jobs.tags(resource), answer) == tags


def test_tags_that_aws_does_not_let_us_read_are_no_access() -> None:
    message = "not authorized to perform: sagemaker:ListTags"
    with pytest.raises(NoAccess, match=f"the tags of {JOB} cannot be read: AWS refuses ListTags"):
        refused(lambda jobs: jobs.tags(JOB), "list_tags", "AccessDeniedException", message)


def test_a_transform_job_in_a_pipeline_is_found_with_its_tag() -> None:
    sagemaker = client("sagemaker")
    sagemaker.create_transform_job(
        TransformJobName="nightly",
        ModelName="abalone-2",
        TransformInput=INPUT,
        TransformOutput=OUTPUT,
        TransformResources=DESCRIBED["TransformResources"],
        Tags=[{"Key": TAG, "Value": EXECUTION}],
    )
    jobs = SageMakerJobs(sagemaker)
    job = jobs.transform_job("nightly")
    assert (job.model_name, job.output, job.instances, job.is_lines) == ("abalone-2", "s3://b/out/", 2, True)
    assert jobs.tags(job.arn) == {TAG: EXECUTION}


def test_a_pipelines_tags_are_told() -> None:
    sagemaker = client("sagemaker")
    tags = [{"Key": "model-approval:environment", "Value": "test"}]
    arn = sagemaker.create_pipeline(
        PipelineName="abalone-inference",
        PipelineDefinition="{}",
        ClientRequestToken="x" * 32,
        RoleArn=ROLE,
        Tags=tags,
    )["PipelineArn"]
    assert SageMakerJobs(sagemaker).tags(arn) == {"model-approval:environment": "test"}


def test_a_processing_jobs_outputs_in_s3_are_told_each_once() -> None:
    described = {
        "ProcessingJobName": "evaluate",
        "ProcessingJobArn": f"{ACCOUNT}:processing-job/evaluate",
        "ProcessingJobStatus": "Completed",
        "ProcessingResources": {
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}
        },
        "AppSpecification": {"ImageUri": "image"},
        "CreationTime": IN_BERLIN,
    }
    s3 = {"LocalPath": "/opt/ml/processing/out", "S3UploadMode": "EndOfJob"}
    outputs = [
        {"OutputName": "report", "S3Output": {"S3Uri": "s3://b/report", **s3}},
        {"OutputName": "features", "FeatureStoreOutput": {"FeatureGroupName": "abalone"}},
        {"OutputName": "again", "S3Output": {"S3Uri": "s3://b/report", **s3}},
        {"OutputName": "scores", "S3Output": {"S3Uri": "s3://b/scores/", **s3}},
    ]
    asked = {"ProcessingJobName": "evaluate"}
    found = answered(
        lambda jobs: jobs.processing_outputs("evaluate"),
        ("describe_processing_job", described | {"ProcessingOutputConfig": {"Outputs": outputs}}, asked),
    )
    assert found == ["s3://b/report", "s3://b/scores/"]
    assert (
        answered(lambda jobs: jobs.processing_outputs("evaluate"), ("describe_processing_job", described, asked)) == []
    )


def job(kind: str, name: str) -> dict[str, Any]:
    return {"Arn": f"{ACCOUNT}:{kind}/{name}"}


def check(kind: str, name: str, **more: str) -> dict[str, Any]:
    return {"CheckType": kind, "CheckJobArn": f"{ACCOUNT}:processing-job/{name}", **more}


def executed(*pages: list[dict[str, Any]], parameters: tuple[list[dict[str, str]], ...] = ([],)) -> Any:
    """An execution with these steps' metadata, page by page."""
    of = {"PipelineExecutionArn": EXECUTION}
    answers = []
    for operation, field, found in (
        ("list_pipeline_execution_steps", "PipelineExecutionSteps", pages),
        ("list_pipeline_parameters_for_execution", "PipelineParameters", parameters),
    ):
        for number, page in enumerate(found):
            answer: dict[str, Any] = {field: page}
            answer |= {"NextToken": str(number + 1)} if number + 1 < len(found) else {}
            answers.append((operation, answer, of | ({"NextToken": str(number)} if number else {})))
    return answered(lambda jobs: jobs.execution(EXECUTION), *answers)


def step(**metadata: dict[str, Any]) -> dict[str, Any]:
    return {"StepName": "step", "StepStatus": "Succeeded", "Metadata": metadata}


def test_all_pages_of_an_executions_steps_and_parameters_are_read() -> None:
    execution = executed(
        [step(TransformJob=job("transform-job", "a")), step(Model=job("model", "m")), {"StepName": "not started"}],
        [step(ProcessingJob=job("processing-job", "p")), step(Condition={"Outcome": "True"})],
        [step(TransformJob=job("transform-job", "b")), step(TransformJob=job("transform-job", "a"))],
        parameters=([{"Name": "Model", "Value": "m"}], [{"Name": "Instances", "Value": "2"}]),
    )
    assert execution == Execution(EXECUTION, ("a", "b"), ("p",), ("m",), parameters={"Model": "m", "Instances": "2"})


def test_model_packages_that_a_step_registered_are_told() -> None:
    registered = job("model-package", "abalone/3")
    assert executed([step(RegisterModel=registered)]).registered == (registered["Arn"],)


def test_a_check_steps_findings_are_told_with_the_job_that_wrote_them_and_not_what_it_compared_with() -> None:
    found = {
        "ViolationReport": "s3://b/violations.json",
        "CalculatedBaselineStatistics": "s3://b/statistics.json",
        "CalculatedBaselineConstraints": "s3://b/constraints.json",
    }
    before = {
        "BaselineUsedForDriftCheckStatistics": "s3://b/before.json",
        "BaselineUsedForDriftCheckConstraints": "s3://b/before-constraints.json",
    }
    execution = executed([step(QualityCheck=check("MODEL_QUALITY", "check", **found, **before))])
    assert execution == Execution(
        EXECUTION,
        processing_jobs=("check",),
        reports=(
            Named("constraint violations", "s3://b/violations.json"),
            Named("model quality statistics", "s3://b/statistics.json"),
            Named("model quality constraints", "s3://b/constraints.json"),
        ),
    )


@pytest.mark.parametrize(
    ("step_kind", "check_type", "kind"),
    [
        ("QualityCheck", "DATA_QUALITY", "data quality constraints"),
        ("ClarifyCheck", "DATA_BIAS", "bias report"),
        ("ClarifyCheck", "MODEL_BIAS", "bias report"),
        ("ClarifyCheck", "MODEL_EXPLAINABILITY", "explainability report"),
        ("ClarifyCheck", "TO_COME", "report"),
    ],
)
def test_what_a_check_is_about_is_told(step_kind: str, check_type: str, kind: str) -> None:
    checked = {"CheckType": check_type, "CalculatedBaselineConstraints": "s3://b/analysis.json"}
    assert executed([step(**{step_kind: checked})]).reports == (Named(kind, "s3://b/analysis.json"),)


def test_a_check_that_was_skipped_has_no_findings() -> None:
    assert executed([step(QualityCheck={"SkipCheck": True, "ViolationReport": ""})]).reports == ()


ASKED: list[tuple[str, Callable[[SageMakerJobs], Any]]] = [
    ("describe_transform_job", lambda jobs: jobs.transform_job("nightly")),
    ("describe_processing_job", lambda jobs: jobs.processing_outputs("evaluate")),
    ("list_pipeline_execution_steps", lambda jobs: jobs.execution(EXECUTION)),
    ("list_tags", lambda jobs: jobs.tags(JOB)),
]


@pytest.mark.parametrize(("operation", "ask"), ASKED)
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ResourceNotFound", "gone"),
        ("ValidationException", "Could not find requested job with name: nightly"),
        ("ValidationException", f"Pipeline execution {EXECUTION} does not exist."),
    ],
)
def test_what_is_gone_is_not_found(operation: str, ask: Any, code: str, message: str) -> None:
    with pytest.raises(NotFound, match=message):
        refused(ask, operation, code, message)


@pytest.mark.parametrize(("operation", "ask"), ASKED)
@pytest.mark.parametrize("code", ["ThrottlingException", "ValidationException", "InternalFailure"])
def test_other_refusals_are_worth_another_try(operation: str, ask: Any, code: str) -> None:
    with pytest.raises(ClientError, match=code):
        refused(ask, operation, code)


@pytest.mark.parametrize("ask", [ask for _, ask in ASKED[:2]])
def test_a_job_that_never_was_is_not_found(ask: Any) -> None:
    with pytest.raises(NotFound):
        ask(SageMakerJobs(client("sagemaker")))
