"""The harness notices what it is there for: each part of the protocol that is taken away is missed."""

import math
from typing import Any
from unittest.mock import patch

import pytest
from aws_lambda_powertools.utilities.batch import process_partial_response

from tests.crashes.explore import explore
from tests.crashes.failures import Kind
from tests.crashes.scenarios import SCENARIOS
from tests.crashes.world import World

_HANDLERS = "model_approval.handlers"


def _all_went_well(**values: Any) -> dict[str, Any]:
    process_partial_response(**values)
    return {"batchItemFailures": []}


@pytest.mark.parametrize(
    ("taken_away", "instead", "scenario", "kind", "missed"),
    [
        (
            "model_approval.adapters.queues.IntentQueue.send",
            lambda _queue, _intent: None,
            "approve",
            Kind.DIES_AFTER,
            "/approved is ",
        ),
        (
            "model_approval.adapters.deadline.left",
            lambda: math.inf,
            "approve",
            Kind.STALLS,
            "answered after 56 seconds",
        ),
        (f"{_HANDLERS}.wiring.attempt", lambda: "always the same", "register", Kind.DIES_BEFORE, "1 too many to ann@"),
        (f"{_HANDLERS}.wiring.attempt", lambda: "always the same", "approve", Kind.DIES_BEFORE, "1 too many to cleo@"),
        (f"{_HANDLERS}.events.process_partial_response", _all_went_well, "register", Kind.FAILS, "1 missing to ann@"),
        (f"{_HANDLERS}.events.process_partial_response", _all_went_well, "register", Kind.DENIED, "nobody is told"),
    ],
    ids=[
        "intents",
        "the deadline",
        "the names of tries at asking",
        "the names of tries at deciding",
        "redelivery",
        "dead letters",
    ],
)
def test_what_is_taken_away_is_missed(
    furnished: World, taken_away: str, instead: Any, scenario: str, kind: Kind, missed: str
) -> None:
    (attacked,) = [one for one in SCENARIOS if one.name == scenario]
    with patch(taken_away, instead):
        found = explore(attacked, furnished, [kind]).problems()
    assert any(missed in problem for problem in found), found
