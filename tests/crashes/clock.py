"""Virtual time: nothing waits, and thirty seconds or three days pass as soon as nothing else is to be done."""

from datetime import UTC, datetime


class Clock:
    """``seconds`` since 1970. It stands still while a function runs; the queues move it on."""

    def __init__(self) -> None:
        self.seconds = datetime(2026, 2, 24, 12, tzinfo=UTC).timestamp()

    def time(self) -> float:
        return self.seconds

    def sleep(self, _seconds: float) -> None:
        """What botocore does between two attempts."""

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)
