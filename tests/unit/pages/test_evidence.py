"""A request's page: metrics, checks, what the model is, its path and its history."""

from dataclasses import replace

import pytest

from model_approval.domain.model_version import Container, ModelVersion, VersionId
from model_approval.domain.records import Approved
from model_approval.domain.review import Review
from tests.unit.examples import ANN, BEN, CAM
from tests.unit.pages.markup import Page
from tests.unit.pages.views import (
    BY_TWO,
    DECIDED,
    METRICS,
    PAGES,
    REJECTED,
    REVOKED,
    THEIRS,
    UNDECIDED,
    VOTED,
    arn,
    package,
    request,
    running,
    seen,
    shown,
    vote,
)


def said(html: str) -> str:
    return Page(html).said


def between(html: str, start: str, end: str) -> str:
    text = said(html)
    begin = text.index(start)
    return text[begin : text.index(end, begin)]


def metrics(html: str) -> str:
    return between(html, "Metrics", "Checks")


def test_metrics_stand_beside_those_of_the_version_that_runs_now_with_what_changed() -> None:
    told = metrics(shown())
    assert "Metric Version 3 Version 2 (now) Change Plot" in told
    assert "auc 0.9812 0.9778 +0.0034 +0.4 % better" in told
    assert "log_loss 0.1204 0.3391 \u22120.2187 \u221264.5 % better" in told
    assert "calibration_bias \u22120.0121 0.0203 \u22120.0324 ks" in told
    assert "accuracy 0.9412 0.9412 same" in told
    assert "ks not recorded 0.71 –" in told


def test_every_plot_says_its_numbers_in_words() -> None:
    page = Page(shown())
    assert page.words["desc"][0] == "Version 3: 0.9812; Version 2 (now): 0.9778."
    assert page.words["desc"][6] == "training: 0.9834; dev: 0.9828; test: 0.9812."
    assert len(page.all("svg")) - sum("aria-hidden" in svg for svg in page.all("svg")) == len(METRICS | THEIRS) + 4
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for svg in page.all("svg"):
        assert set(svg.get("aria-labelledby", ids[0]).split()) <= set(ids)


@pytest.mark.parametrize(
    ("approved", "sentence"),
    [
        (None, "No version is approved for prod, so there is nothing to compare with."),
        (running(3), "This version is the one that runs in prod."),
    ],
)
def test_where_there_is_nothing_to_compare_with_the_page_says_so(approved: Approved | None, sentence: str) -> None:
    html = shown(seen(approved=approved))
    assert sentence in metrics(html)
    assert "Plot" not in metrics(html)


def test_checks_that_failed_come_first_and_are_counted() -> None:
    html = PAGES["checks failed"]()
    assert "Checks 5 failed Failed: Metrics None were reported: There is no such object." in said(html)
    assert said(html).index("Failed: Registry and records") < said(html).index("Passed: Newer versions")
    assert "Checks All passed" in said(shown())
    assert "Checks None failed" in said(PAGES["no registry"]())
    assert "Not known: Model registry" in said(PAGES["no registry"]())


@pytest.mark.parametrize(
    "words",
    [
        f"Model package {arn()}",
        "Built by dana@example.com",
        "Requested by dana@example.com",
        "Pipeline execution arn:aws:sagemaker:eu-central-1:123456789012:pipeline/churn-training/execution/k3v9x2m1q8zd",
        "Registered 2026-02-20 08:00 UTC",
        "Repository https://git.example.com/ml/churn",
        "Commit 9f1c2e7b40d5a8e36c17",
        "Inference in test arn:aws:sagemaker:eu-central-1:210987654321:transform-job/churn-3-2026-02-24",
        "Image 492215442770.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-scikit-learn:1.4-2 Digest sha256:4dc8a1",
        "Model data s3://example-models/churn/3/output/model.tar.gz Version ID kZ3v3 Checksum SHA256:q2Fz3= ETag 9bb5",
        "Size 48.2 MB",
        "Other properties (1) dataset churn-2026-01",
        "Against version 2, which runs in prod now Image same digest Model data different address, different checksum",
    ],
)
def test_the_page_says_what_the_model_is(words: str) -> None:
    assert words in said(shown())


def test_a_registry_that_cannot_be_read_breaks_nothing() -> None:
    html = said(shown(package=None))
    assert "The model registry could not be read just now." in html
    assert f"Model package {arn()}" in html
    assert "Built by" not in html


def test_a_description_is_not_said_twice() -> None:
    assert "Description" not in said(shown())
    assert "Description A longer one." in said(shown(package=package(summary="A longer one.")))


def test_containers_are_told_apart_and_what_they_lack_is_said() -> None:
    two = ModelVersion(VersionId("churn", 3), arn(), (Container("a:1"), Container(None)))
    html = said(shown(seen(request=request(model=two))))
    assert "Container 1 Image a:1 Digest not pinned Model data none" in html
    assert "Container 2 Image none Digest not pinned Model data none" in html


def test_the_path_shows_every_environment() -> None:
    assert between(shown(), "Its path", "All versions") == (
        "Its path dev Approved by ben@example.com 2026-02-20 10:00 UTC test Approved by cam@example.com "
        "2026-02-23 15:20 UTC prod Waiting for a decision "
    )
    later = {"dev": "PendingManualApproval", "test": "Rejected", "prod": "Revoked"}
    first = Review(request("dev"), UNDECIDED, None)
    assert "dev Waiting for a decision test Rejected prod Revoked" in said(
        shown(first, package=package(metadata=later))
    )
    assert "test No decision yet prod No decision yet" in said(shown(first, package=package(metadata={})))
    assert "test Not known: the model registry could not be read" in said(shown(first, package=None))


def test_the_path_tells_what_was_revoked_on_the_way() -> None:
    html = shown(seen(before=REVOKED), package=package(metadata={"dev": "Revoked"}))
    told = between(html, "Its path", "All versions")
    assert "dev Revoked since it was approved by ben@example.com" in told
    assert "test Revoked by ben@example.com 2026-03-02 16:45 UTC" in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("approved", "prod Approved by ann@example.com"),
        ("rejected", "prod Rejected by ann@example.com"),
        ("revoked", "prod Revoked by ben@example.com"),
        ("expired", "prod Expired"),
        ("waiting for one more", "prod 1 of 2 approvals; waiting for one more"),
    ],
)
def test_the_path_shows_how_it_stands_here(name: str, words: str) -> None:
    assert words in between(PAGES[name](), "Its path", "All versions")
    assert Page(PAGES[name]()).html.count('aria-current="step"') == 1


def history(html: str) -> str:
    return between(
        html, "History Registered", " Times are" if "Metrics" not in said(html).partition("History")[2] else "Metrics"
    )


def test_the_history_tells_everything_in_order() -> None:
    assert history(shown(seen(REVOKED), form=None)) == (
        "History Registered by dana@example.com 2026-02-20 08:00 UTC "
        "Approved for dev by ben@example.com 2026-02-20 10:00 UTC "
        "Approved for test by cam@example.com 2026-02-23 15:20 UTC "
        "Requested for prod by dana@example.com 2026-02-24 12:00 UTC "
        "Approved for prod by ann@example.com 2026-02-25 09:30 UTC Calibration is much better. Checked with finance. "
        "Revoked for prod by ben@example.com 2026-03-02 16:45 UTC Drifts for new customers. "
    )


def test_the_history_tells_votes_and_those_that_came_too_late() -> None:
    votes = (VOTED, vote(BEN, comment="fine", voted_at="2026-02-25T13:00:00Z"), vote(CAM, REJECTED, comment=""))
    told = history(shown(seen(BY_TWO, required=2, votes=votes)))
    assert "Vote to approve by ann@example.com 2026-02-25 09:30 UTC Looks good to me." in told
    assert "Vote to approve by ben@example.com 2026-02-25 13:00 UTC fine Approved for prod by ben@example.com" in told
    assert told.endswith("Vote to reject, too late to count by cam@example.com 2026-02-25 09:30 UTC ")


def test_votes_that_only_the_decision_tells_of_have_no_time_and_its_comment_is_kept() -> None:
    told = history(shown(seen(BY_TWO)))
    assert "Vote to approve by ann@example.com Vote to approve by ben@example.com Approved for prod" in told
    assert "Calibration is much better." in told


def test_votes_are_told_apart_by_the_person_and_not_by_the_name() -> None:
    other = vote(replace(CAM, name=ANN.name))
    told = history(shown(seen(BY_TWO, required=2, votes=(VOTED, vote(BEN), other))))
    assert told.count("Vote to approve by ann@example.com 2026-02-25 09:30 UTC") == 1
    assert told.count("Vote to approve, too late to count by ann@example.com 2026-02-25 09:30 UTC") == 1


def test_where_one_approval_is_enough_nothing_is_said_of_votes() -> None:
    for html in (shown(), shown(seen(DECIDED))):
        assert "Vote" not in said(html)
        assert "of 1 approvals" not in said(html)


def test_in_the_first_environment_the_page_says_what_registered_the_version() -> None:
    first = Review(request("dev"), UNDECIDED, None)
    assert f"Registered by {request('dev').requested_by}" in said(shown(first, package=package(generated_by=None)))
    assert f"Registered by {request('dev').requested_by}" in said(shown(first, package=None))
    assert said(shown(first)).count(request("dev").requested_by) == 1
