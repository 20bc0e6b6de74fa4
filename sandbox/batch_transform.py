"""An inference pipeline that is one batch transform: it makes a model of the model package and transforms a batch."""

import json
import time
import uuid
from typing import Any

from .approved_model import Run, approved, baseline
from .environments import MODEL_PACKAGE_GROUP, Environment
from .errors import SandboxError
from .local_aws import LocalAws

_SECONDS = 90


def run(aws: LocalAws, environment: Environment, batch: str, model_package_arn: str | None = None) -> Run:
    """Run the approved model, or one that somebody names in its place, over `batch` (CSV).

    The model's container measures itself: it leaves its reports beside the predictions. Raises SandboxError if the
    transform job fails.
    """
    credentials = aws.assume(environment.inference_role_arn)
    s3, sagemaker = aws.client("s3", credentials), aws.client("sagemaker", credentials)
    package = model_package_arn or approved(aws, environment, credentials)["model_package_arn"]
    expected = baseline(aws, credentials, package)
    name = f"{MODEL_PACKAGE_GROUP}-{environment.name}-{uuid.uuid4().hex[:8]}"
    bucket = environment.data_bucket
    s3.put_object(Bucket=bucket, Key=f"{name}/in/batch.csv", Body=batch.encode())
    sagemaker.create_model(
        ModelName=name,
        Containers=[{"ModelPackageName": package}],
        ExecutionRoleArn=environment.inference_role_arn,
    )
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/{name}/in/"}}
    sagemaker.create_transform_job(
        TransformJobName=name,
        ModelName=name,
        Environment={"DATA_CONSTRAINTS": expected.of_data, "QUALITY_CONSTRAINTS": expected.of_quality},
        TransformInput={"DataSource": source, "ContentType": "text/csv", "SplitType": "Line"},
        TransformOutput={"S3OutputPath": f"s3://{bucket}/{name}/out/", "Accept": "text/csv", "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
    _wait(sagemaker, name)
    predictions = s3.get_object(Bucket=bucket, Key=f"{name}/out/batch.csv.out")["Body"].read().decode()
    report = json.loads(s3.get_object(Bucket=bucket, Key=f"{name}/out/evaluation.json")["Body"].read())
    return Run(package, len(predictions.splitlines()), report)


def _wait(sagemaker: Any, name: str) -> None:
    give_up = time.monotonic() + _SECONDS
    while (job := sagemaker.describe_transform_job(TransformJobName=name))["TransformJobStatus"] == "InProgress":
        if time.monotonic() > give_up:
            raise SandboxError(f"The transform job {name} did not end within {_SECONDS} seconds.")
        time.sleep(0.2)
    if job["TransformJobStatus"] != "Completed":
        raise SandboxError(f"The transform job {name} is {job['TransformJobStatus']}: {job.get('FailureReason')}")
