"""Requests grow old: until when each can be decided, to the second."""

import pytest

from model_approval.domain.expiry import expires_at, is_expired


@pytest.mark.parametrize(
    ("requested_at", "days", "until"),
    [
        ("2026-02-24T12:00:00Z", 0, None),
        ("2026-02-24T12:00:00Z", 1, "2026-02-25T12:00:00Z"),
        ("2026-02-24T12:00:00Z", 365, "2027-02-24T12:00:00Z"),
        ("2028-02-28T23:59:59Z", 1, "2028-02-29T23:59:59Z"),
        ("2026-02-24T12:00:00+02:00", 1, "2026-02-25T10:00:00Z"),
    ],
)
def test_a_request_can_be_decided_for_so_many_days(requested_at: str, days: int, until: str | None) -> None:
    assert expires_at(requested_at, days) == until


def test_it_expires_with_that_second_and_never_if_there_is_no_limit() -> None:
    asked = "2026-02-24T12:00:00Z"
    assert not is_expired(asked, 1, "2026-02-25T11:59:59Z")
    assert is_expired(asked, 1, "2026-02-25T12:00:00Z")
    assert not is_expired(asked, 0, "2099-01-01T00:00:00Z")
