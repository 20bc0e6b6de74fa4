"""The board, a group's page and its export as Lambda runs them, with everything wired up; also in calls to AWS."""

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest

from model_approval.adapters.clients import client
from tests.adapters import test_wiring
from tests.adapters.test_wiring import registered, signed_in
from tests.unit.handlers.stack import Browser

wired = test_wiring.wired
pytestmark = pytest.mark.usefixtures("wired")


def read(path: str, query: str = "") -> Any:
    answer = Browser().get(path, signed_in(), query=query)
    assert answer.status == 200
    return answer


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each operation of AWS is called, in any account."""
    from botocore.client import BaseClient

    counted = Counter[str]()
    original = BaseClient._make_api_call

    def count(self: Any, operation: str, arguments: Any) -> Any:
        counted[operation] += 1
        return original(self, operation, arguments)

    monkeypatch.setattr(BaseClient, "_make_api_call", count)
    return counted


def test_what_was_registered_waits_on_the_board() -> None:
    registered()
    answer = read("/")
    assert "dev You decide with the others of dev-g abalone version 1" in answer.said
    assert "version 1 waits" in answer.said


def test_the_stack_of_another_account_is_read_there() -> None:
    registered()
    answer = read("/", "q=aba")
    # moto lets everybody in: nothing is approved in the others' accounts.
    assert "cannot be read" not in answer.said


def test_its_history_can_be_read_and_kept() -> None:
    arn = registered()
    assert "requested by bea@example.com" in read("/groups/abalone").said
    rows = list(csv.DictReader(io.StringIO(read("/groups/abalone/history.csv").body, newline="")))
    assert [(row["event"], row["by"], row["model_package_arn"]) for row in rows] == [
        ("requested", "bea@example.com", arn)
    ]
    assert json.loads(read("/groups/abalone/history.json").body)["events"][0]["metrics"] == {"auc": 0.98}
    comparison = read("/groups/abalone/compare", "a=1&b=2")
    assert "Nothing is recorded about version 2" in comparison.said


def test_a_page_of_the_board_is_a_handful_of_calls(calls: Counter[str]) -> None:
    registered()
    read("/")
    calls.clear()
    read("/")
    # The session is made and verified; three environments, of which one has something that waits.
    expected = {
        "GenerateMac": 1,
        "VerifyMac": 1,
        "ListModelPackageGroups": 1,
        "GetParametersByPath": 3,
        "GetParameters": 4,
    }
    assert calls == expected


def test_a_group_without_versions_is_known_and_an_unknown_one_is_not() -> None:
    client("sagemaker").create_model_package_group(ModelPackageGroupName="empty")
    assert "This group has no version yet." in read("/groups/empty").said
    assert Browser().get("/groups/unknown", signed_in()).status == 404
