"""The table of what was tried, at the end of the tests."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.crashes.world import World


@dataclass(frozen=True)
class Row:
    """A scenario: how many calls its undisturbed run makes, how many points were tried, and the seconds it took."""

    scenario: str
    calls: int
    points: int
    seconds: float


ROW = "crash at every call"
"""The property of a test's report, which gets here from whatever process ran the test, that holds the row's members."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = (report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, []))
    found = (value for report in reports for name, value in report.user_properties if name == ROW)
    rows = [Row(*row) for row in found]
    if not rows:
        return
    terminalreporter.section("crash at every call")
    calls, points, seconds = sum(r.calls for r in rows), sum(r.points for r in rows), sum(r.seconds for r in rows)
    terminalreporter.write_line(f"{'scenario':<38}{'calls':>7}{'points tried':>14}{'seconds':>9}")
    for row in [*rows, Row("all", calls, points, seconds)]:
        terminalreporter.write_line(f"{row.scenario:<38}{row.calls:>7}{row.points:>14}{row.seconds:>9.1f}")


@pytest.fixture(scope="module")
def furnished() -> Iterator[World]:
    """Accounts in which nothing happened yet. Use them in forks only, so that it stays so."""
    world = World()
    with world.up():
        yield world
