"""The environments' inference pipelines: each runs exactly what Parameter Store says is approved there.

They run with their own role in their own account, and each in another way, as teams do.
"""

from collections.abc import Callable

from . import batch_transform, own_inference, sagemaker_pipeline
from .approved_model import Run
from .environments import Environment
from .local_aws import LocalAws

_WAYS: dict[str, tuple[str, Callable[[LocalAws, Environment, str], Run]]] = {
    "dev": ("batch transform", batch_transform.run),
    "test": ("SageMaker pipeline", sagemaker_pipeline.run),
    "uat": ("own script", own_inference.run),
    "prod": ("batch transform", batch_transform.run),
}


def way(environment: Environment) -> str:
    """What runs there."""
    return _WAYS[environment.name][0]


def run(aws: LocalAws, environment: Environment, batch: str) -> Run:
    """Run the approved model over `batch` (CSV with a column `label`). Raises SandboxError if that fails."""
    return _WAYS[environment.name][1](aws, environment, batch)
