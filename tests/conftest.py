"""One sandbox a process for all tests that need the whole: it takes a minute to apply the module to four accounts."""

import json
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from sandbox.story import Story
from sandbox.world import World, sandbox

ROOMS = {
    "tests/browser/": "browser",
    "tests/policies/": "browser",
    "tests/journey/": "journey",
    "tests/examples/": "examples",
}


class Rooms(LoadScopeScheduling):  # type: ignore[misc]
    """A process each for the rooms that wait for Terraform and a sandbox most of the time, and one for all the rest."""

    def _split_scope(self, nodeid: str) -> str:
        return next((room for folder, room in ROOMS.items() if nodeid.startswith(folder)), "rest")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Rooms:
    return Rooms(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """A report goes from process to process as UTF-8, which half a character, as in some hostile words, would end."""
    report = yield
    return json.loads(json.dumps(report, ensure_ascii=False, default=str).encode("utf-8", "replace"))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with sandbox(tmp_path_factory.mktemp("world") / "run", progress=print) as up:
        yield up


@pytest.fixture(scope="session")
def story(world: World) -> Story:
    """The story, told: version 1 is in production, version 2 is rejected, 3 and 4 were approved and revoked in dev."""
    told = Story(world, print)
    told.good_model()
    told.bad_model()
    told.second_thoughts()
    told.broken_glass()
    told.nothing_was_put_aside()
    return told
