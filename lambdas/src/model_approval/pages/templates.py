"""The Jinja environment: HTML is always escaped, a misspelt name is an error."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from model_approval.domain.text import one_line, plain


@cache
def _environment(html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=html,  # noqa: S701 - a mail's text part is not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"one_line": one_line, "plain": plain, "number": _number, "when": _when}
    return environment


def render_html(template: str, **values: Any) -> str:
    return _environment(html=True).get_template(template).render(values)


def render_text(template: str, **values: Any) -> str:
    return _environment(html=False).get_template(template).render(values)


def _number(value: float) -> str:
    """At most four significant digits, as people compare metrics."""
    return f"{value:.4g}"


def _when(timestamp: str) -> str:
    """``2026-02-24T17:00:14Z`` as ``2026-02-24 17:00 UTC``."""
    return f"{timestamp[:10]} {timestamp[11:16]} UTC"
