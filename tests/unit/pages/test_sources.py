"""Where the numbers come from, what is missing and why, violations, and what pins the model."""

from dataclasses import replace

import pytest

from model_approval.domain.evidence import Source, Stored, Violations
from model_approval.domain.model_version import Container, DataPin
from model_approval.pages.findings import gave
from tests.unit.pages.markup import Page
from tests.unit.pages.views import PAGES, STORED, VIOLATIONS, model, request, seen, shown

EVIDENCE = "/requests/prod/churn/3/evidence"


def said(**changes: object) -> str:
    return Page(shown(seen(request=request(**changes)))).said


def links(**changes: object) -> list[str]:
    return [link["href"] for link in Page(shown(seen(request=request(**changes)))).all("a")]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("bias report", "s3://b/x", 1), "1 metric"),
        (Source("bias report", "s3://b/x", 1200), "1,200 metrics"),
        (Source("bias report", "s3://b/x", 0, "empty"), ""),
        (Source("transform job", "arn:x"), ""),
        (Source("constraint violations", "s3://b/x", 2), "2 violations"),
        (Source("constraint violations", "s3://b/x", 0), "no violations"),
        (Source("constraint violations", "s3://b/x", 0, "unreadable"), ""),
    ],
)
def test_a_source_says_what_it_gave(source: Source, words: str) -> None:
    assert gave(source) == words


def test_the_page_says_where_the_numbers_come_from_and_what_is_missing() -> None:
    told = Page(PAGES["violations"]()).said
    assert "model quality statistics: 5 metrics Not all of it: 214 metrics are more than there is room for." in told
    assert "constraint violations: 12 violations s3://example-models/churn/3/constraint_violations.json" in told
    assert "bias report Missing: Access denied: s3:GetObject. s3://example-models/churn/3/bias.json" in told
    run = "The run Records 120,431 Duration 12 min 34 s Compute 0.42 instance hours Output 3 objects, 12.4 MB"
    assert f"Where the numbers come from {run} Sources" in told
    assert "The run" not in said(run={})


def test_sources_that_did_not_fit_are_in_the_complete_evidence() -> None:
    assert "The sources did not fit into the request; the complete evidence names them." in said(sources=())
    assert f"{EVIDENCE}#sources" in links(sources=())
    assert "Nothing is recorded about that." in said(sources=(), stored=None)


@pytest.mark.parametrize(
    ("violations", "words"),
    [
        (None, "Constraint violations No report Nobody reported whether constraints were kept"),
        (Violations(0), "Constraint violations None A report says that all constraints were kept."),
        (VIOLATIONS, "Constraint violations 12 found age: 12 of 1,000 rows are no whole numbers. region: 3 values"),
        (VIOLATIONS, "are not in the domain. And 10 more"),
    ],
)
def test_violations_are_counted_and_the_first_are_shown(violations: Violations | None, words: str) -> None:
    assert words in said(violations=violations)


def test_no_more_violations_are_announced_than_there_are() -> None:
    assert f"{EVIDENCE}#violations" in links(violations=VIOLATIONS)
    assert (
        "And" not in said(violations=Violations(2, VIOLATIONS.examples)).partition("2 found")[2].partition("Checks")[0]
    )
    unstored = {"violations": VIOLATIONS, "stored": None}
    assert "And 10 more." in said(**unstored)
    assert not [link for link in links(**unstored) if "evidence" in link]


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (STORED, "All 214 metrics; the most important 5 are shown here"),
        (replace(STORED, metrics=5), "The complete evidence Constraint violations"),
    ],
)
def test_the_complete_evidence_is_a_link_away(stored: Stored, words: str) -> None:
    assert words in said(stored=stored)
    assert EVIDENCE in links(stored=stored)
    assert EVIDENCE not in links(stored=None)


def test_a_request_without_metrics_says_why_and_where_to_look() -> None:
    told = Page(PAGES["no evidence"]()).said
    assert "None were found. What was looked at, and what was wrong with it, stands under sources." in told
    assert "model quality statistics Missing: There is no such object." in told
    assert "The metrics did not fit into the request. All 214 metrics" in said(metrics={}, earlier=())


def pinned(container: Container, *sources: Source) -> str:
    told = said(model=replace(model(), containers=(container,)), sources=sources)
    return told[told.index("Container Image") : told.index("Against version")]


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        (DataPin("e1", "v1", "SHA256:aa", 1_000_000), "s3://b/m Version ID v1 Checksum SHA256:aa ETag e1 Size 1 MB"),
        (DataPin("e1"), "s3://b/m ETag e1 "),
        (
            DataPin(checksum="LISTING:aa", size=5_000, objects=3),
            "s3://b/m Checksum LISTING:aa Size 3 objects, 5 kB ",
        ),
    ],
)
def test_what_pins_the_model_data_is_shown(pin: DataPin, words: str) -> None:
    assert words in pinned(Container("image:1", "sha256:aa", "s3://b/m", pin))


def test_a_digest_may_be_part_of_the_address() -> None:
    assert "Digest part of the image’s address" in pinned(Container("image@sha256:aa"))


def test_what_is_not_pinned_says_why_with_its_container_and_not_among_the_sources() -> None:
    told = Page(PAGES["not pinned"]()).said
    assert "Digest not pinned: Only images in ECR can be looked up. Model data s3://elsewhere/model.tar.gz" in told
    assert "Pin of the data not pinned: Access denied: s3:GetObject." in told
    assert "container image Missing" not in told
    loose = pinned(Container("image:1", None, "s3://b/m"), Source("model data", "s3://b/m", 0, "Denied: s3://b/m"))
    assert "Digest not pinned Model data s3://b/m Pin of the data not pinned: Denied " in loose
    other = Source("model data", "s3://b/other", 0, "Denied.")
    assert "Pin of the data not pinned " in pinned(Container("image:1", None, "s3://b/m"), other)
    weak = Container("image:1", "sha256:aa", "s3://b/m", DataPin("e1"))
    assert "ETag e1 Note on the data Weak." in pinned(weak, Source("model data", "s3://b/m", 0, "Weak."))


def test_a_pin_that_belongs_to_no_container_of_the_request_is_a_source_like_any_other() -> None:
    other = Source("model data", "s3://elsewhere/x", 0, "Denied.")
    assert "model data Missing: Denied. s3://elsewhere/x" in said(sources=(other,))
