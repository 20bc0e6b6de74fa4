"""What an environment's inference runs, and what it is measured by: read with the rights of its inference role."""

import json
from dataclasses import dataclass
from typing import Any

from .environments import MODEL_PACKAGE_GROUP, PARAMETER_PREFIX, Environment
from .local_aws import Credentials, LocalAws


@dataclass(frozen=True)
class Run:
    """What an inference left: the model package that ran, its predictions and the report on them."""

    model_package_arn: str
    predictions: int
    report: dict[str, Any]


@dataclass(frozen=True)
class Baseline:
    """S3 URIs of what the training's data and the model's quality were like, as constraints for Model Monitor."""

    of_data: str
    of_quality: str


def approved(aws: LocalAws, environment: Environment, credentials: Credentials | None = None) -> dict[str, Any]:
    """What the environment's approvers let in: one read, however long the history is."""
    ssm = aws.client("ssm", credentials or aws.assume(environment.inference_role_arn))
    name = f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/approved"
    value: dict[str, Any] = json.loads(ssm.get_parameter(Name=name)["Parameter"]["Value"])
    return value


def baseline(aws: LocalAws, credentials: Credentials, model_package_arn: str) -> Baseline:
    """What the training pipeline registered the version with."""
    package = aws.client("sagemaker", credentials).describe_model_package(ModelPackageName=model_package_arn)
    metrics = package["ModelMetrics"]
    return Baseline(*(metrics[kind]["Constraints"]["S3Uri"] for kind in ("ModelDataQuality", "ModelQuality")))
