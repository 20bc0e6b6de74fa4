"""Adversarial concurrency: coroutines of which only one moves at a time, from one call of the outside world to another.

Whoever runs the tests (Hypothesis) says who moves next, whose next call fails, and who dies before it. The code under
test knows nothing of it, since greenlets can stand still in the middle of ordinary functions.
"""

from collections.abc import Callable, Sequence

from greenlet import getcurrent, greenlet


class Died(BaseException):
    """A process ended: no handler for exceptions may notice."""


class Runner(greenlet):
    """Does ``work``, and stands still before each ``call`` until it is told to move."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work
        self.call = ""
        self.result: object = None
        self.error: BaseException | None = None

    @property
    def ended(self) -> bool:
        return self.dead

    def move(self, trouble: BaseException | None = None) -> None:
        """Makes one call and goes on to just before the next one, or to the end. The call raises ``trouble`` instead,
        if there is any; :class:`Died` is the end."""
        self.parent = getcurrent()
        self.switch(trouble)

    def run(self, trouble: BaseException | None) -> None:
        try:
            if trouble:
                raise trouble
            self.result = self._work()
        except (Exception, Died) as error:  # noqa: BLE001 - whatever it is, the one who runs this judges it
            self.error = error


def pause(call: str) -> None:
    """Before each call: the others may move. Whoever is no :class:`Runner` just goes on."""
    runner = getcurrent()
    if isinstance(runner, Runner):
        runner.call = call
        trouble = runner.parent.switch()
        if trouble:
            raise trouble


def interleave(works: Sequence[Callable[[], object]], choose: Callable[[int], int]) -> list[Runner]:
    """Runs all ``works`` to their end; ``choose(n)`` picks one of ``n`` that still run."""
    runners = [Runner(work) for work in works]
    while alive := [runner for runner in runners if not runner.ended]:
        alive[choose(len(alive))].move()
    return runners


def dies_after(calls: int, work: Callable[[], object]) -> None:
    """Runs ``work`` until it has made so many calls, or to its end, if that comes first."""
    runner = Runner(work)
    for _ in range(calls + 1):
        if not runner.ended:
            runner.move()
    if not runner.ended:
        runner.move(Died())
    elif runner.error:
        raise runner.error
