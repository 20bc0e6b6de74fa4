"""Parameter Store refuses the 10,001st standard parameter of an account and region; the workflow goes on."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ssm.models import ssm_backends

from model_approval.adapters.clients import client
from model_approval.adapters.parameter_store import ParameterStore
from model_approval.domain.parameters import Parameter
from tests.adapters.conftest import REGION

STANDARD_LIMIT = 10_000
NAME = "/ml-models/dev/abalone/versions/1/votes/ann"


@pytest.fixture
def full() -> Any:
    """A client of an account that has all standard parameters it may have; moto itself knows no such limit."""
    backend, ssm = ssm_backends[DEFAULT_ACCOUNT_ID][REGION], client("ssm")
    for number in range(STANDARD_LIMIT):
        backend.put_parameter(f"/others/{number}", "", "x", "String", "", "", False, [], "text", "Standard", None)

    def refuse(params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]] | None:
        put = json.loads(params["body"])
        is_new = not backend._parameters[put["Name"]]
        if put.get("Tier", "Standard") == "Standard" and is_new:
            error = {"Code": "ParameterLimitExceeded", "Message": "You have exceeded the number of parameters"}
            return SimpleNamespace(status_code=400), {"Error": error, "ResponseMetadata": {}}
        return None

    ssm.meta.events.register("before-call.ssm.PutParameter", refuse)
    return ssm


@pytest.mark.parametrize("tier", [{}, {"Tier": "Standard"}])
def test_without_a_tier_this_account_is_full(full: Any, tier: dict[str, str]) -> None:
    with pytest.raises(ClientError, match="ParameterLimitExceeded"):
        full.put_parameter(Name=NAME, Value="v", Type="String", **tier)


def test_in_a_full_account_records_are_created_read_and_overwritten(full: Any) -> None:
    store = ParameterStore(full)
    assert store.create(NAME, "1")
    assert not store.create(NAME, "2")
    assert store.overwrite(NAME, "3") == 2
    assert store.read([NAME]) == {NAME: Parameter("3", 2)}
    assert store.below("/ml-models/dev/abalone/versions/1/votes") == {NAME: "3"}
    for number in range(20):
        assert store.create(f"{NAME}-{number}", "more")
    store.delete(NAME)
    assert store.read([NAME]) == {}
