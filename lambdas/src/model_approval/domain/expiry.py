"""Until when a request can be decided: evidence grows old. Nothing is recorded of it, so a longer time revives it."""

from datetime import UTC, datetime, timedelta


def expires_at(requested_at: str, valid_days: int) -> str | None:
    """From when on a request can no longer be decided; ISO 8601 in UTC. None if ``valid_days`` is 0: never."""
    if valid_days == 0:
        return None
    end = datetime.fromisoformat(requested_at).astimezone(UTC) + timedelta(days=valid_days)
    return end.strftime("%Y-%m-%dT%H:%M:%SZ")


def is_expired(requested_at: str, valid_days: int, now: str) -> bool:
    until = expires_at(requested_at, valid_days)
    return until is not None and now >= until


def has_expired(requested_at: str, valid_days: int, now: str) -> bool:
    """The same for pages that only list: what holds no time was written by hand, and never has."""
    try:
        return is_expired(requested_at, valid_days, now)
    except ValueError:
        return False
