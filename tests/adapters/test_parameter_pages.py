"""What stands below a path at any depth, ten parameters at a time: one call a page, however many there are."""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.parameter_store import ParameterStore
from model_approval.domain.encoding import decode, encode
from model_approval.domain.waiting import Waiting
from tests.unit.examples import NAMES, waiting

PATH = NAMES.waiting("dev")
ASKED = {"Path": PATH, "Recursive": True, "MaxResults": 10}


@pytest.fixture
def store() -> ParameterStore:
    return ParameterStore(client("ssm"))


def pages(store: ParameterStore, path: str = PATH) -> list[dict[str, str]]:
    page, token = store.page_below(path)
    found = [page]
    while token:
        page, token = store.page_below(path, token)
        found.append(page)
        assert len(found) < 10, "there is no end of pages"
    return found


@pytest.mark.parametrize("entries", [0, 1, 9, 10, 11, 25])
def test_page_by_page_everything_is_found_once_and_never_more_than_ten(store: ParameterStore, entries: int) -> None:
    expected = {f"{PATH}/group-{n % 3}/{n}": f"entry {n}" for n in range(entries)}
    for name, value in expected.items():
        store.create(name, value)
    found = pages(store)
    assert max(map(len, found)) == min(entries, 10)
    assert [name for page in found for name in page] == [*dict.fromkeys(name for page in found for name in page)]
    assert {name: value for page in found for name, value in page.items()} == expected


def test_what_stands_beside_the_path_is_not_found(store: ParameterStore) -> None:
    for name in (f"{PATH}/abalone/2", f"{PATH}/deep/er/still", PATH, f"{PATH}2/abalone/2", NAMES.approved("dev", "a")):
        store.create(name, "{}")
    assert [set(page) for page in pages(store)] == [{f"{PATH}/abalone/2", f"{PATH}/deep/er/still"}]


def test_an_entry_of_the_index_comes_back_as_it_was_written(store: ParameterStore) -> None:
    name = NAMES.waiting_version("dev", waiting().id)
    store.create(name, encode(waiting()))
    page, token = store.page_below(PATH)
    assert (decode(Waiting, page[name]), token) == (waiting(), None)


def test_a_page_is_one_call_even_if_there_is_nothing_on_it_and_more_to_come() -> None:
    ssm = client("ssm")
    with Stubber(ssm) as stub:
        stub.add_response("get_parameters_by_path", {"Parameters": [], "NextToken": "t"}, ASKED)
        entry = {"Name": f"{PATH}/abalone/2", "Value": "v", "Version": 1}
        stub.add_response("get_parameters_by_path", {"Parameters": [entry]}, ASKED | {"NextToken": "t"})
        store = ParameterStore(ssm)
        assert store.page_below(PATH) == ({}, "t")
        assert store.page_below(PATH, "t") == ({f"{PATH}/abalone/2": "v"}, None)
        stub.assert_no_pending_responses()


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException"])
def test_a_refusal_is_not_taken_for_an_empty_page(code: str) -> None:
    ssm = client("ssm")
    with Stubber(ssm) as stub:
        stub.add_client_error("get_parameters_by_path", code)
        with pytest.raises(ClientError, match=code):
            ParameterStore(ssm).page_below(PATH)
