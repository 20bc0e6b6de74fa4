"""Who only looks learns which account lets nobody in; everything else that goes wrong is worth another try."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from model_approval.adapters.accounts import CrossAccount, Place, RoleSessions
from model_approval.adapters.onlookers import Onlookers
from model_approval.domain.errors import NoAccess
from tests.unit.examples import ANN

REGISTRY = Place("us-east-2", "arn:aws:iam::123456789012:role/registry")
CALLS: list[Callable[[Onlookers], Any]] = [
    lambda onlookers: onlookers.registry(ANN).latest("abalone"),
    lambda onlookers: onlookers.registry(ANN).groups("", 9),
]


@pytest.fixture
def onlookers(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Onlookers]:
    """With a role that nobody can take on, for this reason."""

    def make(code: str) -> Onlookers:
        def refuse(*_arguments: Any) -> Any:
            raise ClientError({"Error": {"Code": code, "Message": "no"}}, "AssumeRole")

        sessions = RoleSessions(name="n", external_id="x", clock=lambda: 0)
        monkeypatch.setattr(sessions, "client", refuse)
        return Onlookers(CrossAccount(sessions, {}, REGISTRY, {"prod": REGISTRY}))

    return make


@pytest.mark.parametrize("call", CALLS)
def test_a_registry_that_lets_nobody_in_is_no_access(onlookers: Callable[[str], Onlookers], call: Any) -> None:
    found = onlookers("AccessDenied")
    with pytest.raises(NoAccess, match="The model registry cannot be read: AWS refuses AssumeRole"):
        call(found)


@pytest.mark.parametrize("call", CALLS)
def test_anything_else_is_not(onlookers: Callable[[str], Onlookers], call: Any) -> None:
    found = onlookers("ThrottlingException")
    with pytest.raises(ClientError, match="Throttling"):
        call(found)


def test_the_records_are_those_of_the_readers(onlookers: Callable[[str], Onlookers]) -> None:
    with pytest.raises(NoAccess, match="account 123456789012"):
        onlookers("AccessDenied").records("prod", ANN).read(["/name"])
