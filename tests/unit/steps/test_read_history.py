"""The history of a group: complete as far as it can be read, in pages that cost the same in any history."""

import json

import pytest

from model_approval.domain.history import History, Silence, State, folded
from model_approval.domain.model_version import VersionId
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, NAMES, NOON, PATH
from tests.unit.steps.atlas import Atlas


def read(atlas: Atlas, before: int | None = None, most: int = 10) -> History:
    history = atlas.read_history("abalone", before, ANN, most)
    assert history is not None
    return history


def numbers(history: History) -> list[int]:
    return [version.id.version for version in history.versions]


def states(history: History, version: int) -> list[State]:
    (found,) = (one for one in history.versions if one.id.version == version)
    return [entry.state(90, NOON) for entry in found.entries]


def test_each_version_has_its_way_through_the_environments() -> None:
    atlas = Atlas()
    atlas.answer("dev", 1)
    atlas.answer("test", 1)
    atlas.revoke("test", 1)
    atlas.answer("dev", 2, status=ApprovalStatus.REJECTED)
    atlas.answer("dev", 3)
    atlas.ask("test", 3)
    history = read(atlas)
    assert numbers(history) == [3, 2, 1]
    assert states(history, 3) == [State.APPROVED, State.WAITS, State.NOT_ASKED]
    assert states(history, 2) == [State.REJECTED, State.NOT_ASKED, State.NOT_ASKED]
    assert states(history, 1) == [State.APPROVED, State.REVOKED, State.NOT_ASKED]
    assert {name: one and one.id.version for name, one in history.approved.items()} == {
        "dev": 3,
        "test": 1,
        "prod": None,
    }
    assert (history.older, history.failures) == (None, {})


def test_pages_join_without_gap_or_overlap() -> None:
    atlas = Atlas({"abalone": 25})
    seen, before = list[int](), None
    while True:
        history = read(atlas, before)
        seen += numbers(history)
        before = history.older
        if before is None:
            break
    assert seen == list(range(25, 0, -1))


@pytest.mark.parametrize(("before", "first", "last"), [(2, 1, 1), (4, 3, 1), (999_999_999, 999_999_998, 999_999_989)])
def test_a_page_begins_below_the_number_that_is_given(before: int, first: int, last: int) -> None:
    assert numbers(read(Atlas(), before)) == list(range(first, last - 1, -1))


def test_what_was_deleted_from_the_registry_keeps_its_history() -> None:
    atlas = Atlas({"abalone": 2})
    atlas.answer("dev", 4, status=ApprovalStatus.REJECTED)
    history = read(atlas)
    assert numbers(history) == [4, 3, 2, 1]
    assert isinstance(folded(history.versions)[1], Silence)


def test_what_is_approved_somewhere_is_in_the_history_whatever_the_registry_says() -> None:
    atlas = Atlas({"abalone": 1})
    atlas.answer("prod", 30)
    assert numbers(read(atlas))[0] == 30


def test_a_group_that_nobody_knows_has_no_history() -> None:
    atlas = Atlas()
    atlas.ask("dev", 3)
    assert atlas.read_history("churn", None, ANN) is None
    assert atlas.read_history("churn", 5, ANN) is None


def test_a_group_without_versions_has_an_empty_one() -> None:
    atlas = Atlas({"abalone": 0})
    history = read(atlas)
    assert (history.versions, history.older, history.newest) == ((), None, 0)


def test_a_part_of_a_name_is_no_group() -> None:
    assert Atlas({"abalone-2": 0}).read_history("abalone", None, ANN) is None


def test_an_account_that_lets_nobody_in_is_told_and_nothing_is_guessed() -> None:
    atlas = Atlas(closed={"test"})
    atlas.answer("dev", 3)
    atlas.ask("test", 3)
    atlas.answer("prod", 1)
    history = read(atlas)
    assert set(history.failures) == {"test", "prod"}
    assert set(history.approved) == {"dev", "prod"}
    assert states(history, 3) == [State.APPROVED, State.UNKNOWN, State.UNKNOWN]
    assert states(history, 1) == [State.NOT_ASKED, State.NOT_ASKED, State.APPROVED]


def test_a_registry_that_lets_nobody_in_is_told() -> None:
    atlas = Atlas(closed={"registry"})
    atlas.ask("dev", 3)
    history = read(atlas)
    assert (history.registry_failure, numbers(history)[0]) == ("the registry lets nobody in", 3)
    assert atlas.read_history("churn", None, ANN) is not None


@pytest.mark.parametrize("start", ["read /ml-models/test", "latest"])
def test_whatever_else_goes_wrong_is_raised(start: str) -> None:
    atlas = Atlas()
    atlas.journal.fail_at(start, ConnectionError("reset"))
    with pytest.raises(ConnectionError):
        read(atlas)


def test_a_record_that_is_none_makes_its_environment_unreadable() -> None:
    atlas = Atlas()
    atlas.answer("test", 1)
    atlas.stores["test"].values[NAMES.decision("test", VersionId("abalone", 2))] = ["{"]
    history = read(atlas)
    assert set(history.failures) == {"test"}
    assert states(history, 1) == [State.NOT_ASKED, State.UNKNOWN, State.NOT_ASKED]


def test_the_stacks_tell_their_addresses() -> None:
    atlas = Atlas()
    atlas.tell_address("test", json.dumps({"schema": 1, "api_url": "https://test.example.com"}))
    assert read(atlas).stacks == {"test": "https://test.example.com"}


def cost(versions: int, most: int, before: int | None = None) -> int:
    atlas = Atlas({"abalone": versions})
    for environment in PATH.names:
        for version in range(max(versions - 60, 1), versions + 1):
            atlas.answer(environment, version)
    read(atlas, before, most)
    return len(atlas.calls)


def test_a_page_costs_the_same_however_long_the_history_is() -> None:
    # The newest number, and what was asked after it; for each environment what is approved, and for ten versions three.
    assert cost(10, 10) == cost(10_000, 10) == 2 + 4 * len(PATH.names)
    assert cost(10_000, 10, before=9_000) == 1 + 4 * len(PATH.names)


def test_fifty_versions_cost_five_times_ten() -> None:
    assert cost(60, 50) == cost(10_000, 50) == 2 + (1 + 3 * 5) * len(PATH.names)


def test_two_versions_cost_two_calls_an_environment() -> None:
    atlas = Atlas({"abalone": 10_000})
    atlas.answer("dev", 3)
    atlas.ask("dev", 9_999)
    found = atlas.read_comparison(VersionId("abalone", 9_999), VersionId("abalone", 3), ANN)
    assert len(atlas.calls) == 2 * len(PATH.names)
    assert [place.one.state(90, NOON) for place in found.places] == [State.WAITS, State.NOT_ASKED, State.NOT_ASKED]
    assert found.places[0].other.state(90, NOON) is State.APPROVED
    assert (found.failures, found.unknown) == ({}, ())
