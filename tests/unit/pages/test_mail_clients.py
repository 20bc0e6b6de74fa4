"""Outlook on Windows, Gmail and Apple Mail: what they lack of what mails use is known and harmless (caniemail.com)."""

import json
from collections import defaultdict

import pytest

from model_approval.domain.notice import Kind
from model_approval.pages.mail import render
from tests.node.tools import run_node
from tests.unit.pages.mailing import BASE
from tests.unit.pages.notices import CASES, rendered, widest

OUTLOOK, GMAIL, APPLE = "outlook", "gmail", "apple-mail"
CLIENTS = [f"{OUTLOOK}.windows", f"{GMAIL}.*", f"{APPLE}.*"]
GMAIL_CLIPS = 102 * 1024
"""Bytes of HTML; what is beyond is behind a link."""

DARK_MODE = "only the colours of dark mode are in there; without them a mail is light, or the client darkens it itself"
HARMLESS: dict[str, tuple[set[str], str]] = {
    "<style> element": ({OUTLOOK, GMAIL}, DARK_MODE),
    "@media": ({OUTLOOK, GMAIL}, DARK_MODE),
    "<body> element": ({GMAIL}, "becomes a <div>; the outermost table has the background as well"),
    "background": ({OUTLOOK}, "only colours are used"),
    "border": ({OUTLOOK}, "at most 4 pixels wide, and on table cells only"),
    "border-radius": ({OUTLOOK}, "the button has corners there"),
    "dir attribute": ({OUTLOOK, GMAIL}, "not on links; without it, names in other scripts may stand out of order"),
    "display": ({OUTLOOK, GMAIL}, "beside `none`, `inline-block` on the button's link: there the cell is padded"),
    "display:none": ({OUTLOOK, GMAIL}, "no table in the preheader; Gmail's old mobile site obeys max-height"),
    "font-size": ({OUTLOOK}, "always in pixels"),
    "font-weight": ({OUTLOOK}, "600 becomes bold"),
    "height property": ({OUTLOOK}, "max-height of the preheader only, which `display: none` hides there"),
    "line-height": ({OUTLOOK}, "always with mso-line-height-rule: exactly"),
    "margin": ({OUTLOOK, GMAIL}, "none is negative; `auto` centres a <div> in a cell that is centred as well"),
    "max-width": ({OUTLOOK, APPLE}, "not on a table; a table in a conditional comment has the width in Word"),
    "overflow": ({OUTLOOK, GMAIL, APPLE}, "of the preheader only, to help max-height"),
    "padding": ({OUTLOOK}, "on cells; the button's link has its in the cell there (mso-padding-alt)"),
    "table-layout": ({OUTLOOK, GMAIL}, "columns are as wide as their contents then; Word breaks long words by itself"),
    "text-decoration": ({OUTLOOK, GMAIL}, "`none` only, of the button's link"),
    "width attribute": ({OUTLOOK}, "no images; at 120 dpi a mail is as wide as 480 pixels"),
    "width property": ({OUTLOOK}, "caniemail takes max-width for it"),
    "word-break": ({GMAIL, APPLE}, "break-word is what is wanted"),
}
"""What is not supported, or in parts: by whom, and why nobody misses it."""


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """What caniemail has to say about all mails together: by feature, the clients that lack it or parts of it."""
    task = json.dumps({"clients": CLIENTS, "html": [rendered(name).html for name in CASES]})
    lacking = defaultdict(set)
    for issue in json.loads(run_node("mail_lint.js", input=task)):
        lacking[issue["title"]].add(issue["client"].partition(".")[0])
    return lacking


def test_what_a_client_lacks_of_what_mails_use_is_known_and_harmless(found: dict[str, set[str]]) -> None:
    assert found == {feature: clients for feature, (clients, _) in HARMLESS.items()}


def test_the_linter_bites() -> None:
    task = json.dumps({"clients": CLIENTS, "html": ['<div style="display: flex"><bdi>x</bdi></div>']})
    titles = {issue["title"] for issue in json.loads(run_node("mail_lint.js", input=task))}
    assert {"display:flex", "<bdi> element"} <= titles


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.REMINDER, Kind.SUPERSEDED, Kind.REPORT])
def test_gmail_shows_the_whole_of_the_longest_mail(kind: Kind) -> None:
    message = render(widest(kind), base_url=BASE, valid_days=90)
    assert len(message.html.encode()) < GMAIL_CLIPS
    assert message.html.rstrip().endswith("</html>")
