"""A SageMaker pipeline really runs its steps, with the rights of its role, and tells what became of it."""

import io
import json
import time
import zipfile

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT, allow, refused

PREFIX = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}"
PROGRAM = """
import pathlib, sys
rows, results = map(pathlib.Path, sys.argv[1:])
(results / "count.json").write_text(str(len((rows / "rows.csv").read_text().split())))
"""
FOLDER = "/opt/ml/processing"


@pytest.fixture
def bucket(aws, names):
    """A bucket with three rows in it."""
    s3, name = aws.client("s3", root(ACCOUNT)), f"pipeline-data-{next(names)}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket=name, Key="in/rows.csv", Body=b"1\n2\n3\n")
    return name


@pytest.fixture
def role(make_role, bucket):
    """What the pipeline runs with."""
    own = allow("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/*")
    jobs = allow(
        ["sagemaker:CreateProcessingJob", "sagemaker:DescribeProcessingJob"], f"{PREFIX}:processing-job/pipelines-*"
    )
    return make_role(own, jobs, allow("s3:*", [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]))


def counting(bucket, role):
    """A pipeline of one step, which counts the rows."""
    folder = {"Get": "Parameters.Folder"}
    output = {"Std:Join": {"On": "/", "Values": [f"s3://{bucket}/out", {"Get": "Execution.PipelineExecutionId"}]}}
    arguments = {
        "RoleArn": role,
        "ProcessingResources": {
            "ClusterConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1}
        },
        "AppSpecification": {
            "ImageUri": "registry.example/python:3",
            "ContainerEntrypoint": ["python3", "-c", PROGRAM],
            "ContainerArguments": [f"{FOLDER}/in", f"{FOLDER}/out"],
        },
        "ProcessingInputs": [{
            "InputName": "rows",
            "S3Input": {
                "S3Uri": {"Std:Join": {"On": "", "Values": [f"s3://{bucket}/", folder, "/"]}},
                "LocalPath": f"{FOLDER}/in", "S3DataType": "S3Prefix", "S3InputMode": "File",
            },
        }],
        "ProcessingOutputConfig": {"Outputs": [{
            "OutputName": "count",
            "S3Output": {"S3Uri": output, "LocalPath": f"{FOLDER}/out", "S3UploadMode": "EndOfJob"},
        }]},
    }  # fmt: skip
    return {
        "Version": "2020-12-01",
        "Parameters": [{"Name": "Folder", "Type": "String", "DefaultValue": "in"}],
        "Steps": [{"Name": "Count", "Type": "Processing", "Arguments": arguments}],
    }


@pytest.fixture
def create(aws, names):
    """A function that makes a pipeline of a definition, and returns its name."""

    def make(definition, role):
        name = f"pipeline-{next(names)}"
        aws.client("sagemaker", root(ACCOUNT)).create_pipeline(
            PipelineName=name, PipelineDefinition=json.dumps(definition), RoleArn=role
        )
        return name

    return make


@pytest.fixture
def sagemaker(aws):
    return aws.client("sagemaker", root(ACCOUNT))


def ended(sagemaker, arn):
    """What DescribePipelineExecution says at the end."""
    while (told := sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn))[
        "PipelineExecutionStatus"
    ] == "Executing":
        time.sleep(0.1)
    return told


@pytest.fixture
def listen(aws, names):
    """A function that returns one which waits for the next event of a pattern."""
    sqs, events = (aws.client(service, root(ACCOUNT)) for service in ("sqs", "events"))

    def to(pattern):
        name = f"events-{next(names)}"
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        events.put_rule(Name=name, EventPattern=json.dumps(pattern))
        events.put_targets(Rule=name, Targets=[{"Id": "q", "Arn": f"arn:aws:sqs:eu-central-1:{ACCOUNT}:{name}"}])

        def following():
            [message] = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return json.loads(message["Body"])

        return following

    return to


def test_an_execution_runs_its_steps_and_tells_what_they_were(aws, sagemaker, bucket, role, create, listen):
    name = create(counting(bucket, role), role)
    following = listen({"source": ["aws.sagemaker"], "detail": {"pipelineArn": [f"{PREFIX}:pipeline/{name}"]}})
    arn = sagemaker.start_pipeline_execution(PipelineName=name)["PipelineExecutionArn"]
    assert ended(sagemaker, arn)["PipelineExecutionStatus"] == "Succeeded"

    [step] = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)["PipelineExecutionSteps"]
    assert (step["StepName"], step["StepStatus"]) == ("Count", "Succeeded")
    assert step["EndTime"] >= step["StartTime"]
    job_arn, number = step["Metadata"]["ProcessingJob"]["Arn"], arn.rpartition("/")[2]
    assert f"processing-job/pipelines-{number}-Count-" in job_arn
    job = sagemaker.describe_processing_job(ProcessingJobName=job_arn.rpartition("/")[2])
    [output] = job["ProcessingOutputConfig"]["Outputs"]
    assert output["S3Output"]["S3Uri"] == f"s3://{bucket}/out/{number}"
    assert (job["ProcessingJobStatus"], job["RoleArn"]) == ("Completed", role)
    tags = sagemaker.list_tags(ResourceArn=job_arn)["Tags"]
    assert {"Key": "sagemaker:pipeline-execution-arn", "Value": arn} in tags
    for value in ("test", "uat"):
        sagemaker.add_tags(ResourceArn=job_arn, Tags=[{"Key": "environment", "Value": value}])
    assert sagemaker.list_tags(ResourceArn=job_arn)["Tags"] == [*tags, {"Key": "environment", "Value": "uat"}]
    missing = f"{PREFIX}:processing-job/nobody-ran-this"
    assert "ValidationException" in refused(sagemaker.list_tags, ResourceArn=missing)
    found = aws.client("s3", root(ACCOUNT)).get_object(Bucket=bucket, Key=f"out/{number}/count.json")
    assert found["Body"].read() == b"3"

    parameters = sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=arn)["PipelineParameters"]
    assert parameters == [{"Name": "Folder", "Value": "in"}]
    started, succeeded = following(), following()
    assert started["detail"]["currentPipelineExecutionStatus"] == "Executing"
    assert succeeded["detail-type"] == "SageMaker Model Building Pipeline Execution Status Change"
    assert succeeded["resources"] == [f"{PREFIX}:pipeline/{name}", arn]
    detail = succeeded["detail"]
    assert detail["pipelineExecutionArn"] == arn
    statuses = detail["previousPipelineExecutionStatus"], detail["currentPipelineExecutionStatus"]
    assert statuses == ("Executing", "Succeeded")
    assert detail["executionEndTime"] >= detail["executionStartTime"]


def test_an_execution_whose_step_fails_fails_and_says_why(sagemaker, bucket, role, create, listen):
    name = create(counting(bucket, role), role)
    following = listen({"source": ["aws.sagemaker"], "detail": {"pipelineArn": [f"{PREFIX}:pipeline/{name}"]}})
    parameters = [{"Name": "Folder", "Value": "nothing-here"}]
    arn = sagemaker.start_pipeline_execution(PipelineName=name, PipelineParameters=parameters)["PipelineExecutionArn"]
    told = ended(sagemaker, arn)
    assert told["PipelineExecutionStatus"] == "Failed"
    assert "there is no input under" in told["FailureReason"]
    [step] = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)["PipelineExecutionSteps"]
    assert step["StepStatus"] == "Failed"
    assert "there is no input under" in step["FailureReason"]
    assert [following()["detail"]["currentPipelineExecutionStatus"] for _ in range(2)] == ["Executing", "Failed"]


def test_an_execution_has_no_more_rights_than_the_pipeline_s_role(sagemaker, bucket, role, make_role, create):
    name = create(counting(bucket, role), make_role())
    arn = sagemaker.start_pipeline_execution(PipelineName=name)["PipelineExecutionArn"]
    told = ended(sagemaker, arn)
    assert told["PipelineExecutionStatus"] == "Failed"
    assert "sagemaker:CreateProcessingJob" in told["FailureReason"]


def test_what_an_execution_was_is_read_by_roles_that_may_and_by_no_others(sagemaker, client_as, bucket, role, create):
    name = create(counting(bucket, role), role)
    arn = sagemaker.start_pipeline_execution(PipelineName=name)["PipelineExecutionArn"]
    ended(sagemaker, arn)
    actions = ["sagemaker:ListPipelineExecutionSteps", "sagemaker:ListPipelineParametersForExecution"]
    reader = client_as("sagemaker", allow(actions, f"{PREFIX}:pipeline/{name}/execution/*"))
    stranger = client_as("sagemaker", allow(actions, f"{PREFIX}:pipeline/another/execution/*"))
    for operation in ("list_pipeline_execution_steps", "list_pipeline_parameters_for_execution"):
        getattr(reader, operation)(PipelineExecutionArn=arn)
        assert "AccessDenied" in refused(getattr(stranger, operation), PipelineExecutionArn=arn)
        unknown = f"{PREFIX}:pipeline/{name}/execution/000000000000"
        assert "ResourceNotFound" in refused(getattr(reader, operation), PipelineExecutionArn=unknown)


def test_a_pipeline_that_cannot_run_is_not_made_and_one_without_its_parameters_does_not_start(
    sagemaker, bucket, role, create
):
    definition = counting(bucket, role)
    request = {"PipelineName": "impossible", "RoleArn": role}
    [count] = definition["Steps"]
    needs_count = {"Name": "B", "Type": "Model", "Arguments": {"ModelName": {"Get": "Steps.Count.ProcessingJobName"}}}
    circle = [count | {"DependsOn": ["B"]}, needs_count]
    for steps in ([{"Name": "A", "Type": "EMR", "Arguments": {}}], circle):
        text = json.dumps(definition | {"Steps": steps})
        assert "ValidationException" in refused(sagemaker.create_pipeline, PipelineDefinition=text, **request)
    assert "ResourceNotFound" in refused(sagemaker.describe_pipeline, PipelineName="impossible")
    del definition["Parameters"][0]["DefaultValue"]
    name = create(definition, role)
    assert "['Folder']" in refused(sagemaker.start_pipeline_execution, PipelineName=name)
    wrong = [{"Name": "Other", "Value": "1"}]
    assert "['Other']" in refused(sagemaker.start_pipeline_execution, PipelineName=name, PipelineParameters=wrong)


def test_a_parameter_that_changes_is_told_and_starts_a_pipeline(
    aws, sagemaker, bucket, role, make_role, create, listen, names
):
    ssm, events = aws.client("ssm", root(ACCOUNT)), aws.client("events", root(ACCOUNT))
    pipeline, parameter = create(counting(bucket, role), role), f"/approvals/{next(names)}/approved"
    pattern = {"source": ["aws.ssm"], "detail-type": ["Parameter Store Change"], "detail": {"name": [parameter]}}
    following = listen(pattern)
    started = {"detail": pattern["detail"] | {"operation": ["Create", "Update"]}}
    arn = f"{PREFIX}:pipeline/{pipeline}"
    trust = [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}]
    parameters = [{"Name": "Folder", "Value": "$.detail.operation"}]
    for name, rights in (("starts", [allow("sagemaker:StartPipelineExecution", arn)]), ("may-not", [])):
        events.put_rule(Name=f"{pipeline}-{name}", EventPattern=json.dumps(pattern | started))
        events.put_targets(Rule=f"{pipeline}-{name}", Targets=[{
            "Id": "pipeline", "Arn": arn, "RoleArn": make_role(*rights, trust=trust),
            "SageMakerPipelineParameters": {"PipelineParameterList": parameters},
        }])  # fmt: skip
    for value in ("1", "2"):
        ssm.put_parameter(Name=parameter, Value=value, Type="String", Overwrite=True)
    ssm.delete_parameter(Name=parameter)

    told = [following() for _ in range(3)]
    assert [event["detail"]["operation"] for event in told] == ["Create", "Update", "Delete"]
    assert told[0]["detail"] == {"operation": "Create", "name": parameter, "type": "String"}
    assert told[0]["resources"] == [f"arn:aws:ssm:eu-central-1:{ACCOUNT}:parameter{parameter}"]
    assert told[0]["account"] == ACCOUNT
    executions = sagemaker.list_pipeline_executions(PipelineName=pipeline)["PipelineExecutionSummaries"]
    given = [
        sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=one["PipelineExecutionArn"])
        for one in executions
    ]
    assert sorted(one["PipelineParameters"][0]["Value"] for one in given) == ["Create", "Update"]


FUNCTION = "def handler(event, context):\n    return {'folder': event['prefix'] + 'n'}\n"


@pytest.fixture
def function(aws, make_role, names):
    """A function that says which folder to count in."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("folder.py", FUNCTION)
    trust = [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]
    made = aws.client("lambda", root(ACCOUNT)).create_function(
        FunctionName=f"function-{next(names)}", Runtime="python3.13", Handler="folder.handler",
        Role=make_role(trust=trust), Code={"ZipFile": package.getvalue()},
    )  # fmt: skip
    return made["FunctionArn"]


@pytest.mark.parametrize(
    ("outputs", "may", "reason"),
    [
        (["folder"], True, None),
        (["folder", "file"], True, "returned no file"),
        (["folder"], False, "lambda:InvokeFunction"),
    ],
    ids=["outputs", "an output that is not returned", "no right to invoke"],
)
def test_a_lambda_step_gives_its_outputs_to_later_steps(
    aws, sagemaker, bucket, role, create, function, outputs, may, reason
):
    if may:
        policy = {"Version": "2012-10-17", "Statement": [allow("lambda:InvokeFunction", function)]}
        name = role.rpartition("/")[2]
        iam = aws.client("iam", root(ACCOUNT))
        iam.put_role_policy(RoleName=name, PolicyName="invoke", PolicyDocument=json.dumps(policy))
    look = {
        "Name": "Look", "Type": "Lambda", "FunctionArn": function, "Arguments": {"prefix": "i"},
        "OutputParameters": [{"OutputName": output, "OutputType": "String"} for output in outputs],
    }  # fmt: skip
    definition = counting(bucket, role)
    given = json.dumps(definition["Steps"]).replace("Parameters.Folder", "Steps.Look.OutputParameters['folder']")
    pipeline = create(definition | {"Steps": [*json.loads(given), look]}, role)
    arn = sagemaker.start_pipeline_execution(PipelineName=pipeline)["PipelineExecutionArn"]
    told = ended(sagemaker, arn)
    steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn, SortOrder="Ascending")
    first, *later = steps["PipelineExecutionSteps"]
    assert first["StepName"] == "Look"
    if reason:
        assert told["PipelineExecutionStatus"] == first["StepStatus"] == "Failed"
        assert reason in told["FailureReason"]
        assert later == []
    else:
        assert told["PipelineExecutionStatus"] == "Succeeded"
        assert first["Metadata"]["Lambda"]["OutputParameters"] == [{"Name": "folder", "Value": "in"}]
        assert [step["StepName"] for step in later] == ["Count"]
