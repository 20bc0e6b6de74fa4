"""The page of a model package group: what is approved now, and what happened to each version."""

from collections.abc import Mapping
from dataclasses import dataclass

from model_approval.domain.desks import Desk
from model_approval.domain.history import Entry, History, Silence, State, Version, folded
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.records import Approved
from model_approval.pages import layout
from model_approval.pages.addresses import compare_path, group_path, history_path, request_path, revocation_path

KINDS = {
    State.NOT_ASKED: "open",
    State.WAITS: "wait",
    State.EXPIRED: "gone",
    State.APPROVED: "good",
    State.REJECTED: "bad",
    State.REVOKED: "gone",
    State.UNKNOWN: "note",
}
"""The icons and colours: see ``icon`` in macros.html.j2."""


@dataclass(frozen=True)
class Now:
    """An environment now. ``approved`` is None if nothing is, or if that cannot be read."""

    environment: str
    is_readable: bool
    approved: Approved | None
    link: str | None
    revocation: str | None


@dataclass(frozen=True)
class Stop:
    """A version in an environment. ``link`` leads to its page there, ``revocation`` to where it is taken back, if this
    person may do that here; ``by``, ``at`` and ``comment`` are who brought it about, when and why. ``overridden`` are
    the rules of the gates that failed when it was approved all the same."""

    environment: str
    state: State
    kind: str
    by: str | None
    at: str | None
    comment: str
    asked_at: str | None
    approver_group: str
    is_mine: bool
    link: str | None
    revocation: str | None
    overridden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A version, and the address that sets it beside version ``against``."""

    version: Version
    stops: tuple[Stop, ...]
    against: int | None
    comparison: str | None


def group(
    history: History,
    desks: tuple[Desk, ...],
    *,
    person: Person,
    before: int | None,
    valid_days: int,
    now: str,
) -> str:
    """``before`` is the number before which this page begins, None for the newest."""
    running = {name: one.id.version for name, one in history.approved.items() if one}
    cards = [
        line if isinstance(line, Silence) else _card(line, desks, running, valid_days, now)
        for line in folded(history.versions)
    ]
    name = history.group
    return layout.page(
        "group.html.j2",
        title=name,
        person=person,
        history=history,
        now=[_now(history, desk) for desk in desks],
        cards=cards,
        pair=_pair(history, running),
        before=before,
        unreadable=list(history.failures),
        links=_links(name, history.older, before),
    )


def stop(entry: Entry, desk: Desk, id: VersionId, valid_days: int, now: str) -> Stop:
    state, standing = entry.state(valid_days, now), entry.standing
    made_by = standing.made_by if standing else None
    exists = state is not State.NOT_ASKED and desk.address is not None
    revocable = state is State.APPROVED and desk.address == "" and desk.is_mine
    return Stop(
        environment=entry.environment,
        state=state,
        kind=KINDS[state],
        by=made_by.name if made_by else None,
        at=standing.since if standing else None,
        comment=_comment(entry),
        asked_at=entry.request.requested_at if entry.request else None,
        approver_group=desk.approver_group,
        is_mine=desk.is_mine,
        link=f"{desk.address}{request_path(entry.environment, id)}" if exists else None,
        revocation=revocation_path(entry.environment, id) if revocable else None,
        overridden=standing.decision.overridden if standing and standing.decision else (),
    )


def _comment(entry: Entry) -> str:
    if entry.standing and entry.standing.revocation:
        return entry.standing.revocation.reason
    return entry.standing.decision.comment if entry.standing and entry.standing.decision else ""


def _now(history: History, desk: Desk) -> Now:
    approved = history.approved.get(desk.environment)
    known, here = approved is not None and desk.address is not None, desk.address == "" and desk.is_mine
    return Now(
        environment=desk.environment,
        is_readable=desk.environment in history.approved,
        approved=approved,
        link=f"{desk.address}{request_path(desk.environment, approved.id)}" if approved and known else None,
        revocation=revocation_path(desk.environment, approved.id) if approved and here else None,
    )


def _card(version: Version, desks: tuple[Desk, ...], running: Mapping[str, int], valid_days: int, now: str) -> Card:
    stops = tuple(
        stop(entry, desk, version.id, valid_days, now) for entry, desk in zip(version.entries, desks, strict=True)
    )
    number = version.id.version
    # What it would take the place of, where it waits; or else the version before.
    waits = next((one.environment for one in stops if one.state is State.WAITS), None)
    against = running.get(waits or "", number - 1)
    if against in (0, number):
        return Card(version, stops, None, None)
    return Card(version, stops, against, compare_path(version.id.group, number, against))


def _pair(history: History, running: Mapping[str, int]) -> tuple[int | None, int | None]:
    """The two versions that are likely to be compared: the newest, and the one that has come furthest."""
    newest = history.newest or None
    furthest = next((version for version in reversed(list(running.values())) if version != newest), None)
    return newest, furthest or (newest - 1 if newest and newest > 1 else None)


def _links(name: str, older: int | None, before: int | None) -> Mapping[str, str]:
    links = {
        "compare": f"{group_path(name)}/compare",
        "csv": history_path(name, "csv"),
        "json": history_path(name, "json"),
    }
    if older:
        links["older"] = group_path(name, older)
    if before:
        links["newest"] = group_path(name)
    return links
