"""Parameter Store as the steps need it: create once, numbered versions, one read for many names."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.parameter_store import ParameterStore, read_secret
from model_approval.domain.parameters import Parameter

NAME = "/ml-models/dev/abalone/approved"
VOTES = "/ml-models/dev/abalone/versions/2/votes"


@pytest.fixture
def store() -> ParameterStore:
    return ParameterStore(client("ssm"))


def test_what_is_created_once_is_never_changed(store: ParameterStore) -> None:
    assert store.create(NAME, "first")
    assert not store.create(NAME, "second")
    assert store.read([NAME]) == {NAME: Parameter("first", 1)}


def test_overwriting_counts(store: ParameterStore) -> None:
    store.create(NAME, "1")
    assert [store.overwrite(NAME, "2"), store.overwrite(NAME, "3")] == [2, 3]
    assert store.read([NAME]) == {NAME: Parameter("3", 3)}


def test_overwriting_what_is_not_there_makes_it(store: ParameterStore) -> None:
    assert store.overwrite(NAME, "1") == 1
    assert store.read([NAME]) == {NAME: Parameter("1", 1)}


def test_what_is_deleted_is_gone_however_often_and_may_come_again(store: ParameterStore) -> None:
    store.delete(NAME)
    store.create(NAME, "1")
    store.delete(NAME)
    assert store.read([NAME]) == {}
    store.delete(NAME)
    assert store.create(NAME, "2")


def test_deleting_one_leaves_the_others(store: ParameterStore) -> None:
    for name in (NAME, f"{NAME}/below", f"{NAME}-2"):
        store.create(name, "{}")
    store.delete(NAME)
    assert set(store.read([NAME, f"{NAME}/below", f"{NAME}-2"])) == {f"{NAME}/below", f"{NAME}-2"}


def test_of_ten_names_those_that_exist_are_found_in_one_call(store: ParameterStore) -> None:
    names = [f"/ml-models/dev/abalone/versions/{n}/decision" for n in range(10)]
    for name in names[:3]:
        store.create(name, "{}")
    assert set(store.read(names)) == set(names[:3])


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_write_says_whether_it_overwrites_and_leaves_the_tier_to_aws(overwrite: bool) -> None:
    ssm = client("ssm")
    expected = {"Name": NAME, "Value": "v", "Type": "String", "Overwrite": overwrite, "Tier": "Intelligent-Tiering"}
    with Stubber(ssm) as stub:
        stub.add_response("put_parameter", {"Version": 4, "Tier": "Standard"}, expected)
        store = ParameterStore(ssm)
        assert (store.overwrite(NAME, "v") if overwrite else store.create(NAME, "v")) == (4 if overwrite else True)
        stub.assert_no_pending_responses()


@pytest.mark.parametrize("votes", [0, 1, 9, 10, 11, 25])
def test_all_votes_are_found_however_many(store: ParameterStore, votes: int) -> None:
    expected = {f"{VOTES}/{n:032x}": f"vote {n}" for n in range(votes)}
    for name, value in expected.items():
        store.create(name, value)
    assert store.below(VOTES) == expected


def test_only_what_is_directly_below_is_found(store: ParameterStore) -> None:
    others = ["", "-2/ann", "/ann/more", "/ann/more/deeper", "s/ann"]
    for name in ["/ann", *others]:
        store.create(f"{VOTES}{name}", "{}")
    assert set(store.below(VOTES)) == {f"{VOTES}/ann"}


def test_a_page_with_nothing_on_it_is_not_the_end() -> None:
    ssm = client("ssm")
    with Stubber(ssm) as stub:
        first = {"Path": VOTES}
        stub.add_response("get_parameters_by_path", {"Parameters": [], "NextToken": "t"}, first)
        vote = {"Name": f"{VOTES}/ann", "Value": "v", "Version": 1}
        stub.add_response("get_parameters_by_path", {"Parameters": [vote]}, first | {"NextToken": "t"})
        assert ParameterStore(ssm).below(VOTES) == {f"{VOTES}/ann": "v"}
        stub.assert_no_pending_responses()


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException"])
def test_other_refusals_are_not_taken_for_an_answer(code: str) -> None:
    ssm = client("ssm")
    with Stubber(ssm) as stub:
        store = ParameterStore(ssm)
        calls: dict[str, Callable[[], object]] = {
            "put_parameter": lambda: store.create(NAME, "v"),
            "delete_parameter": lambda: store.delete(NAME),
            "get_parameters_by_path": lambda: store.below(VOTES),
            "get_parameters": lambda: store.read([NAME]),
        }
        for operation, call in calls.items():
            stub.add_client_error(operation, code)
            with pytest.raises(ClientError, match=code):
                call()


def test_a_secret_comes_decrypted() -> None:
    client("ssm").put_parameter(Name="/oidc/secret", Value="s3cret", Type="SecureString")
    assert read_secret(client("ssm"), "/oidc/secret") == "s3cret"


def test_a_write_that_meets_another_one_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """TooManyUpdates: two people decide at the same moment."""
    pauses: list[float] = []
    monkeypatch.setattr("model_approval.adapters.parameter_store.time.sleep", pauses.append)

    class Busy:
        refusals = 2

        def put_parameter(self, **_: Any) -> dict[str, Any]:
            if self.refusals:
                self.refusals -= 1
                raise ClientError({"Error": {"Code": "TooManyUpdates", "Message": ""}}, "PutParameter")
            return {"Version": 7}

    assert ParameterStore(Busy()).overwrite("/a", "b") == 7
    assert len(pauses) == 2
    always = Busy()
    always.refusals = 100
    with pytest.raises(ClientError):
        ParameterStore(always).overwrite("/a", "b")
    assert always.refusals == 96
