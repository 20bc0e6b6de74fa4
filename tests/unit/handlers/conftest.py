import pytest

from tests.unit.examples import BEN
from tests.unit.handlers.stack import Stack


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Stack:
    return Stack(monkeypatch)


@pytest.fixture
def quorum(monkeypatch: pytest.MonkeyPatch) -> Stack:
    """Two approvals are needed; version 2 waits for dev's."""
    stack = Stack(monkeypatch, required=2)
    stack.ask()
    return stack


@pytest.fixture
def session(stack: Stack) -> str:
    """An approver's session cookie; version 2 waits for dev's decision."""
    stack.ask()
    return stack.session()


@pytest.fixture
def approver(stack: Stack) -> str:
    """Ben's session cookie; Ann has approved versions 1 and 2 for dev, and the journal begins after that."""
    stack.world.answer(version=1)
    stack.world.answer(version=2)
    stack.world.journal.calls.clear()
    return stack.session(BEN)
