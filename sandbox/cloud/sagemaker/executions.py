"""Executions of pipelines: their steps run one after the other, by calls that the pipeline's role makes."""

import asyncio
import secrets
import string
from typing import Any

import boto3
from botocore.config import Config
from moto.sagemaker.exceptions import ResourceNotFound

from . import containers, definition, events, lambda_step

_LONGEST_NAME = 63
_POLL_SECONDS = 0.2
_SNAKE = {"Model": "model", "ProcessingJob": "processing_job", "TransformJob": "transform_job"}
"""The kinds of things that steps make, as SageMaker and as boto3 name them."""
_Step = dict[str, Any]


def start(backend: Any, request: dict[str, Any]) -> str:
    """Begin an execution, in the current account and region. Returns its ARN.

    Raises ResourceNotFound if there is no such pipeline, and ValidationError if parameters are unknown or missing.
    """
    pipeline = pipeline_of(backend, request)
    plan = definition.check(pipeline.pipeline_definition)
    given = request.get("PipelineParameters") or []
    values = definition.parameters(plan, given)
    arn: str = backend.start_pipeline_execution(
        pipeline.pipeline_name,
        request.get("PipelineExecutionDisplayName") or f"execution-{secrets.randbelow(10**13)}",
        [{"Name": name, "Value": str(value)} for name, value in values.items()],
        request.get("PipelineExecutionDescription"),
        request.get("ParallelismConfiguration"),
        request.get("ClientRequestToken"),
    )["PipelineExecutionArn"]
    execution = pipeline.pipeline_executions[arn]
    execution.pipeline_execution_status, execution.steps = "Executing", []
    events.pipeline_execution_changed(execution, None)
    containers.start(_run(pipeline, execution, plan, values))
    return arn


def pipeline_of(backend: Any, request: dict[str, Any]) -> Any:
    """The pipeline whose name or ARN the request gives. Raises ResourceNotFound if there is none."""
    pipeline = backend.pipelines.get(request["PipelineName"].rpartition("/")[2])
    if pipeline is None:
        raise ResourceNotFound(f"Pipeline '{request['PipelineName']}' does not exist.")
    return pipeline


async def _run(pipeline: Any, execution: Any, plan: dict[str, Any], values: dict[str, Any]) -> None:
    """moto takes an execution for Succeeded at once; this one is when its steps are."""
    reason: str | None = None
    try:
        clients = {name: await asyncio.to_thread(_client, name, pipeline.role_arn) for name in ("lambda", "sagemaker")}
        known = {"Parameters": values, "Steps": {}, "Execution": _facts(pipeline, execution)}
        for step in definition.in_order(plan["Steps"]):
            known["Steps"][step["Name"]] = await _run_step(clients, execution, step, known)
    except Exception as error:  # noqa: BLE001  the execution fails, whatever it was
        reason = f"Step failure: {error}"[:1300]
    ended = execution.last_modified_time = containers.now()
    execution.pipeline_execution_failure_reason = reason
    execution.pipeline_execution_status = "Failed" if reason else "Succeeded"
    events.pipeline_execution_changed(execution, "Executing", ended)


async def _run_step(clients: dict[str, Any], execution: Any, step: _Step, known: dict[str, Any]) -> dict[str, Any]:
    """Returns the step's properties: what describes the thing that it made. Raises whatever went wrong."""
    shown: _Step = {"StepName": step["Name"], "StartTime": containers.now(), "StepStatus": "Executing"}
    execution.steps.append(shown)
    try:
        arguments = definition.resolve(step["Arguments"], known)
        if step["Type"] == definition.LAMBDA:
            properties = await lambda_step.run(clients["lambda"], step, arguments)
            shown |= {"Metadata": properties["Metadata"], "StepStatus": "Succeeded", "EndTime": containers.now()}
            return properties
        client, number = clients["sagemaker"], execution.arn.rpartition("/")[2]
        suffix = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(10))
        name = f"pipelines-{number}-{step['Name']}"[: _LONGEST_NAME - 11] + f"-{suffix}"
        tags = [*arguments.pop("Tags", []), {"Key": "sagemaker:pipeline-execution-arn", "Value": execution.arn}]
        kind = definition.RUNS[step["Type"]]
        properties = await _make(client, kind, arguments | {f"{kind}Name": name, "Tags": tags})
        shown["Metadata"] = {kind: {"Arn": properties[f"{kind}Arn"]}}
        while properties.get(f"{kind}Status") == "InProgress":
            await asyncio.sleep(_POLL_SECONDS)
            properties = await _describe(client, kind, name)
        if failed := properties.get("FailureReason"):
            raise RuntimeError(failed)
    except Exception as error:
        shown |= {"StepStatus": "Failed", "FailureReason": str(error)[:3072], "EndTime": containers.now()}
        raise
    shown |= {"StepStatus": "Succeeded", "EndTime": containers.now()}
    return properties


async def _make(client: Any, kind: str, request: dict[str, Any]) -> dict[str, Any]:
    """Make a thing of this kind. Returns what describes it."""
    create = getattr(client, f"create_{_SNAKE[kind]}")
    await asyncio.to_thread(create, **request)
    return await _describe(client, kind, request[f"{kind}Name"])


async def _describe(client: Any, kind: str, name: str) -> dict[str, Any]:
    describe = getattr(client, f"describe_{_SNAKE[kind]}")
    found: dict[str, Any] = await asyncio.to_thread(describe, **{f"{kind}Name": name})
    return found


def _client(service: str, role_arn: str) -> Any:
    session = containers.session(role_arn)
    return boto3.client(
        service,
        endpoint_url=session["AWS_ENDPOINT_URL"],
        region_name=session["AWS_REGION"],
        aws_access_key_id=session["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=session["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=session["AWS_SESSION_TOKEN"],
        config=Config(proxies={}, retries={"mode": "standard"}),
    )


def _facts(pipeline: Any, execution: Any) -> dict[str, Any]:
    return {
        "PipelineName": pipeline.pipeline_name,
        "PipelineExecutionArn": execution.arn,
        "PipelineExecutionId": execution.arn.rpartition("/")[2],
        "StartDateTime": execution.start_time.isoformat(),
    }
