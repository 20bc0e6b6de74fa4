"""What ``approved`` holds, and when a decision or a revocation has reached everything."""

import pytest

from model_approval.domain.parameters import ParameterNames
from model_approval.domain.publication import approved_by_decision, is_published
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import NAMES, NOON, approved, decision, request, revocation

NOW = [None, approved(version=1), approved(version=2), approved(version=3)]
"""What ``approved`` may hold while the decision is about version 2."""
UNDECIDED = Standing()
YES = Standing(decision())
NO = Standing(decision(status=ApprovalStatus.REJECTED))
REVOKED = Standing(decision(), revocation())


def test_approved_tells_a_pipeline_all_it_needs_and_names_its_decision() -> None:
    value = approved_by_decision(decision("test", comment="good"), NAMES)
    assert value.decision == "/ml-models/test/abalone/versions/2/decision"
    assert (value.environment, value.model, value.id) == ("test", decision().model, decision().model.id)
    assert (value.approved_by, value.approved_at, value.comment) == ("ann@example.com", NOON, "good")
    assert value.metrics == {"auc": 0.98}


def test_the_decision_is_named_under_the_prefix_of_the_stack() -> None:
    assert approved_by_decision(decision(), ParameterNames("/a/b")).decision.startswith("/a/b/dev/abalone/")


@pytest.mark.parametrize(
    ("standing", "published"),
    [
        pytest.param(UNDECIDED, [True, True, True, True], id="nothing-to-publish"),
        pytest.param(NO, [True, True, True, True], id="a-rejection-changes-nothing"),
        pytest.param(YES, [False, False, True, True], id="an-approval-needs-its-version-or-a-later-one"),
        pytest.param(REVOKED, [True, True, False, True], id="a-revocation-needs-any-other-version-or-none"),
    ],
)
def test_what_is_published_when_approved_is_none_lower_the_same_or_higher(
    standing: Standing, published: list[bool]
) -> None:
    assert [is_published(standing, 2, now) for now in NOW] == published
    assert [Review(request(), standing, now).is_published for now in NOW] == published
