"""The event that people send about an inference of which SageMaker tells nothing: taken, or it is said what to send."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.reported import InferenceReported
from tests.unit.domain.test_events import REPORTED, heard, values, with_detail
from tests.unit.examples import arn, hostile_text


def reported(**detail: object) -> InferenceReported:
    """The event with nothing but what is required, and ``detail``."""
    event = heard(json.dumps(REPORTED | {"detail": {"model_package_arn": arn(), **detail}}))
    assert isinstance(event, InferenceReported)
    return event


def test_the_documented_event_is_understood() -> None:
    assert heard(json.dumps(REPORTED)) == InferenceReported(
        REPORTED["id"],
        ModelPackageArn.parse(arn()),
        "nightly scoring on EMR, 2026-02-24",
        ("s3://example-bucket/abalone/scores/2026-02-24/",),
        ("s3://example-bucket/abalone/report.json",),
        {"auc": 0.98, "rmse": 1.8},
        {"rmse": 0.2},
    )


def test_the_version_is_all_that_is_required_and_the_source_stands_for_what_ran() -> None:
    assert reported() == InferenceReported(REPORTED["id"], ModelPackageArn.parse(arn()), "com.example.scoring")
    assert reported(run=None, outputs=None, reports=None, metrics=None) == reported()
    assert reported(run=" \u202e\n").ran == "com.example.scoring"


def test_what_ran_is_told_on_one_line_that_fits() -> None:
    assert reported(run="nightly\r\nscoring").ran == "nightly scoring"
    assert reported(run="x" * 300).ran == "x" * 255 + "…"


@pytest.mark.parametrize("source", ["aws.sagemaker", "aws.", "aws.partner/scoring"])
def test_nobody_but_aws_speaks_as_aws(source: str) -> None:
    with pytest.raises(UnusableEvent, match=r"is for everybody's own events, but the source is 'aws\."):
        heard(json.dumps(REPORTED | {"source": source}))


@pytest.mark.parametrize(
    ("detail", "sentence"),
    [
        ({"model_package_arn": None}, "has no model_package_arn: send the one that `approved` holds"),
        ({"model_package_arn": 2}, "has no model_package_arn: send the one that `approved` holds"),
        (
            {"model_package_arn": "abalone/2"},
            "'abalone/2' is not the ARN .*: send the model_package_arn that",
        ),
        ({"run": ["nightly"]}, "run is not text: send what ran, in a few words, or leave it out"),
        ({"outputs": "s3://b/out/"}, "outputs are not a list of texts: send s3:// addresses, or leave it out"),
        ({"reports": [{"S3Uri": "s3://b/r.json"}]}, "reports are not a list of texts: send s3:// addresses"),
        ({"outputs": ["s3://b/out/", ""]}, "outputs are not a list of texts"),
        ({"reports": [f"s3://b/{n}" for n in range(21)]}, "has 21 reports: send at most 20"),
        ({"metrics": [0.98]}, r'metrics are not an object: send numbers by name, such as {"auc": 0.98}'),
        ({"metrics": 0.98}, "metrics are not an object"),
    ],
)
def test_of_what_cannot_be_used_it_is_said_what_to_send(detail: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnusableEvent, match=sentence):
        heard(with_detail(REPORTED, **detail))


def test_an_address_that_is_given_twice_is_looked_at_once() -> None:
    assert reported(outputs=["s3://b/out/"] * 2).outputs == ("s3://b/out/",)


def test_what_could_not_be_computed_does_not_stop_what_could_and_is_noted() -> None:
    event = reported(metrics={"auc": 0.98, "rmse": float("nan"), "mae": {"value": None}})
    assert event.metrics == {"auc": 0.98}
    assert event.note
    assert "2" in event.note
    assert reported(metrics={"auc": 0.98}).note is None
    assert reported(metrics={}).note is None


@given(st.dictionaries(hostile_text, values, max_size=5), hostile_text, st.lists(hostile_text, max_size=4))
def test_whatever_people_send_is_understood_or_unusable_and_nothing_worse(
    metrics: dict[str, Any], run: str, addresses: list[str]
) -> None:
    try:
        event = reported(metrics=metrics, run=run, outputs=addresses)
    except UnusableEvent as error:
        assert "outputs are not" in str(error)  # noqa: PT017 - an empty address
        return
    assert event.ran
    assert all(isinstance(number, float) for number in event.metrics.values())
