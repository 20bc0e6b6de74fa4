"""Parameter Store as the steps need it: create once, numbered versions, one read for many names."""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.parameter_store import ParameterStore, read_secret
from model_approval.domain.parameters import Parameter

NAME = "/ml-models/dev/abalone/approved"


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
    assert [store.read_number(NAME, n) for n in (1, 2, 3)] == ["1", "2", "3"]


def test_a_number_that_is_not_kept_and_a_name_that_is_not_there_are_none(store: ParameterStore) -> None:
    assert store.read_number(NAME, 1) is None
    store.create(NAME, "1")
    assert store.read_number(NAME, 7) is None


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


@pytest.mark.parametrize("code", ["ParameterVersionNotFound", "ParameterNotFound"])
def test_both_ways_in_which_aws_says_that_a_number_is_gone(code: str) -> None:
    ssm = client("ssm")
    with Stubber(ssm) as stub:
        stub.add_client_error("get_parameter", code)
        assert ParameterStore(ssm).read_number(NAME, 1) is None


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "TooManyUpdates"])
def test_other_refusals_are_not_taken_for_an_answer(code: str) -> None:
    ssm = client("ssm")
    with Stubber(ssm) as stub:
        for operation in ("put_parameter", "get_parameter"):
            stub.add_client_error(operation, code)
        with pytest.raises(ClientError, match=code):
            ParameterStore(ssm).create(NAME, "v")
        with pytest.raises(ClientError, match=code):
            ParameterStore(ssm).read_number(NAME, 1)


def test_a_secret_comes_decrypted() -> None:
    client("ssm").put_parameter(Name="/oidc/secret", Value="s3cret", Type="SecureString")
    assert read_secret(client("ssm"), "/oidc/secret") == "s3cret"
