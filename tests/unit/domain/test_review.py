"""What identifies all that an approver is shown."""

import re
from typing import Any

import pytest

from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from tests.unit.examples import approved, decision, request, step, vote

PLAIN = Review(request(), Standing(), approved(version=1))


def test_what_is_shown_is_named_by_a_digest_that_fits_into_a_form() -> None:
    assert re.fullmatch("[0-9a-f]{64}", PLAIN.shown)


@pytest.mark.parametrize(
    "changed",
    [
        Review(request(), Standing(), None),
        Review(request(), Standing(), approved(version=3)),
        Review(request(metrics={"auc": 0.5}), Standing(), approved(version=1)),
        Review(request(author="bea"), Standing(), approved(version=1)),
        Review(request(trail=(step(),)), Standing(), approved(version=1)),
        Review(request(version=3), Standing(), approved(version=1)),
    ],
    ids=["nothing to replace", "another version to replace", "metrics", "author", "trail", "another version"],
)
def test_another_request_or_another_version_to_replace_is_something_else(changed: Review) -> None:
    assert changed.shown != PLAIN.shown


@pytest.mark.parametrize(
    "more",
    [
        {"standing": Standing(decision())},
        {"votes": (vote(),), "required": 2},
        {"before": Standing(decision())},
        {"newer": 3},
    ],
    ids=str,
)
def test_how_the_request_stands_does_not_change_what_was_shown(more: dict[str, Any]) -> None:
    same = {"request": request(), "standing": Standing(), "approved": approved(version=1)}
    assert Review(**(same | more)).shown == PLAIN.shown
