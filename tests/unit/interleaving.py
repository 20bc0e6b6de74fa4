"""Adversarial concurrency: threads of which only one moves at a time, from one call of the outside world to the next.

Whoever runs the tests (Hypothesis) draws who moves next, and who dies before their next call.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


class Died(BaseException):
    """A process ended: no handler for exceptions may notice."""


@dataclass
class Runner:
    work: Callable[[], object]
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    dies: bool = False
    finished: bool = False
    error: BaseException | None = None


class Interleaving:
    def __init__(self) -> None:
        self._paused = threading.Semaphore(0)
        self._here = threading.local()

    def pause(self, _call: str) -> None:
        """Before each call: the others may move. Outside of :meth:`run` nothing happens."""
        runner: Runner | None = getattr(self._here, "runner", None)
        if runner is None or runner.dies:
            return
        self._paused.release()
        runner.go.acquire()
        if runner.dies:
            raise Died

    def run(
        self, works: Sequence[Callable[[], object]], choose: Callable[[int], int], die: Callable[[], bool] | None = None
    ) -> list[BaseException | None]:
        """Runs all ``works`` to their end or death; ``choose(n)`` picks one of ``n`` that still run. Returns what each
        raised."""
        runners = [Runner(work) for work in works]
        threads = [threading.Thread(target=self._live, args=[runner], daemon=True) for runner in runners]
        for thread in threads:
            thread.start()
        while alive := [runner for runner in runners if not runner.finished]:
            runner = alive[choose(len(alive))]
            runner.dies = die is not None and die()
            runner.go.release()
            assert self._paused.acquire(timeout=10), "a runner neither paused nor ended"
        for thread in threads:
            thread.join()
        return [runner.error for runner in runners]

    def _live(self, runner: Runner) -> None:
        self._here.runner = runner
        runner.go.acquire()
        try:
            if runner.dies:
                raise Died
            runner.work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the one who runs this judges it
            runner.error = error
        finally:
            runner.finished = True
            self._paused.release()
