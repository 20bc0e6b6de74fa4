"""Examples as somebody applies who has just read them: in accounts of the emulated AWS that nothing else is in."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.accounts import administrator
from sandbox.environments import ADMINISTRATOR_ROLE, ENVIRONMENTS
from sandbox.local_aws import Credentials, LocalAws
from sandbox.people import IdentityProvider
from sandbox.terraform import Terraform, terraform
from tests.examples.read_backs import READ_BACKS

Variables = dict[str, Any]


@dataclass(frozen=True)
class Cloud:
    """An emulated AWS with its accounts and people, in which nothing is applied yet."""

    aws: LocalAws
    identity: IdentityProvider
    engineer: Credentials
    """May assume the administrators' role in every account; what else they do is refused."""
    folder: Path
    _callbacks: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def new_account(self) -> str:
        """The id of an account that is empty but for its administrators' role."""
        account_id = f"6{next(self._numbers):011}"
        administrator(self.aws, account_id)
        return account_id

    def administrator(self, account_id: str) -> Credentials:
        """A session of the account's administrators' role."""
        return self.aws.assume(f"arn:aws:iam::{account_id}:role/{ADMINISTRATOR_ROLE}", self.engineer)

    def allow_callback(self, url: str) -> None:
        """Let sign-ins come back to this address as well."""
        self._callbacks.append(url)
        self.identity.allow_callbacks(self.aws, self._callbacks)


@dataclass(frozen=True)
class Example:
    """An example that the room applies before its tests ask for it, as `EXAMPLE` of the module with its tests."""

    name: str
    variables: Callable[[Cloud, Sequence[str]], Variables]
    """Its variables, from the room and the ids of its accounts."""
    accounts: int = 1
    """How many accounts of its own it gets. One: its administrator applies. More: the engineer, who can assume their
    administrators' role."""


@dataclass(frozen=True)
class Applied:
    """An example that has been applied."""

    terraform: Terraform
    outputs: dict[str, Any]
    account_ids: Sequence[str]


@contextmanager
def applied(
    cloud: Cloud, example: str, variables: Variables, account_id: str | None = None, accounts: Sequence[str] = ()
) -> Iterator[Applied]:
    """An example, applied; it must be settled then, and when it is destroyed afterwards, leave nothing behind.

    With an `account_id`, its administrator applies it; without, the engineer does, in `accounts` or in those of the
    environments. Several can be applied at once, if they share no accounts.
    """
    accounts = [account_id] if account_id else accounts or [environment.account_id for environment in ENVIRONMENTS]
    credentials = cloud.administrator(account_id) if account_id else cloud.engineer
    before = cloud.aws.holdings(*accounts)
    run_dir = cloud.folder / f"{example}-{'-'.join(accounts)}"
    run_dir.mkdir()
    configuration = terraform(run_dir, cloud.aws, credentials, print, example)
    try:
        outputs = configuration.apply(variables)
        check_settled(configuration)
        yield Applied(configuration, outputs, accounts)
    finally:
        configuration.destroy()
    check_same(before, cloud.aws.holdings(*accounts))


def check_lifecycle(cloud: Cloud, example: str, variables: Variables, account_id: str | None = None) -> None:
    """Apply, apply again in vain, destroy without a trace."""
    with applied(cloud, example, variables, account_id):
        pass


def check_settled(configuration: Terraform) -> None:
    """Applying again would change nothing but what the emulator reads back wrongly, and all of that."""
    types, differences = configuration.differences()
    assert differences == {read_back for read_back in READ_BACKS if read_back[0] in types}


def check_same(before: set[str], after: set[str]) -> None:
    """What the accounts hold is what they held."""
    assert sorted(after - before) == [], "left behind"
    assert sorted(before - after) == [], "missing"
