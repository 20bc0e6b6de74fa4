"""What the sandbox's Terraform rendered, before the policy simulator."""

from collections.abc import Iterator

import pytest

from sandbox.world import World
from tests.policies.rendered import Rendered, read
from tests.policies.simulator import Simulator, simulator


@pytest.fixture(scope="session")
def rendered(world: World) -> Rendered:
    return read(world.terraform.shown())


@pytest.fixture(scope="session")
def iam(rendered: Rendered) -> Iterator[Simulator]:
    with simulator(rendered) as running:
        yield running
