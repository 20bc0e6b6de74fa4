"""Filter patterns of CloudWatch Logs for text: MiniStack's know no `?term`, no phrases, and no case.

Source: CloudWatch Logs user guide, "Filter pattern syntax", "Match terms in unstructured log events".
"""

import functools
import re
from collections.abc import Callable
from typing import Any

from ministack.services import cloudwatch_logs

_TERM = re.compile(r'([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))')


def install() -> None:
    """Hook into MiniStack's CloudWatch Logs."""
    compiled = cloudwatch_logs._compile_filter_pattern

    @functools.wraps(compiled)
    def compile_filter_pattern(raw: str) -> Any:
        pattern = (raw or "").strip()
        # Of JSON's members, of columns and with regular expressions: as MiniStack has it.
        return compiled(raw) if not pattern or pattern[0] in "{[%" else _matcher(pattern)

    cloudwatch_logs._compile_filter_pattern = compile_filter_pattern


def _matcher(pattern: str) -> Callable[[str], bool]:
    """All plain terms must be there, and none with `-`; of those with `?` one, where there are no plain terms."""
    terms = [(sign, phrase.replace('\\"', '"') or word) for sign, phrase, word in _TERM.findall(pattern)]
    needed, unwanted, optional = ([term for sign, term in terms if sign == wanted] for wanted in ("", "-", "?"))

    def matches(message: str) -> bool:
        found = all(term in message for term in needed) and not any(term in message for term in unwanted)
        return found and (bool(needed) or not optional or any(term in message for term in optional))

    return matches
