"""What training and inference pipelines do, and people past the workflow."""

from tests.crashes import ledger
from tests.crashes.cloud import ACCOUNTS, Cloud

_IMAGE = "257758044811.dkr.ecr.us-east-2.amazonaws.com/xgboost:1"


def register(cloud: Cloud) -> None:
    """The next version of the model package group, with model data of its own."""
    version = len(ledger.packages()) + 1
    change_model_data(cloud, version, "trained")
    statistics = {"ContentType": "application/json", "S3Uri": "s3://dev-data/evaluation.json"}
    cloud.client("sagemaker", "dev").create_model_package(
        ModelPackageGroupName="abalone",
        InferenceSpecification={
            "Containers": [{"Image": _IMAGE, "ImageDigest": "sha256:4dc8", "ModelDataUrl": _data(version)}],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
        ModelApprovalStatus="PendingManualApproval",
        CustomerMetadataProperties={"team": "shell"},
        MetadataProperties={"GeneratedBy": "pipeline/1"},
        ModelMetrics={"ModelQuality": {"Statistics": statistics}},
    )


def change_model_data(cloud: Cloud, version: int, body: str) -> None:
    _, _, bucket, key = _data(version).split("/", 3)
    cloud.client("s3", "dev").put_object(Bucket=bucket, Key=key, Body=body.encode())


def _data(version: int) -> str:
    return f"s3://dev-data/{version}/model.tar.gz"


def transform(cloud: Cloud, environment: str, model_package_arn: str) -> str:
    """A batch transform with a model that was made from this version, of the same name. Returns the job's ARN."""
    name = f"abalone-{model_package_arn.rpartition('/')[2]}"
    role = f"arn:aws:iam::{ACCOUNTS[environment]}:role/sagemaker"
    container = {"ModelPackageName": model_package_arn}
    sagemaker = cloud.client("sagemaker", environment)
    sagemaker.create_model(ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container)
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{environment}-data/in/"}}
    created = sagemaker.create_transform_job(
        TransformJobName=name,
        ModelName=name,
        TransformInput={"DataSource": source, "ContentType": "text/csv"},
        TransformOutput={"S3OutputPath": f"s3://{environment}-data/", "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
        Tags=[{"Key": "team", "Value": "shell"}],  # moto lists no tags of a job that has none
    )
    return str(created["TransformJobArn"])


def change_status(cloud: Cloud, model_package_arn: str, status: str) -> None:
    """As somebody may in SageMaker Studio."""
    sagemaker = cloud.client("sagemaker", "dev")
    sagemaker.update_model_package(ModelPackageArn=model_package_arn, ModelApprovalStatus=status)
