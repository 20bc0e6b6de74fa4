"""One emulated AWS for all examples. They are applied ahead of their tests and side by side: Terraform waits a lot."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from sandbox import accounts, people
from sandbox.local_aws import local_aws
from sandbox.terraform import check_version
from tests.examples.room import Applied, Cloud, Example, applied

_AT_ONCE = 3


class Stage:
    """The examples of the modules whose tests will run, each in accounts of its own."""

    def __init__(self, cloud: Cloud, examples: dict[str, Example]) -> None:
        self._cloud, self._pool = cloud, ThreadPoolExecutor(_AT_ONCE)
        self._exits = {name: ExitStack() for name in examples}
        self._coming = {name: self._pool.submit(self._apply, name, example) for name, example in examples.items()}
        self._going: dict[str, Future[None]] = {}

    def _apply(self, module: str, example: Example) -> Applied:
        own = [self._cloud.new_account() for _ in range(example.accounts)]
        variables, account_id = example.variables(self._cloud, own), own[0] if len(own) == 1 else None
        return self._exits[module].enter_context(applied(self._cloud, example.name, variables, account_id, own))

    def enter(self, module: str) -> Applied:
        """The module's example, applied and found settled."""
        return self._coming[module].result()

    def leave(self, module: str) -> None:
        """Destroy the module's example, while the next tests run."""
        self._going[module] = self._pool.submit(self._exits[module].close)

    def end(self) -> None:
        """Raise what went wrong with destroying, such as that something was left behind."""
        for coming in self._coming.values():
            coming.cancel()  # what no test has asked for any more, because pytest ends early
        self._pool.shutdown()
        errors = {module: error for module, going in self._going.items() if (error := going.exception())}
        if errors:
            raise BaseExceptionGroup(f"examples of {', '.join(errors)}", list(errors.values()))


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    check_version()
    folder = tmp_path_factory.mktemp("examples")
    with local_aws(folder / "aws") as aws:
        engineer = accounts.set_up(aws)
        yield Cloud(aws, people.set_up(aws), engineer, folder)


@pytest.fixture(scope="session")
def stage(cloud: Cloud, request: pytest.FixtureRequest) -> Iterator[Stage]:
    modules = {item.module.__name__: item.module for item in request.session.items if isinstance(item, pytest.Function)}
    stage = Stage(
        cloud, {name: it.EXAMPLE for name, it in modules.items() if isinstance(it.__dict__.get("EXAMPLE"), Example)}
    )
    yield stage
    stage.end()


@pytest.fixture(scope="module")
def example(stage: Stage, request: pytest.FixtureRequest) -> Iterator[Applied]:
    """This module's `EXAMPLE`, applied and settled; destroyed after the module's tests, which must leave nothing."""
    module = request.module.__name__
    yield stage.enter(module)
    stage.leave(module)
