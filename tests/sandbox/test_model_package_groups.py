"""The list of model package groups: filter, order and pages, and who may read it."""

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT, OTHER_ACCOUNT, allow, refused

LIST = "sagemaker:ListModelPackageGroups"


def names_in(answer) -> list[str]:
    return [group["ModelPackageGroupName"] for group in answer["ModelPackageGroupSummaryList"]]


@pytest.fixture
def tag(aws, names):
    """Part of the names of five groups that were made in no order."""
    sagemaker, tag = aws.client("sagemaker", root(ACCOUNT)), f"tag{next(names)}"
    for name in ("delta", "alpha", "echo", "charlie", "bravo"):
        sagemaker.create_model_package_group(
            ModelPackageGroupName=f"{name}-{tag}x", ModelPackageGroupDescription=f"About {name}."
        )
    return f"{tag}x"


def test_groups_are_found_by_a_part_of_their_name_and_read_page_by_page(client_as, tag):
    sagemaker = client_as("sagemaker", allow(LIST, "*"))
    request = {"NameContains": f"-{tag}", "SortBy": "Name", "MaxResults": 2}
    pages = [sagemaker.list_model_package_groups(**request)]
    while token := pages[-1].get("NextToken"):
        pages.append(sagemaker.list_model_package_groups(**request, NextToken=token))
    assert [names_in(page) for page in pages] == [
        [f"alpha-{tag}", f"bravo-{tag}"],
        [f"charlie-{tag}", f"delta-{tag}"],
        [f"echo-{tag}"],
    ]
    first = pages[0]["ModelPackageGroupSummaryList"][0]
    assert first["ModelPackageGroupArn"] == f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:model-package-group/alpha-{tag}"
    assert first["ModelPackageGroupDescription"] == "About alpha."


def test_without_an_order_the_oldest_group_comes_first(client_as, tag):
    sagemaker = client_as("sagemaker", allow(LIST, "*"))
    found = names_in(sagemaker.list_model_package_groups(NameContains=tag))
    assert found == [f"{name}-{tag}" for name in ("delta", "alpha", "echo", "charlie", "bravo")]
    descending = sagemaker.list_model_package_groups(NameContains=tag, SortBy="Name", SortOrder="Descending")
    assert names_in(descending)[0] == f"echo-{tag}"


def test_a_role_lists_groups_only_if_it_may_list_all_of_them(client_as, tag):
    assert "AccessDenied" in refused(client_as("sagemaker").list_model_package_groups)
    group = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:model-package-group/alpha-{tag}"
    one = client_as("sagemaker", allow(LIST, group))
    assert "AccessDenied" in refused(one.list_model_package_groups, NameContains=f"alpha-{tag}")


def test_another_account_lists_its_own_groups(client_as, tag):
    reader = client_as("sagemaker", allow(LIST, "*"), account=OTHER_ACCOUNT)
    assert names_in(reader.list_model_package_groups(NameContains=tag)) == []


@pytest.mark.parametrize(
    "request_members",
    [
        {"NameContains": "a b"},
        {"NameContains": "x" * 64},
        {"MaxResults": 101},
        {"SortBy": "Size"},
        {"SortOrder": "Sideways"},
        {"NextToken": "made up"},
    ],
)
def test_what_sagemaker_refuses_is_refused(aws, request_members):
    sagemaker = aws.client("sagemaker", root(ACCOUNT))
    assert "ValidationException" in refused(sagemaker.list_model_package_groups, **request_members)


def test_a_token_is_for_the_list_that_gave_it(aws, tag):
    sagemaker = aws.client("sagemaker", root(ACCOUNT))
    token = sagemaker.list_model_package_groups(NameContains=tag, MaxResults=1)["NextToken"]
    message = refused(sagemaker.list_model_package_groups, NameContains="another", MaxResults=1, NextToken=token)
    assert "ValidationException" in message
