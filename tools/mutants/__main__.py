"""Command line: ``python -m tools.mutants PYTHON [--again] [WHERE ...]``, with the Python that has mutmut."""

import argparse
import json
import os
import subprocess
import sys
import sysconfig
from collections import Counter
from pathlib import Path

from . import workspace
from .survivors import RESULTS, explanations, mutants, problems

PAGE = Path("docs") / "mutants.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants")
    parser.add_argument("python", type=Path)
    parser.add_argument("where", nargs="*", help="such as auth or steps/decide.py; without any, all that is in scope")
    parser.add_argument("--again", action="store_true", help="after a change of tests: those that survived, once more")
    parser.add_argument("--workspace", type=Path, default=Path(".mutants"))
    options = parser.parse_intermixed_args()
    place, python = options.workspace, options.python.absolute()
    before = {mutant.name: mutant.exit_code for mutant in mutants(place) if mutant.is_killed} if options.again else {}
    workspace.make(Path(), place, options.where or workspace.SCOPE)
    (place / RESULTS).write_text(json.dumps(before))
    # That Python holds mutmut alone; what the code and the tests import is this one's.
    environment = os.environ | {"PYTHONPATH": sysconfig.get_path("purelib"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [python, Path(__file__).with_name("engine.py"), *workspace.PYTEST_ARGUMENTS]
    done = subprocess.run(command, cwd=place, env=environment)
    if done.returncode:
        print(f"error: the tests ended with {done.returncode} before any mutant was tried", file=sys.stderr)
        return 1
    return _report(python.with_name("mutmut"), place)


def _report(mutmut: Path, place: Path) -> int:
    """Shows what survived without an explanation on the page, and returns 1 if anything did."""
    found = mutants(place)
    survivors = [mutant for mutant in found if not mutant.is_killed]
    counted = Counter(mutant.where for mutant in survivors)
    wrong = list(problems(counted, explanations(PAGE.read_text()), {mutant.where for mutant in found}))
    unexplained = {sentence.partition(":")[0] for sentence in wrong}
    for mutant in survivors:
        if mutant.where in unexplained:
            shown = subprocess.run([mutmut, "show", mutant.name], cwd=place, capture_output=True, text=True)
            print(f"\n{mutant.where}\n{shown.stdout}")
    print(f"{len(found)} mutants, {len(found) - len(survivors)} killed, {len(survivors)} survived")
    for sentence in wrong:
        print(f"error: {sentence}", file=sys.stderr)
    return min(len(wrong), 1)


if __name__ == "__main__":
    sys.exit(main())
