"""The complete evidence on a page: all of it, or why there is none."""

import pytest

from model_approval.domain.evidence import Evidence, Violation
from model_approval.pages.document import MOST_METRICS, MOST_VIOLATIONS, Problem
from tests.unit.pages.markup import Page
from tests.unit.pages.views import PAGES, PARTS, STORED, trouble, whole


def said(name: str) -> str:
    return Page(PAGES[name]()).said


@pytest.mark.parametrize(
    "words",
    [
        "Evidence: churn version 3 for prod As it was collected Unchanged Collected 2026-02-24 12:00 UTC",
        f"Kept at {STORED.uri} SHA-256 {STORED.sha256} Download as JSON",
        "Metric Value Standard deviation auc 0.9812 0.0031 accuracy 0.9412 f1 0.8831 0.012 log_loss 0.1204 c",
        "Feature or metric Check What was found age data_type_check 12 of 1,000 rows are no whole numbers.",
        "The run Records 120,431",
        "bias report Missing: Access denied: s3:GetObject. s3://example-models/churn/3/bias.json",
    ],
)
def test_all_of_it_is_there(words: str) -> None:
    assert words in said("evidence")


def test_what_was_not_found_is_said_not_to_be_found() -> None:
    nothing = said("evidence, nothing found")
    assert "Metrics 0 None were found." in nothing
    assert "Constraint violations No report Nobody reported whether constraints were kept." in nothing
    assert "Where the numbers come from Nothing is recorded about that." in nothing
    kept = said("evidence, all kept")
    assert "Constraint violations None A report says that all constraints were kept." in kept
    assert "Standard deviation" not in kept


def test_what_is_more_than_a_page_holds_is_in_the_document() -> None:
    metrics = {f"metric {n}": 0.5 for n in range(MOST_METRICS + 1)}
    violations = tuple(Violation(f"feature {n}", "check", "found") for n in range(MOST_VIOLATIONS + 1))
    told = Page(whole(Evidence(metrics, {}, violations, PARTS))).said
    assert "These are the first 2,000; the JSON has all." in told
    assert "These are the first 500; the JSON has all." in told
    assert f"metric {MOST_METRICS - 1} " in told
    assert f"metric {MOST_METRICS} " not in told
    assert f"feature {MOST_VIOLATIONS} " not in told
    assert "the JSON has all" not in said("evidence")


@pytest.mark.parametrize("problem", Problem)
def test_without_it_the_page_says_why_and_leads_back_to_what_there_is(problem: Problem) -> None:
    page = Page(trouble(problem))
    assert problem.value in page.said
    assert "/requests/prod/churn/3" in [link["href"] for link in page.all("a")]
    assert ("do not decide by what is kept there" in page.said) is (problem is Problem.CHANGED)
    assert "Unchanged" not in page.said
    assert page.html.count('role="status"') == 1


def test_what_could_not_be_kept_says_why() -> None:
    assert "when this was asked. Access denied: s3:PutObject. What there is" in said("evidence not kept")
    assert "Kept at" not in said("evidence not kept")
    assert f"Kept at {STORED.uri} SHA-256, as asked {STORED.sha256}" in said("evidence changed")
