"""The board: true, whatever waits and whoever lets nobody in, and at the same cost however much there is."""

import json

import pytest

from model_approval.domain.board import Board
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.model_version import VersionId
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, NAMES, NOON, PATH
from tests.unit.steps.atlas import Atlas

LATER = "2026-02-24T13:00:00Z"


def approved(board: Board) -> dict[str, dict[str, int]]:
    """The version by group, by environment."""
    return {
        column.environment: {group: one.id.version for group, one in (column.approved or {}).items() if one}
        for column in board.columns
    }


def waiting(board: Board) -> dict[str, list[str]]:
    return {column.environment: [str(one.id) for one in column.waiting or ()] for column in board.columns}


def test_it_tells_what_is_approved_and_what_waits_in_each_account() -> None:
    atlas = Atlas({"abalone": 3, "churn": 2})
    atlas.answer("dev", 2)
    atlas.answer("test", 1)
    atlas.answer("dev", 1, "churn", ApprovalStatus.REJECTED)
    atlas.ask("dev", 3, at=LATER)
    atlas.ask("dev", 2, "churn", at=NOON)
    atlas.ask("test", 2)
    board = atlas.read_board(ANN)
    assert board.groups == ("abalone", "churn")
    assert approved(board) == {"dev": {"abalone": 2}, "test": {"abalone": 1}, "prod": {}}
    assert waiting(board) == {
        "dev": ["churn version 2", "abalone version 3"],
        "test": ["abalone version 2"],
        "prod": [],
    }
    assert [column.failure for column in board.columns] == [None, None, None]


def test_what_was_decided_meanwhile_is_left_over_and_waits_for_nobody() -> None:
    atlas = Atlas()
    atlas.ask("test", 2)
    atlas.answer("test", 2, status=ApprovalStatus.REJECTED)
    assert waiting(atlas.read_board(ANN))["test"] == []


def test_the_stacks_tell_their_addresses() -> None:
    atlas = Atlas()
    for name in ("test", "prod"):
        atlas.tell_address(name, json.dumps({"schema": 1, "api_url": f"https://{name}.example.com"}))
    atlas.tell_address("dev", "not at all")
    assert atlas.read_board(ANN).stacks == {"test": "https://test.example.com", "prod": "https://prod.example.com"}


def test_an_account_that_lets_nobody_in_is_its_columns_affair() -> None:
    atlas = Atlas(closed={"test"})
    atlas.answer("dev", 2)
    atlas.answer("prod", 1)
    for environment in PATH.names:
        atlas.ask(environment, 3)
    board = atlas.read_board(ANN)
    dev, test, prod = board.columns
    assert (dev.failure, waiting(board)["dev"]) == (None, ["abalone version 3"])
    # Whether somebody has decided about test's cannot be told; prod's requests stand in test's account.
    assert (test.approved, test.waiting) == (None, None)
    assert prod.waiting is None
    assert prod.approved is not None
    assert prod.approved["abalone"] is not None
    assert (test.failure, prod.failure) == ("test's account lets nobody in",) * 2


def test_a_registry_that_lets_nobody_in_leaves_what_waits() -> None:
    atlas = Atlas(closed={"registry"})
    atlas.ask("dev", 3)
    board = atlas.read_board(ANN)
    assert (board.groups, board.failure) == (None, "the registry lets nobody in")
    assert waiting(board)["dev"] == ["abalone version 3"]


@pytest.mark.parametrize("start", ["read /ml-models/test", "page_below /ml-models/prod", "groups"])
def test_whatever_else_goes_wrong_is_raised(start: str) -> None:
    atlas = Atlas()
    atlas.journal.fail_at(start, ConnectionError("reset"))
    with pytest.raises(ConnectionError):
        atlas.read_board(ANN)


def test_what_is_no_record_hides_nothing_else() -> None:
    atlas = Atlas({"abalone": 3, "churn": 1})
    atlas.answer("dev", 1, "churn")
    atlas.stores["dev"].values[NAMES.approved("dev", "abalone")] = ["by hand"]
    atlas.stores["dev"].values[NAMES.waiting_version("test", VersionId("abalone", 1))] = ["by hand"]
    dev, test, _prod = atlas.read_board(ANN).columns
    assert dev.approved is not None
    assert dev.approved["abalone"] is None
    assert dev.approved["churn"] is not None
    assert test.waiting is None
    assert issubclass(InvalidRecord, ValueError)
    assert test.failure is not None
    assert "not a waiting record" in test.failure


def test_groups_are_searched_and_paged_by_the_registry() -> None:
    atlas = Atlas({f"group-{number:02}": 1 for number in range(20)} | {"churn": 1})
    first = atlas.read_board(ANN)
    assert (len(first.groups or ()), first.is_first) == (9, False)
    second = atlas.read_board(ANN, token=first.following)
    assert first.groups is not None
    assert second.groups is not None
    assert second.groups[0] > first.groups[-1]
    assert atlas.read_board(ANN, "hur").groups == ("churn",)
    assert atlas.read_board(ANN, "nothing").groups == ()


def test_a_page_that_the_registry_does_not_know_is_the_first_one() -> None:
    atlas = Atlas()
    board = atlas.read_board(ANN, token="old")
    assert (board.groups, board.is_first) == (("abalone",), True)


def test_a_dash_is_true_also_if_more_waits_than_is_listed() -> None:
    atlas = Atlas({f"group-{number:03}": 1 for number in range(200)} | {"zebra": 1})
    for number in range(200):
        atlas.ask("dev", 1, f"group-{number:03}")
    atlas.ask("dev", 1, "zebra")
    board = atlas.read_board(ANN, "zebra")
    dev = board.columns[0]
    assert dev.has_more
    assert [one.id.group for one in dev.waiting_for("zebra")] == ["zebra"]
    assert len(dev.waiting or ()) == 51


def world(groups: int, versions: int, waits: int) -> Atlas:
    """The first group has so many versions, all decided everywhere; and so many others wait for each environment."""
    names = [f"g{number:04}" for number in range(groups)]
    atlas = Atlas(dict.fromkeys(names, 1))
    for environment in PATH.names:
        for version in range(1, versions):
            for record in (NAMES.request, NAMES.decision):
                atlas.stores[environment].values[record(environment, VersionId(names[0], version))] = ["an old record"]
        for name in names[:9]:
            atlas.answer(environment, versions, name)
            atlas.answer(environment, versions - 1, name, ApprovalStatus.REJECTED)
        for number in range(waits):
            atlas.ask(environment, number + 1, "other")
    return atlas


def cost(atlas: Atlas) -> int:
    atlas.read_board(ANN)
    return len(atlas.calls)


def test_it_costs_the_same_however_many_versions_and_groups_there_are() -> None:
    few = cost(world(1, 10, 3))
    # The groups; for each environment what is approved, what waits, and which of it is decided.
    assert few == 1 + 3 * len(PATH.names)
    assert {cost(world(groups, versions, 3)) for groups in (1, 100, 1000) for versions in (10, 10_000)} == {few}


def test_it_costs_the_same_however_much_waits() -> None:
    # Five pages of ten, their decisions, and a look for each of the nine groups.
    assert {cost(world(100, 10, waits)) for waits in (60, 1000)} == {1 + len(PATH.names) * (1 + 5 + 5 + 9)}
