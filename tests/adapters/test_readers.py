"""Any environment's records can be read, each through its own role; whoever is kept out learns where and why."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters import accounts
from model_approval.adapters.accounts import CrossAccount, Place, Readers, ReadOnly, RoleSessions
from model_approval.adapters.clients import client
from model_approval.domain.errors import NoAccess
from model_approval.domain.parameters import Parameter
from tests.unit.auth.signer import Clock
from tests.unit.examples import ANN, NAMES, model

PROMOTION_ROLE = "arn:aws:iam::222222222222:role/model-approval-test-promotion"
TEST, PROD = (
    Place("eu-west-1", "arn:aws:iam::222222222222:role/model-approval-test-reader"),
    Place(None, "arn:aws:iam::333333333333:role/model-approval-prod-reader"),
)
READERS = {"dev": Place(None, None), "test": TEST, "prod": PROD}
NAME = NAMES.decision("test", model().id)
CALLS: dict[str, tuple[str, Callable[[ReadOnly], object]]] = {
    "read": ("get_parameters", lambda records: records.read([NAME])),
    "below": ("get_parameters_by_path", lambda records: records.below("/ml-models/test")),
    "page_below": ("get_parameters_by_path", lambda records: records.page_below("/ml-models/test", "t")),
}
every_call = pytest.mark.parametrize("call", CALLS)
REFUSALS = ["AccessDenied", "AccessDeniedException"]


@pytest.fixture
def sessions() -> RoleSessions:
    return RoleSessions(name="approval-dev", external_id="model-approval", clock=Clock())


def refusing(code: str) -> Any:
    """Clients of STS that refuse, each time."""
    sts = client("sts")

    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": code, "Message": "not authorized"}}, "AssumeRole")

    sts.meta.events.register("before-call.sts.AssumeRole", refuse)
    return lambda _service: sts


def test_what_was_written_with_one_role_is_read_with_another_in_the_same_account(sessions: RoleSessions) -> None:
    cross = CrossAccount(sessions, {"test": Place("eu-west-1", PROMOTION_ROLE)}, Place(None, None), READERS)
    cross.parameters("test", ANN).create(NAME, "{}")
    assert cross.records("test", ANN).read([NAME]) == {NAME: Parameter("{}", 1)}
    assert cross.records("test", ANN).below(NAME.rpartition("/")[0]) == {NAME: "{}"}
    assert cross.records("test", ANN).page_below("/ml-models/test") == ({NAME: "{}"}, None)
    assert cross.records("prod", ANN).read([NAME]) == cross.records("dev", ANN).read([NAME]) == {}


def test_a_role_that_reads_is_told_from_one_that_writes_in_the_same_account(sessions: RoleSessions) -> None:
    writing = sessions.client("ssm", Place("eu-west-1", PROMOTION_ROLE), ANN)
    reading = sessions.client("ssm", TEST, ANN)
    assert reading is not writing
    assert reading._request_signer._credentials.access_key != writing._request_signer._credentials.access_key


def test_the_own_environment_is_read_without_a_role(sessions: RoleSessions, monkeypatch: pytest.MonkeyPatch) -> None:
    client("ssm").put_parameter(Name=NAMES.approved("dev", "abalone"), Value="{}", Type="String")
    monkeypatch.setattr(RoleSessions, "_open", pytest.fail)
    assert len(Readers(sessions, READERS).records("dev", ANN).read([NAMES.approved("dev", "abalone")])) == 1


def test_an_environment_without_a_region_of_its_own_is_read_in_this_one(sessions: RoleSessions) -> None:
    assert sessions.client("ssm", PROD, ANN).meta.region_name == client("ssm").meta.region_name
    assert sessions.client("ssm", TEST, ANN).meta.region_name == "eu-west-1"


def test_an_account_is_entered_at_the_first_call_and_not_before(
    sessions: RoleSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "client", refusing("AccessDenied"))
    records = Readers(sessions, READERS).records("prod", ANN)
    with pytest.raises(NoAccess):
        records.read([NAME])


@every_call
@pytest.mark.parametrize("code", REFUSALS)
def test_an_account_that_lets_nobody_in_is_named_with_the_role(
    sessions: RoleSessions, monkeypatch: pytest.MonkeyPatch, call: str, code: str
) -> None:
    monkeypatch.setattr(accounts, "client", refusing(code))
    with pytest.raises(NoAccess) as refused:
        CALLS[call][1](Readers(sessions, READERS).records("prod", ANN))
    assert str(refused.value) == (
        f"The Parameter Store of account 333333333333 (role {PROD.role_arn}) cannot be read: AWS refuses AssumeRole"
    )


@every_call
@pytest.mark.parametrize("code", REFUSALS)
def test_a_role_that_may_not_read_is_named_with_what_it_may_not(sessions: RoleSessions, call: str, code: str) -> None:
    operation, read = CALLS[call]
    with Stubber(sessions.client("ssm", TEST, ANN)) as stub:
        stub.add_client_error(operation, code)
        with pytest.raises(NoAccess, match=f"account 222222222222 .role {TEST.role_arn}.* AWS refuses GetParameters"):
            read(Readers(sessions, READERS).records("test", ANN))


def test_a_function_that_may_not_read_its_own_account_says_so(sessions: RoleSessions) -> None:
    with Stubber(client("ssm")) as stub:
        stub.add_client_error("get_parameters", "AccessDeniedException")
        with pytest.raises(NoAccess, match="This account's Parameter Store cannot be read: AWS refuses GetParameters"):
            Readers(sessions, READERS).records("dev", ANN).read([NAME])


@every_call
@pytest.mark.parametrize("code", ["ThrottlingException", "InternalServerError", "ExpiredTokenException"])
def test_other_failures_are_no_lack_of_access(sessions: RoleSessions, call: str, code: str) -> None:
    operation, read = CALLS[call]
    with Stubber(sessions.client("ssm", TEST, ANN)) as stub:
        stub.add_client_error(operation, code)
        with pytest.raises(ClientError, match=code):
            read(Readers(sessions, READERS).records("test", ANN))


def test_who_was_kept_out_gets_in_as_soon_as_the_policy_is_mended(
    sessions: RoleSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = Readers(sessions, READERS).records("prod", ANN)
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "client", refusing("AccessDenied"))
        with pytest.raises(NoAccess):
            records.read([NAME])
    client.cache_clear()
    assert records.read([NAME]) == {}
