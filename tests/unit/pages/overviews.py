"""The board, a group's page and the comparison, as Ann sees them who decides for dev, in each state they can be in."""

import json
from collections.abc import Callable, Collection

from model_approval.domain.desks import Desk, desks
from model_approval.domain.model_version import VersionId
from model_approval.domain.status import ApprovalStatus
from model_approval.pages.board import Place, Search, board
from model_approval.pages.compare import compare, unusable
from model_approval.pages.group import group
from tests.unit.examples import ANN, BEN, CAM, PATH
from tests.unit.steps.atlas import Atlas

NOW = "2026-03-02T12:00:00Z"
LONG_NAME = "fraud-detection-real-time-card-present-transactions-of-2026-eu"
METRICS = {"auc": 0.9812, "f1": 0.91, "log_loss": 0.081}
CLOSED = {"test"}


def scene(closed: Collection[str] = ()) -> Atlas:
    atlas = Atlas({"abalone": 12, "churn": 7, LONG_NAME: 3, "demand": 0}, closed=closed)
    for name in PATH.names:
        atlas.tell_address(name, json.dumps({"schema": 1, "api_url": f"https://{name}.example.com"}))
    for name, person in zip(PATH.names, (ANN, BEN, CAM), strict=True):
        atlas.answer(name, 4, decided_by=person, comment="Numbers hold on the hold-out.", metrics=METRICS)
    atlas.answer("dev", 5, status=ApprovalStatus.REJECTED, comment="Recall drops.\nSee the ticket.", decided_by=BEN)
    atlas.answer("dev", 9, decided_by=BEN)
    atlas.answer("test", 9, decided_by=CAM)
    atlas.revoke("test", 9, reason="Drifts on Mondays.")
    atlas.answer("test", 10, decided_by=CAM, overridden=("auc >= 0.99", "f1 >= approved"), comment="Late data.")
    atlas.answer("dev", 10, decided_by=BEN)
    atlas.ask("prod", 10, at="2026-02-28T08:00:00Z", author="dana@example.com", metrics=METRICS)
    atlas.ask("dev", 8, at="2025-06-22T08:00:00Z")
    atlas.ask("dev", 11, at="2026-03-01T08:00:00Z", author="dana@example.com", summary="Retrained on February.")
    atlas.ask("dev", 12, at="2026-03-02T08:00:00Z", metrics=METRICS)
    atlas.answer("dev", 6, "churn")
    atlas.ask("test", 6, "churn", at="2026-02-26T08:00:00Z")
    atlas.ask("dev", 3, LONG_NAME, at="2026-03-02T11:00:00Z")
    return atlas


def crowd() -> Atlas:
    """More waits than is looked up, and there are more groups than on a page."""
    atlas = Atlas({f"group-{number:02}": 1 for number in range(70)})
    for number in range(70):
        atlas.ask("dev", 1, f"group-{number:02}")
    return atlas


def desks_of(mine: Collection[str] = ("dev-approvers",), known: Collection[str] = PATH.names) -> tuple[Desk, ...]:
    groups = {name: f"{name}-approvers" for name in PATH.names}
    stacks = {name: f"https://{name}.example.com" for name in known}
    return desks(PATH, groups, here=("dev", "test"), stacks=stacks, mine=mine)


def the_board(
    atlas: Atlas,
    search: Search = Search(),  # noqa: B008 - frozen
    place: Place = Place.FIRST,
    known: tuple[Desk, ...] | None = None,
) -> str:
    found = atlas.read_board(ANN, search.text)
    return board(found, known or desks_of(), person=ANN, search=search, place=place, valid_days=90, now=NOW)


def the_group(atlas: Atlas, name: str = "abalone", before: int | None = None) -> str:
    history = atlas.read_history(name, before, ANN)
    assert history is not None
    return group(history, desks_of(), person=ANN, before=before, valid_days=90, now=NOW)


def the_comparison(atlas: Atlas, one: int, other: int) -> str:
    found = atlas.read_comparison(VersionId("abalone", one), VersionId("abalone", other), ANN)
    return compare(found, desks_of(), person=ANN, valid_days=90, now=NOW)


OVERVIEWS: dict[str, Callable[[], str]] = {
    "board": lambda: the_board(scene()),
    "board, mine": lambda: the_board(scene(), Search(mine=True)),
    "board, decides nowhere": lambda: the_board(scene(), known=desks_of(mine=())),
    "board, address unknown": lambda: the_board(scene(), known=desks_of(known=())),
    "board, searched": lambda: the_board(scene(), Search("abalone")),
    "board, nothing found": lambda: the_board(scene(), Search("zzz", mine=True)),
    "board, nothing for me": lambda: the_board(scene(), Search(mine=True), known=desks_of(mine=("prod-x",))),
    "board, account closed": lambda: the_board(scene(CLOSED)),
    "board, registry closed": lambda: the_board(scene({"registry"})),
    "board, empty": lambda: the_board(Atlas({})),
    "board, crowded": lambda: the_board(crowd()),
    "board, later page": lambda: the_board(crowd(), place=Place.LATER),
    "board, page lost": lambda: the_board(scene(), place=Place.LOST),
    "group": lambda: the_group(scene()),
    "group, older": lambda: the_group(scene(), before=6),
    "group, empty": lambda: the_group(scene(), "demand"),
    "group, account closed": lambda: the_group(scene(CLOSED)),
    "group, registry closed": lambda: the_group(scene({"registry"})),
    "comparison": lambda: the_comparison(scene(), 12, 4),
    "comparison, overridden": lambda: the_comparison(scene(), 10, 4),
    "comparison, one unknown": lambda: the_comparison(scene(), 9, 99),
    "comparison, account closed": lambda: the_comparison(scene(CLOSED), 9, 10),
    "comparison, no two versions": lambda: unusable(
        "abalone", "Both are version 5. Choose two different versions.", "5", "5", person=ANN
    ),
}
