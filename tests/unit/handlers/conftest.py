import pytest

from tests.unit.handlers.stack import Stack


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Stack:
    return Stack(monkeypatch)


@pytest.fixture
def session(stack: Stack) -> str:
    """An approver's session cookie; version 2 waits for dev's decision."""
    stack.ask()
    return stack.session()
