"""Batch transform jobs that really run, each in a process of its own with its model's execution role."""

from typing import Any

from . import containers, events, permissions


def start(job: Any, model: dict[str, Any]) -> None:
    """Begin a job that moto has just made, which it takes for Completed."""
    job.transform_job_status, job.transform_start_time, job.transform_end_time = "InProgress", None, None
    events.transform_job_changed(job.response_object)
    containers.start(_run(job, model))


async def _run(job: Any, model: dict[str, Any]) -> None:
    job.transform_start_time = containers.now()
    try:
        reason = await _transform(job, model)
    except Exception as error:  # noqa: BLE001  the job fails, whatever it was
        reason = f"InternalServerError: {error}"
    job.transform_job_status, job.failure_reason = ("Failed", reason) if reason else ("Completed", "")
    job.transform_end_time = job.last_modified_time = containers.now()
    events.transform_job_changed(job.response_object)


async def _transform(job: Any, model: dict[str, Any]) -> str:
    """Run the model over the job's input. Returns why it failed, or an empty string."""
    order = {
        "model_data_url": _model_data_url(model),
        "input_url": job.transform_input["DataSource"]["S3DataSource"]["S3Uri"],
        "output_url": job.transform_output["S3OutputPath"],
        "environment": job.environment or {},
    }
    return await containers.run("sandbox.cloud.sagemaker.batch", order, model["ExecutionRoleArn"])


def _model_data_url(model: dict[str, Any]) -> str:
    """Where the model's artefacts are: in its container, or in the model package that its container comes from."""
    from .registry import model_package

    for arn in permissions.model_packages(model):
        return str(model_package(arn).inference_specification["Containers"][0]["ModelDataUrl"])
    parts = [model.get("PrimaryContainer") or {}, *(model.get("Containers") or [])]
    return next(str(container["ModelDataUrl"]) for container in parts if container.get("ModelDataUrl"))
