"""Processing jobs that really run, each in a process of its own with the job's role.

No event is sent: pipelines are what the sandbox runs them in, and an execution's own event tells of all its steps.
"""

from typing import Any

from . import containers


def start(job: Any, request: dict[str, Any]) -> None:
    """Begin a job that moto has just made, which it takes for Completed, and forgets part of the request of."""
    job.processing_job_status, job.processing_end_time = "InProgress", None
    job.processing_resources, job.environment = request.get("ProcessingResources"), request.get("Environment")
    containers.start(_run(job))


async def _run(job: Any) -> None:
    job.processing_start_time = containers.now()
    try:
        reason = await containers.run("sandbox.cloud.sagemaker.process", _order(job), job.role_arn)
    except Exception as error:  # noqa: BLE001  the job fails, whatever it was
        reason = f"InternalServerError: {error}"
    if reason:
        job.failure_reason = reason
    job.processing_job_status = "Failed" if reason else "Completed"
    job.processing_end_time = job.last_modified_time = containers.now()


def _order(job: Any) -> dict[str, Any]:
    """What `process` needs to know."""
    inputs = [one["S3Input"] for one in job.processing_inputs or []]
    outputs = [one["S3Output"] for one in (job.processing_output_config or {}).get("Outputs", [])]
    program = job.app_specification
    return {
        "command": [*program["ContainerEntrypoint"], *program.get("ContainerArguments", [])],
        "environment": job.environment or {},
        "inputs": [{"url": one["S3Uri"], "path": one["LocalPath"]} for one in inputs],
        "outputs": [{"url": one["S3Uri"], "path": one["LocalPath"]} for one in outputs],
    }
