"""Another account's word about its address is checked before anybody is sent there."""

import json
from typing import Any

import pytest

from model_approval.domain.desks import desks
from model_approval.domain.stack import address_in
from tests.unit.examples import PATH


def stack(**value: Any) -> str:
    return json.dumps({"schema": 1, "environment": "prod", "api_url": "https://x.example.com"} | value)


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example.com",
        "https://x.example.com/",
        "https://x.execute-api.localhost:4566/approval",
        "http://x.execute-api.localhost:4566",
    ],
)
def test_an_address_is_taken_without_a_slash_at_its_end(address: str) -> None:
    assert address_in(stack(api_url=address)) == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example.com",
        "http://localhost.example.com",
        "http://evil-localhost",
        "javascript:alert(1)//https://x.example.com",
        "//x.example.com",
        "https://",
        "https:///path",
        "https://ann:secret@x.example.com",
        "https://x.example.com?next=",
        "https://x.example.com#",
        "https://x.example.com/a b",
        'https://x.example.com"><script>',
        "https://x.example.com\n",
        "https://\uff58.example.com",
        "https://x.example.com/\u202e",
        "",
        None,
        7,
        ["https://x.example.com"],
    ],
)
def test_anything_else_is_no_address(address: Any) -> None:
    assert address_in(stack(api_url=address)) is None


@pytest.mark.parametrize("value", ["", "{", "[]", "7", "null", '"x"', "{}", stack(schema=2), "[" * 100_000])
def test_a_damaged_record_is_no_address(value: str) -> None:
    assert address_in(value) is None


def test_who_decides_where_is_told_for_every_environment() -> None:
    groups = {name: f"{name}-approvers" for name in PATH.names}
    stacks = {"test": "https://test.example.com", "prod": "https://prod.example.com"}
    found = desks(PATH, groups, here=["dev"], stacks=stacks, mine={"prod-approvers", "others"})
    assert [(desk.environment, desk.approver_group, desk.is_mine) for desk in found] == [
        ("dev", "dev-approvers", False),
        ("test", "test-approvers", False),
        ("prod", "prod-approvers", True),
    ]
    # An environment's requests are decided in the stack of the environment before.
    assert [desk.address for desk in found] == ["", None, "https://test.example.com"]
