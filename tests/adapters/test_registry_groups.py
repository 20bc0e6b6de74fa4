"""The groups of the model registry, page by page, in the order of the alphabet."""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.registry import ModelRegistry
from model_approval.domain.errors import NotFound

NAMES = ["wine", "abalone", "credit-risk", "abalone-2", "Zoo", "credit-fraud"]
ASKED = {"SortBy": "Name", "SortOrder": "Ascending", "MaxResults": 9}


@pytest.fixture
def registry() -> ModelRegistry:
    for name in NAMES:
        client("sagemaker").create_model_package_group(ModelPackageGroupName=name)
    return ModelRegistry(client("sagemaker"))


def test_the_groups_come_in_alphabetical_order_as_many_as_asked_for(registry: ModelRegistry) -> None:
    first, token = registry.groups("", 4)
    assert token is not None
    assert first == sorted(NAMES)[:4]
    assert registry.groups("", 4, token) == (sorted(NAMES)[4:], None)


def test_a_search_finds_the_groups_with_these_letters_in_their_names(registry: ModelRegistry) -> None:
    assert registry.groups("credit", 9) == (["credit-fraud", "credit-risk"], None)
    assert registry.groups("lon", 9) == (["abalone", "abalone-2"], None)
    assert registry.groups("nobody", 9) == ([], None)


def test_a_search_goes_on_where_its_last_page_ended(registry: ModelRegistry) -> None:
    first, token = registry.groups("credit", 1)
    assert first == ["credit-fraud"]
    assert registry.groups("credit", 1, token) == (["credit-risk"], None)


@pytest.mark.parametrize("words", ["two words", "über", "a_b", "<script>", "a\n", "x" * 64, ".*"])
def test_what_no_groups_name_can_contain_is_found_in_none_without_asking(words: str) -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker):  # any call would be one too many
        assert ModelRegistry(sagemaker).groups(words, 9) == ([], None)


def test_what_is_not_asked_for_is_not_even_named() -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        for more in ({}, {"NameContains": "aba"}, {"NextToken": "t"}):
            stub.add_response("list_model_package_groups", {"ModelPackageGroupSummaryList": []}, ASKED | more)
        registry = ModelRegistry(sagemaker)
        assert [registry.groups("", 9), registry.groups("aba", 9), registry.groups("", 9, "t")] == [([], None)] * 3
        stub.assert_no_pending_responses()


def test_a_token_that_was_made_up_is_not_found(registry: ModelRegistry) -> None:
    with pytest.raises(NotFound):
        registry.groups("", 4, "made-up")


@pytest.mark.parametrize("code", ["ValidationException", "InvalidNextToken", "InvalidToken"])
def test_a_token_that_sagemaker_refuses_is_not_found_and_without_one_it_is_another_fault(code: str) -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        stub.add_client_error("list_model_package_groups", code, "NextToken is invalid")
        stub.add_client_error("list_model_package_groups", code, "something else")
        with pytest.raises(NotFound, match="NextToken is invalid"):
            ModelRegistry(sagemaker).groups("", 9, "old")
        with pytest.raises(ClientError, match=code):
            ModelRegistry(sagemaker).groups("", 9)


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException"])
def test_a_registry_that_cannot_be_asked_is_not_an_empty_one(code: str) -> None:
    sagemaker = client("sagemaker")
    with Stubber(sagemaker) as stub:
        stub.add_client_error("list_model_package_groups", code)
        with pytest.raises(ClientError, match=code):
            ModelRegistry(sagemaker).groups("", 9, "t")
