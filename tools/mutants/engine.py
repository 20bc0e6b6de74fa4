"""Runs the mutants: ``python engine.py PYTEST-ARGUMENT ...`` in a workspace, with mutmut's own Python.

mutmut makes the mutants and tells them apart; what it has to run them starts pytest anew for each. This collects the
tests once, sees which of them come by which function, and forks for each mutant, to run these.
"""

import json
import os
import signal
import sys
import time
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from mutmut.__main__ import create_file_mutants
from mutmut.configuration import config
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir, setup_source_paths, walk_source_files
from mutmut.utils.format_utils import mangled_name_from_mutant_name

SLOW = 1.0
"""Seconds of a test that tries many cases. It is left out: what only such a test would notice counts as a survivor."""

ENOUGH = 3.0
"""Seconds of tests that a mutant has to survive. A function that hundreds of tests come by has some that are about it,
and these come first; what is left out can only make a survivor of what would be killed."""

PATIENCE = 10.0
"""Seconds, beside ten times what the tests take without a mutant."""

RESULTS = Path("results.json").absolute()
"""By mutant, 0 if it survived, 1 if a test failed, 33 if no test comes by, 36 if a test never ended. What is there
already is not tried again."""


class Engine:
    """pytest's loop over the tests, ours."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._coming_by: dict[str, list[pytest.Item]] = defaultdict(list)
        self._breadth: dict[str, int] = {}
        self._killed: Counter[tuple[str, str]] = Counter()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        set_mutant_under_test("stats")
        for item in session.items:
            self._measure(item)
        results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
        wanted = [name for name in _names() if name not in results]
        for number, name in enumerate(wanted, 1):
            results[name] = self._try(name)
            if number % 20 == 0 or number == len(wanted):
                RESULTS.write_text(json.dumps(results, indent=1))
                alive = sum(code in (0, 33) for code in results.values())
                print(f"{number} of {len(wanted)}; {alive} survived", file=sys.__stdout__, flush=True)
        return True

    def _measure(self, item: pytest.Item) -> None:
        state()._stats.clear()
        began = time.monotonic()
        reports = runtestprotocol(item, log=False, nextitem=None)
        self._seconds[item.nodeid] = time.monotonic() - began
        if any(report.failed for report in reports):
            raise pytest.UsageError(f"{item.nodeid} fails without a mutant:\n{[r.longreprtext for r in reports]}")
        self._breadth[item.nodeid] = len(state()._stats)
        for function in state()._stats:
            self._coming_by[function].append(item)

    def _try(self, name: str) -> int:
        items = self._in_order(mangled_name_from_mutant_name(name))
        if not items:
            return 33
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            os._exit(_noticed(name, items, writer))
        os.close(writer)
        code = self._wait(child, items)
        if killer := os.read(reader, 4096).decode():
            self._killed[mangled_name_from_mutant_name(name), killer] += 1
        os.close(reader)
        return code

    def _in_order(self, function: str) -> list[pytest.Item]:
        """First what killed most of the function's mutants so far, then what comes by few others."""
        items = [item for item in self._coming_by[function] if self._seconds[item.nodeid] < SLOW]
        items.sort(key=lambda item: (-self._killed[function, item.nodeid], self._breadth[item.nodeid]))
        until = accumulate(self._seconds[item.nodeid] for item in items)
        return [item for item, seconds in zip(items, until, strict=True) if seconds < ENOUGH]

    def _wait(self, child: int, items: list[pytest.Item]) -> int:
        limit = time.monotonic() + PATIENCE + 10 * sum(self._seconds[item.nodeid] for item in items)
        pause = 0.001
        while time.monotonic() < limit:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return min(abs(os.waitstatus_to_exitcode(status)), 1)
            time.sleep(pause := min(pause * 1.5, 0.05))
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 36


def _noticed(name: str, items: list[pytest.Item], writer: int) -> int:
    """In the child: 1 as soon as a test fails with this mutant; its name goes to ``writer``."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    set_mutant_under_test(name)
    for item in items:
        try:
            failed = any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))
        except BaseException:  # noqa: BLE001 - whatever it is, it would not have happened without the mutant
            failed = True
        if failed:
            os.write(writer, item.nodeid.encode())
            return 1
    return 0


def _names() -> list[str]:
    """In the order of what is to be mutated."""
    files = [file for pattern in config().only_mutate for file in sorted(Path().glob(f"{pattern}.meta"))]
    return [name for file in files for name in json.loads(file.read_text())["exit_code_by_key"]]


def main(arguments: list[str]) -> int:
    config()
    Path("mutants").mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    for path in walk_source_files():
        result: Any = create_file_mutants(path)
        if result.error:
            raise result.error
    os.chdir("mutants")
    return int(pytest.main(["-q", "--rootdir=.", *arguments], plugins=[Engine()]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
