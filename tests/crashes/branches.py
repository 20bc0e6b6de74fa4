"""A run that branches at each call: for every kind of failure a forked child goes on with it; the run itself goes on
undisturbed."""

import gc
import os
import select
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from tests.crashes.failures import Failure, Kind
from tests.crashes.forks import answer, listen, share_memory
from tests.crashes.runs import Outcome
from tests.crashes.wire import Attempt, Send, Wire

AT_ONCE = 1 + (os.cpu_count() or 1)
"""Children: one more than there are cores, since the run itself only waits for them."""


@dataclass(frozen=True)
class Point:
    """The call with the number ``at``, counted from zero, and how it fails."""

    at: int
    kind: Kind


class Branches:
    """``outcomes`` are those of the children, by point."""

    def __init__(self, wire: Wire, kinds: Sequence[Kind] = tuple(Kind)) -> None:
        self._wire, self._kinds = wire, kinds
        self._running: dict[int, tuple[Point, int]] = {}
        self._parent: int | None = None
        self.outcomes: dict[Point, list[Outcome]] = {}

    def run(self, undisturbed: Callable[[], list[Outcome]]) -> list[Outcome]:
        """Returns what ``undisturbed`` does, when all its branches have ended as well."""
        share_memory()
        self._wire.weather = self._branch
        try:
            outcomes = undisturbed()
        except BaseException as error:
            if self._parent is not None:
                answer(self._parent, partial(_raise, error))
            raise
        if self._parent is not None:
            answer(self._parent, lambda: outcomes)
        while self._running:
            self._reap()
        return outcomes

    def _branch(self, attempt: Attempt, request: AWSPreparedRequest, send: Send) -> AWSResponse:
        for kind in self._kinds:
            if self._fork(Point(attempt.number, kind)):
                self._wire.weather = Failure(attempt, kind)
                return self._wire.weather(attempt, request, send)
        return send()

    def _fork(self, point: Point) -> bool:
        """Whether this is the child."""
        while len(self._running) >= AT_ONCE:
            self._reap()
        here, there = os.pipe()
        child = os.fork()
        if child == 0:
            gc.disable()  # a run is short
            self._parent = there
            return True
        os.close(there)
        self._running[here] = (point, child)
        return False

    def _reap(self) -> None:
        for ready in select.select(list(self._running), [], [])[0]:
            point, child = self._running.pop(ready)
            self.outcomes[point] = listen(ready, child)


def _raise(error: BaseException) -> None:
    raise error
