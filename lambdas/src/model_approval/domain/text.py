"""Text from people and pipelines, made fit for where it goes."""

import re
import unicodedata

COMMENT_LIMIT = 500
"""Characters of a comment or a reason: with four bytes each, they leave half of a 4 KB record to the rest."""
_UNPRINTABLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Unicode categories that have no place in a line of text: controls, invisible and bidirectional formatting, private
use, surrogates, line and paragraph separators."""


def one_line(text: str) -> str:
    """``text`` without control and formatting characters, white space folded: safe in a mail header or a log line."""
    return re.sub(r"\s+", " ", "".join(" " if _unprintable(c) else c for c in text)).strip()


def plain(text: str) -> str:
    """Like :func:`one_line`, but line breaks stay (as ``\\n``)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(one_line(line) for line in lines).strip()


def fit(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters; what is cut is marked with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in _UNPRINTABLE
