"""Whatever call fails, in whatever way: everything ends as if nothing had happened, or somebody is told."""

import time
from collections.abc import Callable

import pytest

from tests.crashes.branches import Point
from tests.crashes.conftest import ROW
from tests.crashes.explore import explore
from tests.crashes.failures import Kind
from tests.crashes.scenarios import SCENARIOS, Scenario
from tests.crashes.world import World


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_call_may_fail_in_every_way(
    scenario: Scenario, furnished: World, record_property: Callable[[str, object], None]
) -> None:
    started = time.monotonic()
    explored = explore(scenario, furnished, tuple(Kind))
    calls, points = len(explored.calls), explored.outcomes.keys()
    record_property(ROW, (scenario.name, calls, len(points), time.monotonic() - started))
    assert explored.changes == sorted(scenario.changes)
    assert points == {Point(at, kind) for at in range(calls) for kind in Kind}
    found = explored.problems()
    assert not found, "\n".join(found)
