"""Virtual time: nothing waits, and thirty seconds or three days pass as soon as nothing else is to be done."""

from datetime import UTC, datetime

LONGEST_PAUSE = 2
"""Seconds between the second and the third try; there is none longer."""


class Clock:
    """``seconds`` since 1970. It stands still while a function runs; the queues move it on.

    ``waited`` are the seconds that the running function has waited: for answers that never came, and between tries.
    """

    def __init__(self) -> None:
        self.seconds = datetime(2026, 2, 24, 12, tzinfo=UTC).timestamp()
        self.waited = 0.0

    def time(self) -> float:
        return self.seconds

    def sleep(self, _seconds: float) -> None:
        """What botocore does between two attempts."""
        self.waited += LONGEST_PAUSE

    def monotonic(self) -> float:
        return self.waited

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)
