"""What the records say about a version, in every state that it can be in, and what the registry must say then."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.records import Decision
from model_approval.domain.standing import Standing, describe, registered
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, NOON, PATH, decision, hostile_text, revocation

PENDING, APPROVED, REJECTED = ApprovalStatus.PENDING, ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
LATER = "2026-02-25T12:00:00Z"
UNDECIDED = Standing()
YES = Standing(decision())
NO = Standing(decision(status=REJECTED))
REVOKED = Standing(decision(), revocation(revoked_at=LATER))
STATES = [UNDECIDED, YES, NO, REVOKED]
hostile_standings = st.builds(
    lambda name, text, revoked: Standing(
        decision(decided_by=replace(ANN, name=name), comment=text),
        revocation(revoked_by=replace(BEN, name=name), reason=text) if revoked else None,
    ),
    st.one_of(hostile_text, st.just("n" * 2000)),
    st.one_of(hostile_text, st.just("very long " * 500)),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("standing", "status", "field", "is_approved"),
    [
        (UNDECIDED, PENDING, "PendingManualApproval", False),
        (YES, APPROVED, "Approved", True),
        (NO, REJECTED, "Rejected", False),
        (REVOKED, REJECTED, "Revoked", False),
    ],
)
def test_the_records_make_the_status(standing: Standing, status: str, field: str, is_approved: bool) -> None:
    assert (standing.status, standing.field, standing.is_approved) == (status, field, is_approved)


@pytest.mark.parametrize("decided", [None, YES.decision, NO.decision])
def test_with_a_revocation_nothing_is_ever_approved(decided: Decision | None) -> None:
    standing = Standing(decided, revocation())
    assert not standing.is_approved
    assert standing.status is not APPROVED
    assert standing.field == "Revoked"


@pytest.mark.parametrize(
    ("standing", "person", "since", "before"),
    [
        (UNDECIDED, None, None, ()),
        (YES, ANN, NOON, (PENDING,)),
        (NO, ANN, NOON, (PENDING,)),
        (REVOKED, BEN, LATER, (PENDING, APPROVED)),
    ],
)
def test_who_brought_it_about_and_when_and_what_the_registry_may_still_show(
    standing: Standing, person: object, since: str | None, before: tuple[str, ...]
) -> None:
    assert (standing.made_by, standing.since, standing.before) == (person, since, before)


@pytest.mark.parametrize(
    ("standing", "description"),
    [
        (UNDECIDED, "Waits for the approval of test; set back because it was changed outside of the workflow"),
        (YES, "Approved for test by ann@example.com: good"),
        (NO, "Rejected for test by ann@example.com: good"),
        (REVOKED, "Revoked for test by ben@example.com: drifts"),
        (Standing(decision(comment="")), "Approved for test by ann@example.com"),
    ],
)
def test_the_description_says_who_and_why(standing: Standing, description: str) -> None:
    assert describe(standing, "test") == description
    assert registered(standing, {}, PATH, "test").description == description


@pytest.mark.parametrize("standing", STATES)
@pytest.mark.parametrize("environment", PATH.names)
def test_the_registry_holds_the_environments_own_field_and_its_status_only_for_the_first(
    standing: Standing, environment: str
) -> None:
    current = dict.fromkeys(PATH.names, "Approved") | {"owner": "team-fish"}
    state = registered(standing, current, PATH, environment)
    assert state.metadata == current | {environment: standing.field}
    assert state.status is (standing.status if environment == "dev" else None)
    assert registered(standing, state.metadata, PATH, environment) == state


def test_the_first_look_gives_every_environment_its_field() -> None:
    fields = {"dev": "PendingManualApproval", "test": "Rejected", "prod": "PendingManualApproval"}
    assert registered(NO, {}, PATH, "test").metadata == fields


@given(hostile_standings, st.sampled_from(PATH.names))
def test_a_description_is_one_line_of_at_most_1024_characters(standing: Standing, environment: str) -> None:
    description = registered(standing, {}, PATH, environment).description
    assert description is not None
    assert re.fullmatch(r".{1,1024}", description)
    assert description.splitlines() == [description]
    assert description.encode()


def test_a_long_description_is_cut_at_1024_characters_and_marked() -> None:
    description = registered(Standing(decision(comment="x" * 5000)), {}, PATH, "dev").description
    assert description is not None
    assert (len(description), description[-2:]) == (1024, "x…")
