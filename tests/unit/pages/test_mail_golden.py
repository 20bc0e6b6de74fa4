"""The mails, letter by letter. What changes here is seen by every approver: read the difference like a mail.

REWRITE_MAILS=1 writes the files anew.
"""

import os
from pathlib import Path

import pytest

from model_approval.domain.notice import Kind
from tests.unit.pages.notices import CASES, GATES, VALID_DAYS, rendered

FOLDER = Path(__file__).parent / "mails"
REWRITE = bool(os.environ.get("REWRITE_MAILS"))


@pytest.mark.parametrize("name", CASES)
def test_a_mail_is_the_same_byte_by_byte(name: str) -> None:
    message = rendered(name)
    headers = f"Subject: {message.subject}\nThread: {message.thread}\nFollows up: {message.follows_up}\n\n"
    for suffix, content in (("html", message.html), ("txt", headers + message.text)):
        path = FOLDER / f"{name}.{suffix}"
        if REWRITE:
            path.write_bytes(content.encode())
        assert path.read_bytes().decode() == content


def test_no_file_is_left_of_a_mail_that_there_is_no_more() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{name}.{suffix}" for name in CASES for suffix in ("html", "txt")
    }


def test_there_is_a_case_of_every_kind() -> None:
    assert {name.partition("-")[0] for name in CASES} == {kind.value for kind in Kind}


def test_what_is_special_about_a_case_is_about_a_case() -> None:
    assert {*GATES, *VALID_DAYS} <= set(CASES)
