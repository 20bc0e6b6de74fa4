"""The event with which people tell of an inference that SageMaker sends none about: an endpoint's, EMR's, AWS Batch's.

They send it themselves, with any source but AWS's own (docs/pipeline-author.md):

    {"source": "com.example.scoring", "detail-type": "Model Inference Completed",
     "detail": {"model_package_arn": "arn:aws:sagemaker:…:model-package/abalone/2", "run": "nightly scoring",
                "outputs": ["s3://…/scores/"], "reports": ["s3://…/report.json"], "metrics": {"auc": 0.98},
                "environment": "test"}}

Only ``model_package_arn`` is required: what ``approved`` gives. ``run`` says what ran, in the sender's words;
``outputs`` are S3 prefixes that may hold reports, ``reports`` are reports, ``metrics`` numbers by name, or whatever a
report may hold. ``environment`` is required where several environments share an account (:mod:`neighbours`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from model_approval.domain.errors import InvalidRecord, UnusableEvent
from model_approval.domain.evidence import Metrics
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.reports import read_report
from model_approval.domain.text import fit, one_line

REPORTED = "Model Inference Completed"
ENVIRONMENT_FIELD = "environment"
RUN_LENGTH = 256
"""Characters."""
MOST_ADDRESSES = 20
"""Outputs, and reports, that are looked at: each takes a call and more."""


@dataclass(frozen=True)
class InferenceReported:
    """Somebody says that an inference ended well. ``ran`` is what ran, in the sender's words; ``deviations``
    are standard deviations, and ``note`` says what of the metrics is missing, and why; None if all was read."""

    event_id: str
    package: ModelPackageArn
    ran: str
    outputs: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    metrics: Metrics = field(default_factory=dict)
    deviations: Metrics = field(default_factory=dict)
    note: str | None = None


def inference_reported(event_id: str, source: str, detail: Mapping[str, Any]) -> InferenceReported:
    """Raises UnusableEvent, with a sentence that says what to send, if ``detail`` is not as it must be."""
    if source.startswith("aws."):
        raise UnusableEvent(f"{REPORTED!r} is for everybody's own events, but the source is {source!r}")
    metrics = detail.get("metrics")
    if metrics is not None and not isinstance(metrics, Mapping):
        raise UnusableEvent('the event\'s metrics are not an object: send numbers by name, such as {"auc": 0.98}')
    read = read_report(metrics or {})
    return InferenceReported(
        event_id,
        _package(detail.get("model_package_arn")),
        _ran(detail.get("run"), source),
        _addresses(detail, "outputs"),
        _addresses(detail, "reports"),
        read.metrics,
        read.deviations,
        read.note if metrics else None,
    )


def _package(arn: object) -> ModelPackageArn:
    if not isinstance(arn, str) or not arn:
        raise UnusableEvent("the event's detail has no model_package_arn: send the one that `approved` holds")
    try:
        return ModelPackageArn.parse(arn)
    except InvalidRecord as error:
        raise UnusableEvent(f"{error}: send the model_package_arn that `approved` holds") from error


def _ran(run: object, source: str) -> str:
    if run is not None and not isinstance(run, str):
        raise UnusableEvent("the event's run is not text: send what ran, in a few words, or leave it out")
    return fit(one_line(run or "") or one_line(source), RUN_LENGTH)


def _addresses(detail: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = detail.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise UnusableEvent(f"the event's {name} are not a list of texts: send s3:// addresses, or leave it out")
    if len(value) > MOST_ADDRESSES:
        raise UnusableEvent(f"the event has {len(value)} {name}: send at most {MOST_ADDRESSES}")
    return tuple(dict.fromkeys(value))
