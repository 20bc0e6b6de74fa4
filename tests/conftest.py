"""One sandbox for all tests that need the whole: it takes a minute to apply the module to four accounts."""

from collections.abc import Iterator

import pytest

from sandbox.story import Story
from sandbox.world import World, sandbox


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two processes, if there are two: one waits for the sandbox most of the time, the other one does the rest."""
    for item in items:
        needs_sandbox = "world" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("sandbox" if needs_sandbox else "rest"))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with sandbox(tmp_path_factory.mktemp("world") / "run", progress=print) as up:
        yield up


@pytest.fixture(scope="session")
def story(world: World) -> Story:
    """The story, told: version 1 is in production, version 2 is rejected, version 3 was approved and revoked in dev."""
    told = Story(world, print)
    told.good_model()
    told.bad_model()
    told.second_thoughts()
    told.nothing_was_put_aside()
    return told
