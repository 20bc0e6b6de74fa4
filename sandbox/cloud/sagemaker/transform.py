"""Batch transform jobs that really run, each in a process of its own with its model's execution role."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ministack.core.responses import get_region
from ministack.services import iam, sts

from . import events, permissions

_ROOT = Path(__file__).parents[3]
_running: set[asyncio.Task[None]] = set()


def start(job: Any, model: dict[str, Any]) -> None:
    """Begin a job that moto has just made, which it takes for Completed."""
    job.transform_job_status, job.transform_start_time, job.transform_end_time = "InProgress", None, None
    events.transform_job_changed(job.response_object)
    task = asyncio.get_running_loop().create_task(_run(job, model))
    _running.add(task)  # the loop itself keeps only weak references
    task.add_done_callback(_running.discard)


async def _run(job: Any, model: dict[str, Any]) -> None:
    job.transform_start_time = _now()
    try:
        reason = await _transform(job, model)
    except Exception as error:  # noqa: BLE001  the job fails, whatever it was
        reason = f"InternalServerError: {error}"
    job.transform_job_status, job.failure_reason = ("Failed", reason) if reason else ("Completed", "")
    job.transform_end_time = job.last_modified_time = _now()
    events.transform_job_changed(job.response_object)


async def _transform(job: Any, model: dict[str, Any]) -> str:
    """Run the model over the job's input. Returns why it failed, or an empty string."""
    order = {
        "model_data_url": _model_data_url(model),
        "input_url": job.transform_input["DataSource"]["S3DataSource"]["S3Uri"],
        "output_url": job.transform_output["S3OutputPath"],
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.cloud.sagemaker.batch",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env=_environment(model["ExecutionRoleArn"]), cwd=_ROOT,
    )  # fmt: skip
    _, errors = await process.communicate(json.dumps(order).encode())
    if process.returncode == 0:
        return ""
    return (errors.decode(errors="replace").strip().splitlines() or ["the model's process died"])[-1][:1024]


def _model_data_url(model: dict[str, Any]) -> str:
    """Where the model's artefacts are: in its container, or in the model package that its container comes from."""
    from .registry import model_package

    for arn in permissions.model_packages(model):
        return str(model_package(arn).inference_specification["Containers"][0]["ModelDataUrl"])
    containers = [model.get("PrimaryContainer") or {}, *(model.get("Containers") or [])]
    return next(str(container["ModelDataUrl"]) for container in containers if container.get("ModelDataUrl"))


def _environment(role_arn: str) -> dict[str, str]:
    """The model's process sees its role's temporary credentials and the emulated AWS, and nothing else of ours."""
    account, role = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    key, secret, token = iam._gen_session_access_key(), iam._gen_secret(), iam._gen_session_token()
    sts.register_session(key, {
        "Arn": f"arn:aws:sts::{account}:assumed-role/{role}/SageMaker",
        "UserId": f"{role}:SageMaker",
        "SecretAccessKey": secret,
        "SessionToken": token,
        "Expiration": _now().timestamp() + 3600,
        "AccountId": account,
        "PrincipalType": "AssumedRole",
    })  # fmt: skip
    return {
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_SESSION_TOKEN": token,
        "AWS_REGION": get_region(),
        "AWS_DEFAULT_REGION": get_region(),
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        "PATH": os.environ.get("PATH", ""),
        "TMPDIR": os.environ.get("TMPDIR", ""),
    }


def _now() -> datetime:
    """As moto keeps times: in UTC and naive."""
    return datetime.now(UTC).replace(tzinfo=None)
