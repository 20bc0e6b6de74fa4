"""Pipelines to start by hand in the sandbox that `make sandbox` left running."""

import uuid

from botocore.exceptions import ClientError

from . import inference_pipeline, training
from .environments import ENVIRONMENTS, MODEL_PACKAGE_GROUP
from .errors import SandboxError
from .local_aws import LocalAws
from .up import running


def register(weak: bool) -> None:
    """Train and register a version, which sends a mail to dev's approvers."""
    recipe = "decision stump" if weak else "logistic regression"
    arn, _ = training.run(_running(), training.load(), recipe, f"manual-{uuid.uuid4().hex[:8]}")
    print(f"Registered a {recipe} as {arn}.")


def infer(name: str) -> None:
    """Run an environment's inference pipeline, which sends a mail to the next environment's approvers."""
    aws = _running()
    environment = next((e for e in ENVIRONMENTS if e.name == name), None)
    if environment is None:
        raise SandboxError(f"There is no environment {name!r}: choose of {', '.join(e.name for e in ENVIRONMENTS)}.")
    try:
        run = inference_pipeline.run(aws, environment, training.load().batches[name])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        raise SandboxError(f"Nobody has approved a version of {MODEL_PACKAGE_GROUP} for {name} yet.") from error
    print(f"{name} ran {run.model_package_arn} over {run.predictions} rows.")


def _running() -> LocalAws:
    if found := running():
        return found
    raise SandboxError("No sandbox is running: start one with make sandbox, and leave it running.")
