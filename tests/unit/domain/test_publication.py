"""What ``approved`` must be, and when a decision has reached everything."""

import random

from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.publication import approved_by_decision, highest, is_published
from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import NAMES, approved, decision, request


@given(st.lists(st.one_of(st.none(), st.integers(1, 99)), max_size=6), st.randoms())
def test_the_highest_version_is_published_in_whatever_order(versions: list[int | None], chance: random.Random) -> None:
    candidates = [approved(version=version) if version else None for version in versions]
    best = highest(candidates)
    chance.shuffle(candidates)
    assert highest(candidates) == best
    assert (best.id.version if best else 0) == max((v or 0 for v in versions), default=0)


def test_approved_tells_a_pipeline_all_it_needs_and_names_its_decision() -> None:
    value = approved_by_decision(decision(comment="good"), NAMES)
    assert value.decision == "/ml-models/dev/abalone/versions/2/decision"
    assert (value.model, value.approved_by, value.comment) == (decision().model, "ann@example.com", "good")
    assert value.metrics == {"auc": 0.98}


def test_an_approval_is_published_once_approved_names_it_or_a_later_one() -> None:
    states = [
        is_published(decision(version=2), now) for now in (None, approved(version=1), approved(), approved(version=3))
    ]
    assert states == [False, False, True, True]


def test_a_rejection_has_nothing_to_publish() -> None:
    assert Review(request(), decision(status=ApprovalStatus.REJECTED), None).is_published
    assert not Review(request(), decision(), None).is_published
    assert not Review(request(), None, approved()).is_published
