"""Exceptions from policy checks, and what is wrong with them.

An exception is a comment in the resource that it is for, in checkov's own form: ``#checkov:skip=CKV_AWS_18: why``, or
with several ids between commas.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SKIP = re.compile(r"(?:checkov|bridgecrew|cortex):skip= *(?P<checks>[A-Za-z_\d,-]*)(?P<reason>:.*)?")
_FEWEST_WORDS = 4


@dataclass(frozen=True)
class Finding:
    """A check that fails: in a file relative to what was checked, from its first to its last line. ``resource`` does
    not say through which calls of modules it was found."""

    check: str
    what: str
    path: str
    lines: tuple[int, int]
    resource: str


@dataclass(frozen=True)
class Skip:
    """An exception from one check."""

    check: str
    reason: str
    path: str
    line: int

    def is_about(self, finding: Finding) -> bool:
        """Whether the exception stands in the resource of ``finding`` and names its check."""
        first, last = finding.lines
        return (self.path, self.check) == (finding.path, finding.check) and first < self.line < last


def skips(root: Path, files: Iterable[Path]) -> Iterator[Skip]:
    """All exceptions in ``files``, below ``root``."""
    for path in files:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if found := _SKIP.search(line):
                reason = (found["reason"] or "").removeprefix(":").strip()
                for check in found["checks"].split(","):
                    yield Skip(check, reason, path.relative_to(root).as_posix(), number)


def without_skips(text: str) -> str:
    """A file's text in which no exception is made, with the same lines."""
    return text.replace(":skip=", ":no-skip=")


def problems(findings: Iterable[Finding], excepted: Iterable[Skip]) -> Iterator[str]:
    """What must be mended, as sentences, if checkov has ``findings`` where no exceptions are made: those that are not
    excepted, exceptions without a reason, and exceptions from nothing."""
    every, exceptions = set(findings), list(excepted)
    for found in sorted(every, key=lambda finding: (finding.path, finding.lines, finding.check)):
        if not any(skip.is_about(found) for skip in exceptions):
            yield (
                f"{found.path}:{found.lines[0]}: {found.resource}: {found.what} ({found.check}). "
                f"Mend it, or say in the resource why not: #checkov:skip={found.check}: REASON"
            )
    for skip in exceptions:
        where = f"{skip.path}:{skip.line}"
        if len(skip.reason.split()) < _FEWEST_WORDS:
            yield f"{where}: Say in at least {_FEWEST_WORDS} words why {skip.check or 'this'} is skipped."
        if not any(skip.is_about(found) for found in every):
            yield f"{where}: checkov finds nothing about {skip.check or 'no check'} here. Remove the skip."
