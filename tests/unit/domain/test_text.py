"""Text from strangers: one line is one line, no character is invisible, and the length holds."""

import unicodedata
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.text import fit, one_line, plain
from tests.unit.examples import hostile_text


def unprintable(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}}


@given(hostile_text)
def test_one_line_is_fit_for_a_mail_header(text: str) -> None:
    line = one_line(text)
    message = EmailMessage()
    message["Subject"] = line
    assert not unprintable(line)
    assert line == " ".join(line.split())
    assert one_line(line) == line


@given(hostile_text)
def test_plain_keeps_line_breaks_and_nothing_else_that_is_unprintable(text: str) -> None:
    assert unprintable(plain(text)) <= {"\n"}
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [("a\r\nb\rc\nd", "a\nb\nc\nd"), ("\n\n a  b \n", "a b"), ("a\u202eb", "a b"), ("naïve 模型 💥", "naïve 模型 💥")],
)
def test_what_people_write_stays_readable(text: str, clean: str) -> None:
    assert plain(text) == clean


@given(st.text(), st.integers(1, 50))
def test_what_is_cut_is_marked_and_fits(text: str, limit: int) -> None:
    cut = fit(text, limit)
    assert len(cut) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
