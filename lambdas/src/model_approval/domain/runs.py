"""An inference that ran, as SageMaker describes it, and what it left in S3."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from model_approval.domain.evidence import Metrics
from model_approval.domain.model_version import ModelPackageArn


@dataclass(frozen=True)
class Document:
    """JSON from S3. ``note`` says what of it is missing and why; None if all was read."""

    value: object
    note: str | None = None


@dataclass(frozen=True)
class Object:
    """An object in S3; ``size`` in bytes."""

    uri: str
    size: int


@dataclass(frozen=True)
class Folder:
    """What is under a prefix; ``is_complete`` is False if there is more."""

    objects: tuple[Object, ...]
    is_complete: bool = True


@dataclass(frozen=True)
class TransformJob:
    """A batch transform. Times are ISO 8601; ``instances`` is their number. ``is_lines`` is whether its output has a
    line for each record (AssembleWith is Line)."""

    arn: str
    model_name: str
    output: str
    started_at: str | None = None
    ended_at: str | None = None
    instance_type: str | None = None
    instances: int = 1
    is_lines: bool = False


@dataclass(frozen=True)
class Named:
    """A report that something points at; ``kind`` is what it is said to be."""

    kind: str
    uri: str


@dataclass(frozen=True)
class Execution:
    """A pipeline execution: what its steps ran (names), what its check steps reported, and its parameters.
    ``registered`` are the ARNs of the model packages that a step of it registered."""

    arn: str
    transform_jobs: tuple[str, ...] = ()
    processing_jobs: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    reports: tuple[Named, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    registered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """An inference of a version of a model package, traced to it. ``ran`` is what ran it (an ARN, or whatever the
    custom event says), ``outputs`` are the S3 prefixes that may hold reports, ``reports`` those that something points
    at; ``metrics`` came with the event itself, with standard deviations, and ``note`` says what of them is missing, and
    why. ``transform_jobs`` are those of which facts can be told."""

    package: ModelPackageArn
    ran: str
    event_id: str
    outputs: tuple[str, ...] = ()
    reports: tuple[Named, ...] = ()
    metrics: Metrics = field(default_factory=dict)
    transform_jobs: tuple[TransformJob, ...] = ()
    deviations: Metrics = field(default_factory=dict)
    note: str | None = None
