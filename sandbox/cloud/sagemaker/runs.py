"""Transform jobs, processing jobs and executions of pipelines: moto's SageMaker, but they really run."""

from typing import Any

from moto.core.responses import ActionResult
from moto.sagemaker.exceptions import ResourceInUseException, ResourceNotFound, ValidationError
from moto.sagemaker.responses import SageMakerResponse

from . import definition, executions, processing, transform


class Runs(SageMakerResponse):
    """One request. What it starts runs on after the answer."""

    def create_transform_job(self) -> ActionResult:
        backend, name = self.sagemaker_backend, self._get_param("TransformJobName")
        model = backend.describe_model(self._get_param("ModelName"))
        _check_new(name, backend.transform_jobs)
        created = super().create_transform_job()
        transform.start(backend.transform_jobs[name], model.response_object)
        return created

    def create_processing_job(self) -> ActionResult:
        backend, name = self.sagemaker_backend, self._get_param("ProcessingJobName")
        if not self._get_param("AppSpecification").get("ContainerEntrypoint"):
            raise ValidationError("The sandbox has no images: give a ContainerEntrypoint.")
        _check_new(name, backend.processing_jobs)
        created = super().create_processing_job()
        processing.start(backend.processing_jobs[name], self.params)
        return created

    def list_tags(self) -> ActionResult:
        """moto stumbles over what does not exist and over what never had tags."""
        arn = self._get_param("ResourceArn")
        resource = self.sagemaker_backend._get_resource_from_arn(arn)
        if resource is None:
            raise ValidationError(f"Could not find {arn}.")
        resource.tags = resource.tags or []
        return super().list_tags()

    def add_tags(self) -> ActionResult:
        """moto keeps what a tag said before beside what it says now."""
        arn, given = self._get_param("ResourceArn"), self._get_param("Tags") or []
        resource = self.sagemaker_backend._get_resource_from_arn(arn)
        if resource is None:
            raise ValidationError(f"Could not find {arn}.")
        now = {tag["Key"]: tag for tag in [*(resource.tags or []), *given]}
        resource.tags = list(now.values())
        return ActionResult({"Tags": resource.tags})

    def create_pipeline(self) -> ActionResult:
        definition.in_order(definition.check(self._get_param("PipelineDefinition", ""))["Steps"])
        return super().create_pipeline()

    def describe_pipeline(self) -> ActionResult:
        """By the pipeline's name or ARN."""
        self.params["PipelineName"] = executions.pipeline_of(self.sagemaker_backend, self.params).pipeline_name
        return super().describe_pipeline()

    def update_pipeline(self) -> ActionResult:
        executions.pipeline_of(self.sagemaker_backend, self.params)
        if text := self._get_param("PipelineDefinition"):
            definition.in_order(definition.check(text)["Steps"])
        return super().update_pipeline()

    def start_pipeline_execution(self) -> ActionResult:
        """By the pipeline's name or ARN."""
        return ActionResult({"PipelineExecutionArn": executions.start(self.sagemaker_backend, self.params)})

    def describe_pipeline_execution(self) -> ActionResult:
        """moto leaves out why an execution failed."""
        found = super().describe_pipeline_execution()
        description: Any = found.result
        reason = self._execution().pipeline_execution_failure_reason
        description.pop("FailureReason")
        return ActionResult(description | ({"FailureReason": reason} if reason else {}))

    def list_pipeline_execution_steps(self) -> ActionResult:
        """moto has none. The newest is first, unless the request says otherwise."""
        steps = self._execution().steps
        if self._get_param("SortOrder") != "Ascending":
            steps = steps[::-1]
        return ActionResult({"PipelineExecutionSteps": steps})

    def list_pipeline_parameters_for_execution(self) -> ActionResult:
        self._execution()
        return super().list_pipeline_parameters_for_execution()

    def _execution(self) -> Any:
        arn = self._get_param("PipelineExecutionArn")
        for pipeline in self.sagemaker_backend.pipelines.values():
            if arn in pipeline.pipeline_executions:
                return pipeline.pipeline_executions[arn]
        raise ResourceNotFound(f"Pipeline execution with ARN {arn} does not exist.")


def _check_new(name: str, jobs: Any) -> None:
    if name in jobs:
        raise ResourceInUseException(f"Job name must be unique within an account and region: {name} exists.")
