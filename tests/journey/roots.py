"""Terraform roots of other people's, applied by an administrator of one account of the sandbox."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sandbox.environments import ADMINISTRATOR_ROLE, Environment
from sandbox.local_aws import Credentials
from sandbox.terraform import Terraform
from sandbox.world import World

REPOSITORY = Path(__file__).parents[2]


@contextmanager
def root_in(world: World, environment: Environment, folder: Path) -> Iterator[Terraform]:
    """What is in `folder`, to apply in the environment's account; destroyed afterwards. Modules are beside it."""
    shutil.copytree(REPOSITORY / "modules", folder.parent / "modules", dirs_exist_ok=True)
    own = world.terraform.environment
    engineer = Credentials(own["AWS_ACCESS_KEY_ID"], own["AWS_SECRET_ACCESS_KEY"])
    session = world.aws.assume(f"arn:aws:iam::{environment.account_id}:role/{ADMINISTRATOR_ROLE}", engineer)
    credentials = session.as_environment() | {"TF_DATA_DIR": str(folder / ".terraform")}
    configuration = replace(
        world.terraform,
        folder=folder,
        environment=own | credentials,
        log=folder / "terraform.log",
    )
    try:
        yield configuration
    finally:
        configuration.destroy()
