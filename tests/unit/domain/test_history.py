"""How a version stands in an environment, also where not everything can be read."""

import pytest

from model_approval.domain.history import Entry, Silence, State, Version, folded
from model_approval.domain.model_version import VersionId
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import NOON, decision, request, revocation

UNDECIDED = Standing()
REJECTED = Standing(decision(status=ApprovalStatus.REJECTED))


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (Entry("dev", None, UNDECIDED), State.NOT_ASKED),
        (Entry("dev", request(), UNDECIDED), State.WAITS),
        (Entry("dev", request(requested_at="2025-11-26T12:00:00Z"), UNDECIDED), State.EXPIRED),
        (Entry("dev", request(requested_at="2025-11-26T12:00:01Z"), UNDECIDED), State.WAITS),
        (Entry("dev", request(requested_at="some day"), UNDECIDED), State.WAITS),
        (Entry("dev", request(), Standing(decision())), State.APPROVED),
        (Entry("dev", request(), REJECTED), State.REJECTED),
        (Entry("dev", request(), Standing(decision(), revocation())), State.REVOKED),
        # The environment's own account cannot be read: what nobody asked, nobody decided.
        (Entry("dev", request(), None), State.UNKNOWN),
        (Entry("dev", None, None), State.NOT_ASKED),
        # The account that asks cannot be read: a decision tells all the same.
        (Entry("dev", None, UNDECIDED, is_readable=False), State.UNKNOWN),
        (Entry("dev", None, Standing(decision()), is_readable=False), State.APPROVED),
        (Entry("dev", None, None, is_readable=False), State.UNKNOWN),
    ],
)
def test_the_records_say_how_it_stands_and_what_cannot_be_read_is_not_guessed(entry: Entry, state: State) -> None:
    assert entry.state(valid_days=90, now=NOON) is state


def test_a_request_never_expires_if_no_days_are_set() -> None:
    entry = Entry("dev", request(requested_at="2016-01-01T00:00:00Z"), UNDECIDED)
    assert entry.state(valid_days=0, now=NOON) is State.WAITS


def version(number: int, *entries: Entry) -> Version:
    return Version(VersionId("abalone", number), entries or (Entry("dev", None, UNDECIDED),))


def test_versions_of_which_there_is_nothing_to_tell_are_folded() -> None:
    asked = version(7, Entry("dev", request(version=7), UNDECIDED))
    hidden = version(4, Entry("dev", None, UNDECIDED, is_readable=False))
    versions = [version(9), version(8), asked, version(6), version(5), hidden, version(3)]
    assert folded(versions) == [Silence(9, 8), asked, Silence(6, 5), hidden, Silence(3, 3)]
    assert folded([]) == []


def test_a_version_is_known_from_its_decision_where_the_question_cannot_be_read() -> None:
    found = version(2, Entry("dev", None, Standing(decision()), is_readable=False))
    assert found.model == decision().model
    assert found.first is None
    assert version(2).model is None
