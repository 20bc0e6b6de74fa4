"""What training and inference pipelines do, and people past the workflow."""

from tests.crashes.cloud import ACCOUNTS, Cloud

_IMAGE = "257758044811.dkr.ecr.us-east-2.amazonaws.com/xgboost:1"


def register(cloud: Cloud) -> None:
    """The next version of the model package group."""
    statistics = {"ContentType": "application/json", "S3Uri": "s3://dev-data/evaluation.json"}
    cloud.client("sagemaker", "dev").create_model_package(
        ModelPackageGroupName="abalone",
        InferenceSpecification={
            "Containers": [{"Image": _IMAGE, "ImageDigest": "sha256:4dc8", "ModelDataUrl": "s3://b/model.tar.gz"}],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
        ModelApprovalStatus="PendingManualApproval",
        CustomerMetadataProperties={"team": "shell"},
        MetadataProperties={"GeneratedBy": "pipeline/1"},
        ModelMetrics={"ModelQuality": {"Statistics": statistics}},
    )


def make_model(cloud: Cloud, environment: str, model_package_arn: str) -> str:
    """A model that is to run in an environment. Returns its name."""
    name = f"abalone-{model_package_arn.rpartition('/')[2]}"
    role = f"arn:aws:iam::{ACCOUNTS[environment]}:role/sagemaker"
    container = {"ModelPackageName": model_package_arn}
    sagemaker = cloud.client("sagemaker", environment)
    sagemaker.create_model(ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container)
    return name


def change_status(cloud: Cloud, model_package_arn: str, status: str) -> None:
    """As somebody may in SageMaker Studio."""
    sagemaker = cloud.client("sagemaker", "dev")
    sagemaker.update_model_package(ModelPackageArn=model_package_arn, ModelApprovalStatus=status)
