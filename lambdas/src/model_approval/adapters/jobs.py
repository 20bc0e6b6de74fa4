"""What ran in SageMaker, behind the steps' ``Jobs``."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.adapters.refusals import not_found
from model_approval.domain.errors import NoAccess
from model_approval.domain.runs import Execution, Named, TransformJob

_REFUSED = ("AccessDenied", "AccessDeniedException")

_CHECKED = {
    "MODEL_QUALITY": "model quality",
    "DATA_QUALITY": "data quality",
    "DATA_BIAS": "bias",
    "MODEL_BIAS": "bias",
    "MODEL_EXPLAINABILITY": "explainability",
}
"""By the check steps' CheckType, as the SageMaker Python SDK writes it (``sagemaker.workflow.quality_check_step``,
``sagemaker.workflow.clarify_check_step``)."""


class SageMakerJobs:
    def __init__(self, sagemaker: Any) -> None:
        self._sagemaker = sagemaker

    def transform_job(self, name: str) -> TransformJob:
        try:
            job = self._sagemaker.describe_transform_job(TransformJobName=name)
        except ClientError as error:
            raise not_found(error) from error
        output, resources = job.get("TransformOutput", {}), job.get("TransformResources", {})
        return TransformJob(
            arn=job["TransformJobArn"],
            model_name=job["ModelName"],
            output=output.get("S3OutputPath", ""),
            started_at=_iso(job.get("TransformStartTime")),
            ended_at=_iso(job.get("TransformEndTime")),
            instance_type=resources.get("InstanceType"),
            instances=resources.get("InstanceCount", 1),
            is_lines=output.get("AssembleWith") == "Line",
        )

    def tags(self, arn: str) -> dict[str, str]:
        try:
            # No resource has more tags than a page.
            tags = self._sagemaker.list_tags(ResourceArn=arn)["Tags"]
        except ClientError as error:
            if code(error) in _REFUSED:
                raise NoAccess(f"the tags of {arn} cannot be read: AWS refuses ListTags") from error
            raise not_found(error) from error
        return {tag["Key"]: tag["Value"] for tag in tags}

    def processing_outputs(self, name: str) -> list[str]:
        try:
            job = self._sagemaker.describe_processing_job(ProcessingJobName=name)
        except ClientError as error:
            raise not_found(error) from error
        outputs = [output.get("S3Output", {}) for output in job.get("ProcessingOutputConfig", {}).get("Outputs", [])]
        return list(dict.fromkeys(output["S3Uri"] for output in outputs if output.get("S3Uri")))

    def execution(self, execution_arn: str) -> Execution:
        ran: dict[str, list[str]] = {kind: [] for kind in ("TransformJob", "ProcessingJob", "Model", "RegisterModel")}
        reports: list[Named] = []
        for step in self._pages("list_pipeline_execution_steps", execution_arn, "PipelineExecutionSteps"):
            metadata = step.get("Metadata", {})
            for kind, arns in ran.items():
                arns += [arn] if (arn := metadata.get(kind, {}).get("Arn")) else []
            for check in (metadata[kind] for kind in ("QualityCheck", "ClarifyCheck") if kind in metadata):
                # What the check wrote is beside these, too; its job tells where.
                ran["ProcessingJob"] += [arn] if (arn := check.get("CheckJobArn")) else []
                reports += _reports(check)
        given = self._pages("list_pipeline_parameters_for_execution", execution_arn, "PipelineParameters")
        return Execution(
            execution_arn,
            _names(ran["TransformJob"]),
            _names(ran["ProcessingJob"]),
            _names(ran["Model"]),
            tuple(dict.fromkeys(reports)),
            {parameter["Name"]: parameter["Value"] for parameter in given},
            tuple(ran["RegisterModel"]),
        )

    def _pages(self, operation: str, execution_arn: str, of: str) -> Iterator[dict[str, Any]]:
        try:
            for page in self._sagemaker.get_paginator(operation).paginate(PipelineExecutionArn=execution_arn):
                yield from page[of]
        except ClientError as error:
            raise not_found(error) from error


def _reports(check: dict[str, Any]) -> list[Named]:
    """What the step has found out itself; the baselines that it compared with were there before."""
    about = _CHECKED.get(str(check.get("CheckType", "")).upper(), "")
    # Clarify's analysis is at once what later ones are compared with: its constraints.
    is_quality = about.endswith("quality")
    constraints = f"{about} constraints" if is_quality else f"{about} report".strip()
    named = (
        ("constraint violations", check.get("ViolationReport")),
        (f"{about or 'model quality'} statistics", check.get("CalculatedBaselineStatistics")),
        (constraints, check.get("CalculatedBaselineConstraints")),
    )
    return [Named(kind, uri) for kind, uri in named if uri]


def _names(arns: list[str]) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(_name(arn) for arn in arns))


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]


def _iso(time: datetime | None) -> str | None:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time else None
