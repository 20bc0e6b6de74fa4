"""A model package's ARN: only a version of a group is one that can be approved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.model_version import ModelPackageArn, VersionId
from tests.unit.examples import arn

groups = st.from_regex(r"[A-Za-z0-9](-*[A-Za-z0-9]){0,62}", fullmatch=True).filter(lambda g: len(g) <= 63)


@given(groups, st.integers(1, 999_999_999), st.sampled_from(["aws", "aws-cn", "aws-us-gov"]))
def test_a_version_of_a_group_is_understood_in_every_partition(group: str, version: int, partition: str) -> None:
    text = f"arn:{partition}:sagemaker:cn-north-1:123456789012:model-package/{group}/{version}"
    parsed = ModelPackageArn.parse(text)
    assert (parsed.arn, parsed.account_id, parsed.region) == (text, "123456789012", "cn-north-1")
    assert parsed.id == VersionId(group, version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abalone",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/abalone",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package-group/abalone/2",
        "arn:aws:sagemaker:us-east-2:123456789012:model/abalone/2",
        "arn:aws:bedrock:us-east-2:123456789012:model-package/abalone/2",
        "arn:aws:sagemaker:us-east-2:12345678901:model-package/abalone/2",
        "arn:aws:sagemaker::123456789012:model-package/abalone/2",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/abalone/0",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/abalone/02",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/abalone/-1",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/abalone/9999999999",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/aba/lone/2",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/-abalone/2",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/../2",
        "arn:aws:sagemaker:us-east-2:123456789012:model-package/abalone/2\n",
        " " + arn(),
        arn().replace("2:1", "2:\u0661"),  # an Arabic digit, which int() would take
        arn() + "\u0662",
    ],
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidRecord, match="is not the ARN of a version in a model package group"):
        ModelPackageArn.parse(text)


def test_a_version_is_named_as_people_say_it() -> None:
    assert str(VersionId("abalone", 2)) == "abalone version 2"
