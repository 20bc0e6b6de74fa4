"""What survived, and what ``docs/mutants.md`` says about it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .workspace import PROPERTY

RESULTS = "results.json"
"""In the workspace: what came of each mutant."""

KILLED = (1, 36)
"""A test failed, or never ended."""

_NAME = re.compile(r"model_approval\.(?P<module>.+)\.x(?:ǁ(?P<kind>\w+)ǁ|_)(?P<function>\w+?)__mutmut_(?P<number>\d+)$")
_ROW = re.compile(r"^\| `(?P<where>[^`]+)` \| (?P<count>\d+) \| (?P<why>.+) \|$")
_FEWEST_WORDS = 4


@dataclass(frozen=True)
class Mutant:
    """``name`` is mutmut's, ``where`` the function's: ``auth/oidc.py Provider.redeem``."""

    name: str
    exit_code: int

    @property
    def where(self) -> str:
        found = _NAME.search(self.name)
        if found is None:
            raise ValueError(f"mutmut names a mutant {self.name!r}")
        name = found["function"].removeprefix(PROPERTY)
        function = f"{found['kind']}.{name}" if found["kind"] else name
        return f"{found['module'].replace('.', '/')}.py {function}"

    @property
    def is_killed(self) -> bool:
        return self.exit_code in KILLED


@dataclass(frozen=True)
class Explanation:
    """Why ``count`` mutants of the function ``where`` survive."""

    where: str
    count: int
    why: str


def mutants(workspace: Path) -> list[Mutant]:
    """All that were tried in ``workspace``."""
    path = workspace / RESULTS
    return [Mutant(name, code) for name, code in json.loads(path.read_text()).items()] if path.exists() else []


def explanations(page: str) -> Iterator[Explanation]:
    """The rows of the table in ``page``."""
    for line in page.splitlines():
        if row := _ROW.match(line):
            yield Explanation(row["where"], int(row["count"]), row["why"])


def problems(survivors: Mapping[str, int], explained: Iterable[Explanation], looked_at: set[str]) -> Iterator[str]:
    """What must be mended, as sentences: functions with more survivors than are explained, or with fewer. Of those
    that were not ``looked_at``, nothing is known."""
    counted: Counter[str] = Counter()
    for one in explained:
        counted[one.where] += one.count
        if len(one.why.split()) < _FEWEST_WORDS:
            yield f"{one.where}: say in at least {_FEWEST_WORDS} words why the mutants survive"
    for where in sorted(looked_at):
        found = survivors.get(where, 0)
        if found > counted[where]:
            yield f"{where}: {found} mutants survive and {counted[where]} are explained; write a test or a row"
        elif found < counted[where]:
            yield f"{where}: {counted[where]} mutants are explained but {found} survive; mend the row"
