"""The front door: whoever is signed in sees what is approved where and what waits for whom; nothing is written."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from model_approval.domain.model_version import VersionId
from model_approval.handlers import wiring
from tests.unit.examples import NAMES
from tests.unit.handlers.stack import Stack
from tests.unit.handlers.test_reading import check_headers
from tests.unit.steps.atlas import Atlas


@pytest.fixture
def atlas(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """What the board of this stack, which decides for dev and test, is about."""
    atlas = Atlas({"abalone": 3, "churn": 2})
    stack.world.clock.time = stack.world.clock.time.replace(month=3)
    monkeypatch.setattr(wiring, "read_board", lambda: atlas.read_board)
    atlas.answer("dev", 2)
    atlas.ask("dev", 3)
    atlas.ask("test", 2)
    atlas.ask("prod", 1, "churn")
    return atlas


def links(stack: Stack, query: str = "", groups: tuple[str, ...] = ("dev-approvers",)) -> set[str]:
    answer = stack.get("/", stack.session(groups=groups), query=query)
    assert answer.status == 200
    check_headers(answer.headers)
    return {link["href"] for link in answer.page.all("a")}


@pytest.mark.usefixtures("atlas")
def test_a_stranger_signs_in_first_and_comes_back_to_the_same_search(stack: Stack) -> None:
    answer = stack.get("/", query="q=aba&waiting=mine&token=t&next=https://evil.example.com")
    assert answer.status == 303
    state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
    stack.oidc.claims = {"sub": "1", "iss": "i", "groups": []}
    back = stack.get("/auth/callback", *[c.split(";")[0] for c in answer.cookies], query=f"state={state}&code=c")
    assert back.headers["Location"] == "/?q=aba&waiting=mine"


def test_a_stranger_learns_nothing(stack: Stack, atlas: Atlas) -> None:
    assert stack.get("/").body == ""
    assert atlas.calls == []


@pytest.mark.usefixtures("atlas")
def test_own_requests_are_local_links_and_others_lead_to_their_stack_if_that_is_known(
    stack: Stack, atlas: Atlas
) -> None:
    found = links(stack)
    assert {"/requests/dev/abalone/3", "/requests/test/abalone/2", "/groups/abalone", "/groups/churn"} <= found
    assert not [link for link in found if "prod" in link]
    # Requests about prod are decided in test's stack.
    atlas.tell_address("test", json.dumps({"schema": 1, "api_url": "https://test.example.com"}))
    assert "https://test.example.com/requests/prod/churn/1" in links(stack)


@pytest.mark.usefixtures("atlas")
def test_mine_is_what_waits_for_ones_own_groups(stack: Stack) -> None:
    everything = stack.get("/", stack.session(groups=["dev-approvers"]))
    assert "Everybody’s 3 Mine 1" in everything.said
    mine = stack.get("/", stack.session(groups=["dev-approvers"]), query="waiting=mine")
    assert "You decide with the others of dev-approvers" in mine.said
    assert "Decided by test-approvers" in everything.said
    assert "Decided by test-approvers" not in mine.said
    nobody = stack.get("/", stack.session(groups=[]))
    assert "You decide" not in nobody.said
    assert "Mine" not in nobody.said


@pytest.mark.usefixtures("atlas")
def test_a_search_keeps_to_the_groups_with_these_letters(stack: Stack) -> None:
    found = links(stack, "q=hur")
    assert "/groups/churn" in found
    assert "/groups/abalone" not in found
    assert "/requests/dev/abalone/3" not in found
    assert "No group has “zzz” in its name." in stack.get("/", stack.session(), query="q=zzz").said


@pytest.mark.parametrize("query", ["q=" + "a" * 10_000, "q=%00", "q=<script>", "waiting=theirs", "x=y", "token="])
@pytest.mark.usefixtures("atlas")
def test_any_query_is_answered(stack: Stack, query: str) -> None:
    links(stack, query)


@pytest.mark.parametrize("token", ["old", "9" * 8193])
@pytest.mark.usefixtures("atlas")
def test_a_page_of_groups_that_does_not_exist_is_the_first_one_and_says_so(stack: Stack, token: str) -> None:
    answer = stack.get("/", stack.session(), query=f"token={token}")
    assert (answer.status, "this is the first one" in answer.said) == (200, True)
    assert "this is the first one" not in stack.get("/", stack.session()).said


def test_more_groups_are_a_page_away(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = Atlas({f"group-{number:02}": 1 for number in range(12)})
    monkeypatch.setattr(wiring, "read_board", lambda: atlas.read_board)
    (more,) = [link for link in links(stack, "q=group") if "token" in link]
    assert more == "/?q=group&token=9"
    assert {"/groups/group-11", "/?q=group"} <= links(stack, more.removeprefix("/?"))


def test_an_account_that_cannot_be_read_says_so_and_the_log_says_why(
    stack: Stack, atlas: Atlas, caplog: pytest.LogCaptureFixture
) -> None:
    atlas.closed = {"prod"}
    answer = stack.get("/", stack.session())
    assert (answer.status, "prod cannot be read from here" in answer.said) == (200, True)
    assert "lets nobody in" not in answer.body
    assert [vars(record)["reason"] for record in caplog.records] == ["prod's account lets nobody in"]


def test_what_expired_waits_for_nobody(stack: Stack, atlas: Atlas) -> None:
    atlas.ask("dev", 1, "churn", at="2025-01-01T00:00:00Z")
    said = stack.get("/", stack.session()).said
    assert "1 expired without a decision churn version 1" in said
    assert "Everybody’s 3 Mine 2" in said


def test_the_board_only_reads(stack: Stack, atlas: Atlas) -> None:
    before = {name: dict(store.values) for name, store in atlas.stores.items()}
    links(stack)
    assert atlas.journal.writes() == []
    assert {name: store.values for name, store in atlas.stores.items()} == before
    assert NAMES.request("dev", VersionId("abalone", 3)) in before["dev"]
