"""Trace an inference to the version that ran, and to what it left behind, with nothing configured."""

from collections.abc import Callable, Collection, Iterable, Mapping

from model_approval.domain.errors import InvalidRecord, NoAccess, NotFound, UnusableEvent
from model_approval.domain.events import (
    PIPELINE_EXECUTION_TAG,
    BatchTransformCompleted,
    InferenceEvent,
    PipelineExecutionSucceeded,
    execution_in_name,
)
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.neighbours import ENVIRONMENT_TAG, Neighbours
from model_approval.domain.reported import InferenceReported
from model_approval.domain.runs import Execution, Named, Run, TransformJob
from model_approval.steps.ports import Jobs, Models

PIPELINE_EXECUTION = "pipeline_execution"
"""Among what is asked after: pipeline executions tell that they have succeeded."""


class TraceInference:
    """``asked_after`` are the kinds of events that the approvers are asked after (INFERENCE_EVENTS). Where environments
    share an account, ``neighbours`` tells runs apart by the tags of what ran."""

    def __init__(self, *, neighbours: Neighbours, models: Models, jobs: Jobs, asked_after: Collection[str]) -> None:
        self._neighbours, self._models, self._jobs, self._asked_after = neighbours, models, jobs, asked_after

    def __call__(self, event: InferenceEvent) -> Run | str:
        """The run, or why there is nothing to do, for the log. Raises UnusableEvent if it cannot be known what ran or
        for which environment, and NoAccess if that takes tags that cannot be read."""
        match event:
            case BatchTransformCompleted():
                tags = self._tags(event.job_arn) if self._needs_tags(event) else None
                return self._if_ours(event.job_arn, tags, lambda: self._of_transform_job(event, tags))
            case PipelineExecutionSucceeded():
                tags = self._tags(event.pipeline_arn) if self._neighbours.exist else None
                return self._if_ours(event.pipeline_arn, tags, lambda: self._of_execution(event))
            case InferenceReported():
                return _of_report(event)

    def _needs_tags(self, event: BatchTransformCompleted) -> bool:
        return self._neighbours.exist or (PIPELINE_EXECUTION in self._asked_after and event.execution is None)

    def _tags(self, arn: str) -> Mapping[str, str] | None:
        """None if there are none to be had. They are read when the event is worked on, so they can be mended."""
        try:
            return self._jobs.tags(arn)
        except NotFound:
            return None
        except NoAccess:
            if self._neighbours.exist:
                raise
            return None

    def _if_ours(self, arn: str, tags: Mapping[str, str] | None, trace: Callable[[], Run | str]) -> Run | str:
        named = (tags or {}).get(ENVIRONMENT_TAG)
        if outcome := self._neighbours.elsewhere(named, arn):
            return outcome
        run = trace()
        if isinstance(run, Run):  # whatever else runs in the account needs no tag
            self._neighbours.check_tag(named, arn)
        return run

    def _of_transform_job(self, event: BatchTransformCompleted, tags: Mapping[str, str] | None) -> Run | str:
        if PIPELINE_EXECUTION in self._asked_after and (execution := _execution(event, tags)):
            # Reports are often written by steps that come after the transform job.
            return f"nothing: {event.job_arn} is a step of {execution}, which tells when it is complete"
        try:
            packages = self._models.model_packages(event.model_name)
        except NotFound as error:
            raise UnusableEvent(f"the model {event.model_name!r} of {event.job_arn} is unknown: {error}") from error
        if not packages:
            return f"nothing: the model {event.model_name!r} was not made from a model package"
        package = _only(packages, f"the model {event.model_name!r}")
        return Run(package, event.job_arn, event.event_id, (event.output,), transform_jobs=(self._job(event),))

    def _job(self, event: BatchTransformCompleted) -> TransformJob:
        try:
            return self._jobs.transform_job(_name(event.job_arn))
        except NotFound:
            return TransformJob(event.job_arn, event.model_name, event.output)

    def _of_execution(self, event: PipelineExecutionSucceeded) -> Run | str:
        try:
            execution = self._jobs.execution(event.execution_arn)
        except NotFound as error:
            raise UnusableEvent(f"the pipeline execution {event.execution_arn} is unknown: {error}") from error
        if execution.registered:
            # It may well try the version that is approved, to compare: that is no inference to ask after.
            return f"nothing: {execution.arn} registers model packages, so it is a training"
        jobs = self._transform_jobs(execution)
        packages = self._packages(execution, jobs)
        if not packages:
            return f"nothing: no model package was found in the steps and the parameters of {execution.arn}"
        return Run(
            _only(packages, execution.arn),
            execution.arn,
            event.event_id,
            tuple(dict.fromkeys([*(job.output for job in jobs), *self._outputs(execution)])),
            execution.reports,
            transform_jobs=jobs,
        )

    def _transform_jobs(self, execution: Execution) -> tuple[TransformJob, ...]:
        found = []
        for name in execution.transform_jobs:
            try:
                found.append(self._jobs.transform_job(name))
            except NotFound:
                continue  # what else the execution says may do
        return tuple(found)

    def _outputs(self, execution: Execution) -> list[str]:
        found: list[str] = []
        for name in execution.processing_jobs:
            try:
                found += self._jobs.processing_outputs(name)
            except NotFound:
                continue
        return found

    def _packages(self, execution: Execution, jobs: Iterable[TransformJob]) -> list[str]:
        """The first that says anything counts: what was transformed with, the models made, the parameters given."""
        missing: list[str] = []
        for names in (dict.fromkeys(job.model_name for job in jobs), dict.fromkeys(execution.models)):
            if found := self._made_from(names, missing):
                return found
        found = list(dict.fromkeys(value for value in execution.parameters.values() if _is_version(value)))
        if missing and not found:
            # Pipelines may remove the models that they make: nobody knows now what these were made from.
            raise UnusableEvent(f"the models of {execution.arn} are unknown: {', '.join(dict.fromkeys(missing))}")
        return found

    def _made_from(self, names: Iterable[str], missing: list[str]) -> list[str]:
        """Each model package once. Adds the models that do not exist to ``missing``."""
        found: list[str] = []
        for name in names:
            try:
                found += self._models.model_packages(name)
            except NotFound:
                missing.append(name)
        return list(dict.fromkeys(found))


def _execution(event: BatchTransformCompleted, tags: Mapping[str, str] | None) -> str | None:
    """The pipeline execution that the job is a step of: its ARN, or its id if no more can be found out."""
    if event.execution:
        return event.execution
    return execution_in_name(_name(event.job_arn)) if tags is None else tags.get(PIPELINE_EXECUTION_TAG)


def _of_report(event: InferenceReported) -> Run:
    reports = tuple(Named("evaluation report", uri) for uri in event.reports)
    return Run(
        event.package,
        event.ran,
        event.event_id,
        event.outputs,
        reports,
        event.metrics,
        deviations=event.deviations,
        note=event.note,
    )


def _only(packages: list[str], of: str) -> ModelPackageArn:
    if len(packages) > 1:
        raise UnusableEvent(f"{of} mixes {len(packages)} model packages")
    try:
        return ModelPackageArn.parse(packages[0])
    except InvalidRecord as error:
        raise UnusableEvent(str(error)) from error


def _is_version(value: str) -> bool:
    try:
        ModelPackageArn.parse(value)
    except InvalidRecord:
        return False
    return True


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]
