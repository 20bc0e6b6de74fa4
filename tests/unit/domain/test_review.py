"""What identifies all that an approver is shown."""

import re
from dataclasses import replace
from typing import Any

import pytest

from model_approval.domain.gates import Gates, OnFailure, judge
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
        {"approved_number": 7},
    ],
    ids=str,
)
def test_how_the_request_stands_does_not_change_what_was_shown(more: dict[str, Any]) -> None:
    same = {"request": request(), "standing": Standing(), "approved": approved(version=1)}
    assert Review(**(same | more)).shown == PLAIN.shown


GATES = Gates.parse(["auc >= 0.99", "auc >= approved", "no constraint violations"], "block", "release-managers")
GATED = replace(PLAIN, verdicts=judge(GATES, PLAIN.request, PLAIN.approved))


@pytest.mark.parametrize(
    "changed",
    [
        PLAIN,
        replace(GATED, on_failure=OnFailure.WARN),
        replace(GATED, verdicts=GATED.verdicts[:2]),
        replace(GATED, verdicts=judge(Gates.parse(["auc >= 0.9"], "block", None), PLAIN.request, None)),
        replace(GATED, verdicts=judge(GATES, request(metrics={"auc": 0.1}), PLAIN.approved)),
    ],
    ids=["no gates", "only warned", "one less", "another rule", "another verdict"],
)
def test_another_gate_or_another_verdict_is_something_else(changed: Review) -> None:
    assert changed.shown != GATED.shown


def test_what_failed_blocks_unless_it_only_warns() -> None:
    failed = ("auc >= 0.99", "no constraint violations")
    assert tuple(verdict.gate.rule for verdict in GATED.failed) == failed
    assert GATED.blocking == failed
    assert GATED.may_block == tuple(gate.rule for gate in GATES.gates)
    warned = replace(GATED, on_failure=OnFailure.WARN)
    assert (warned.failed, warned.blocking, warned.may_block) == (GATED.failed, (), ())
