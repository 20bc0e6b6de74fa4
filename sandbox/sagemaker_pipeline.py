"""An inference pipeline in SageMaker Pipelines: a Model step, a Transform step, and a Processing step that evaluates.

The batch goes without its labels to the model; the evaluation, which knows them, comes after.
"""

import csv
import io
import json
import time
import uuid
from typing import Any

from botocore.exceptions import ClientError

from .approved_model import Run, approved, baseline
from .environments import DEV, MODEL_PACKAGE_GROUP, REGION, Environment
from .errors import SandboxError
from .local_aws import LocalAws

NAME = f"{MODEL_PACKAGE_GROUP}-inference"
_SECONDS = 120
_FOLDER = "/opt/ml/processing"
_PARAMETERS = ("ModelPackageArn", "Run", "DataConstraints", "QualityConstraints")


def run(aws: LocalAws, environment: Environment, batch: str) -> Run:
    """Start the pipeline with the approved version and wait. Raises SandboxError if the execution fails."""
    credentials, bucket = aws.assume(environment.inference_role_arn), environment.data_bucket
    s3, sagemaker = aws.client("s3", credentials), aws.client("sagemaker", credentials)
    package = approved(aws, environment, credentials)["model_package_arn"]
    expected = baseline(aws, credentials, package)
    name = f"{MODEL_PACKAGE_GROUP}-{environment.name}-{uuid.uuid4().hex[:8]}"
    features, labels = _without_labels(batch)
    s3.put_object(Bucket=bucket, Key=f"{name}/in/batch.csv", Body=features.encode())
    s3.put_object(Bucket=bucket, Key=f"{name}/labels/labels.csv", Body=labels.encode())
    _make(sagemaker, environment)
    values = (package, f"s3://{bucket}/{name}", expected.of_data, expected.of_quality)
    execution = sagemaker.start_pipeline_execution(
        PipelineName=NAME,
        PipelineExecutionDisplayName=name,
        PipelineParameters=[{"Name": n, "Value": v} for n, v in zip(_PARAMETERS, values, strict=True)],
    )["PipelineExecutionArn"]
    _wait(sagemaker, execution)
    predictions = s3.get_object(Bucket=bucket, Key=f"{name}/out/batch.csv.out")["Body"].read().decode()
    report = json.loads(s3.get_object(Bucket=bucket, Key=f"{name}/evaluation/evaluation.json")["Body"].read())
    return Run(package, len(predictions.splitlines()), report)


def _make(sagemaker: Any, environment: Environment) -> None:
    """The first time only."""
    try:
        sagemaker.describe_pipeline(PipelineName=NAME)
    except ClientError:
        sagemaker.create_pipeline(
            PipelineName=NAME,
            PipelineDefinition=json.dumps(definition(environment.inference_role_arn)),
            RoleArn=environment.inference_role_arn,
            ClientRequestToken=uuid.uuid4().hex,
        )


def definition(role_arn: str) -> dict[str, Any]:
    """As the SageMaker Python SDK writes it."""
    model = {
        "ExecutionRoleArn": role_arn,
        "PrimaryContainer": {"ModelPackageName": {"Get": "Parameters.ModelPackageArn"}},
    }
    transform = {
        "ModelName": {"Get": "Steps.Model.ModelName"},
        "TransformInput": {
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": _below("/in/")}},
            "ContentType": "text/csv",
            "SplitType": "Line",
        },
        "TransformOutput": {"S3OutputPath": _below("/out/"), "Accept": "text/csv", "AssembleWith": "Line"},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
    }
    inputs = {
        "data": _below("/in/"),
        "predictions": {"Get": "Steps.Transform.TransformOutput.S3OutputPath"},
        "labels": _below("/labels/"),
        "data_constraints": {"Get": "Parameters.DataConstraints"},
        "quality_constraints": {"Get": "Parameters.QualityConstraints"},
    }
    return {
        "Version": "2020-12-01",
        "Parameters": [{"Name": name, "Type": "String"} for name in _PARAMETERS],
        "Steps": [
            {"Name": "Model", "Type": "Model", "Arguments": model},
            {"Name": "Transform", "Type": "Transform", "Arguments": transform},
            {"Name": "Evaluate", "Type": "Processing", "Arguments": _evaluation(role_arn, inputs)},
        ],
    }


def _evaluation(role_arn: str, inputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "RoleArn": role_arn,
        "ProcessingResources": {
            "ClusterConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10}
        },
        "AppSpecification": {
            "ImageUri": f"{DEV.account_id}.dkr.ecr.{REGION}.amazonaws.com/evaluation:1",
            "ContainerEntrypoint": ["python3", "-m", "sandbox.evaluation_step"],
            "ContainerArguments": [f"{_FOLDER}/input", f"{_FOLDER}/output"],
        },
        "ProcessingInputs": [
            {
                "InputName": name,
                "S3Input": {
                    "S3Uri": uri,
                    "LocalPath": f"{_FOLDER}/input/{name}",
                    "S3DataType": "S3Prefix",
                    "S3InputMode": "File",
                },
            }
            for name, uri in inputs.items()
        ],
        "ProcessingOutputConfig": {
            "Outputs": [
                {
                    "OutputName": "evaluation",
                    "S3Output": {
                        "S3Uri": _below("/evaluation"),
                        "LocalPath": f"{_FOLDER}/output",
                        "S3UploadMode": "EndOfJob",
                    },
                }
            ]
        },
    }


def _below(path: str) -> dict[str, Any]:
    """Where a run keeps its things."""
    return {"Std:Join": {"On": "", "Values": [{"Get": "Parameters.Run"}, path]}}


def _without_labels(batch: str) -> tuple[str, str]:
    """The rows without the last column, and that column."""
    rows = list(csv.reader(io.StringIO(batch)))
    return "".join(",".join(row[:-1]) + "\n" for row in rows), "".join(f"{row[-1]}\n" for row in rows)


def _wait(sagemaker: Any, execution: str) -> None:
    give_up, status, told = time.monotonic() + _SECONDS, "Executing", dict[str, Any]()
    while status == "Executing":
        if time.monotonic() > give_up:
            raise SandboxError(f"The pipeline execution {execution} did not end within {_SECONDS} seconds.")
        time.sleep(0.2)
        told = sagemaker.describe_pipeline_execution(PipelineExecutionArn=execution)
        status = told["PipelineExecutionStatus"]
    if status != "Succeeded":
        raise SandboxError(f"The pipeline execution {execution} is {status}: {told.get('FailureReason')}")
