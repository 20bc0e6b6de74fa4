"""One sandbox for all tests that need the whole: it takes a minute to apply the module to four accounts."""

from collections.abc import Iterator

import pytest

from sandbox.world import World, sandbox


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with sandbox(tmp_path_factory.mktemp("world") / "run", progress=print) as up:
        yield up
