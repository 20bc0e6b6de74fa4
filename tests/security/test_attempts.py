"""Who comes, who goes and who tries what is not theirs stands in the log, in one line that says where, who and why."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.security.logbook import Logbook, logbook
from tests.unit.examples import ANN, BEN
from tests.unit.handlers.stack import REVOCATION, URL, Stack, choice, reason

ROOT = Path(__file__).parents[2]
TAKEN_BACK = REVOCATION.replace("/2/", "/1/")
FORMS = {URL: choice, TAKEN_BACK: reason}


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Stack:
    """Version 1 is approved, version 2 waits."""
    stack = Stack(monkeypatch)
    stack.world.answer(version=1)
    stack.ask()
    return stack


@pytest.fixture
def book(stack: Stack) -> Iterator[Logbook]:
    with logbook() as book:
        yield book


def only_line(book: Logbook) -> dict[str, Any]:
    [line] = book.lines
    return {key: line.get(key) for key in ("level", "message", "path", "subject", "reason", "origin")}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
@pytest.mark.parametrize("path", [*FORMS, "/auth/sign-out"])
def test_a_form_of_another_origin(stack: Stack, book: Logbook, path: str, origin: str | None) -> None:
    assert stack.post({}, stack.session(), path=path, origin=origin).status == 403
    why = "a page of another origin sent it"
    said = {"level": "WARNING", "message": "refused", "path": path, "subject": None, "reason": why, "origin": origin}
    assert only_line(book) == said


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_session(stack: Stack, book: Logbook, path: str) -> None:
    theirs = FORMS[path](stack, stack.session(BEN), path)
    assert stack.post(theirs, stack.session(ANN), path=path).status == 400
    why = "the form is not this session's"
    said = {"level": "WARNING", "message": "refused", "path": path, "reason": why, "origin": None}
    assert only_line(book) == said | {"subject": ANN.subject}


@pytest.mark.parametrize("path", FORMS)
def test_somebody_who_is_not_in_the_group(stack: Stack, book: Logbook, path: str) -> None:
    ours = FORMS[path](stack, stack.session(), path)
    assert stack.post(ours, stack.session(BEN, groups=[]), path=path).status == 403
    line = only_line(book)
    assert (line["message"], line["path"], line["subject"]) == ("refused", path, BEN.subject)
    assert "only members of the group 'dev-approvers' decide" in line["reason"]


@pytest.mark.parametrize("path", FORMS)
def test_what_is_in_order_is_no_attempt(stack: Stack, book: Logbook, path: str) -> None:
    session = stack.session()
    assert stack.post(FORMS[path](stack, session, path), session, path=path).status == 303
    assert [line["message"] for line in book.lines] in (["answered"], ["revoked"])


@pytest.mark.parametrize("signed_in", [True, False])
def test_who_leaves(stack: Stack, book: Logbook, signed_in: bool) -> None:
    assert stack.post({}, *([stack.session()] if signed_in else []), path="/auth/sign-out").status == 200
    line = only_line(book)
    subject = ANN.subject if signed_in else None
    assert (line["level"], line["message"], line["subject"]) == ("INFO", "signed out", subject)


def test_no_variable_makes_it_log_whole_requests() -> None:
    """Powertools prints them, cookies and all, where ``POWERTOOLS_DEV`` is set and nothing else is said."""
    script = (
        "from model_approval.handlers.web import app\n"
        "from tests.unit.handlers.stack import Context, event\n"
        "print(app(event('GET', '/nowhere', ['__Host-session=canary']), Context())['statusCode'])\n"
    )
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "lambdas/src")))
    variables = os.environ | {"POWERTOOLS_DEV": "true", "PYTHONPATH": paths}
    told = subprocess.run([sys.executable, "-c", script], env=variables, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "404"
    assert "canary" not in told.stderr
