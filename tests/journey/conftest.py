"""Who looks at what all the others did comes last, and judges only if all of them did it."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
LAST = ["test_grants.py", "test_destroy.py"]
"""At the end of the room, and after the browser's tests where they share its sandbox."""
_passed, _left_out = set[str](), list[pytest.Item]()


def pytest_deselected(items: list[pytest.Item]) -> None:
    _left_out.extend(items)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LAST.index(item.path.name) + 1 if item.path.name in LAST else 0)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        _passed.add(report.nodeid)


@pytest.fixture
def whole_journey(request: pytest.FixtureRequest) -> None:
    """Skips a test unless all tests of the journey were selected, ran in this process and passed."""
    journey = {path for path in HERE.glob("test_*.py") if path.name not in LAST}
    items = [item for item in request.session.items if item.path in journey]
    some = any("::" in argument for argument in request.config.args) or any(item.path in journey for item in _left_out)
    if some or {item.path for item in items} != journey:
        pytest.skip("Only some of the journey's tests were selected.")
    if missing := [item.nodeid for item in items if item.nodeid not in _passed]:
        pytest.skip(f"{len(missing)} of the journey's tests did not pass, such as {missing[0]}.")
