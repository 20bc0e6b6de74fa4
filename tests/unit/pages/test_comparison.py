"""Two versions' metrics as people compare them: rounded alike, so that what is shown adds up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.directions import Directions
from model_approval.pages.comparison import MINUS, Row, number, rows

finite = st.floats(allow_nan=False, allow_infinity=False)
readable = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) >= 1e-4)


def read(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.98, "0.98"),
        (0.98214, "0.9821"),
        (1.0, "1"),
        (0.0, "0"),
        (-0.0, "0"),
        (12.3456, "12.35"),
        (1234568.4, "1,234,568"),
        (-1234568.0, "\u22121,234,568"),
        (0.00001234, "1.234e\u221205"),
        (1e300, "1e+300"),
    ],
)
def test_a_number_has_four_digits_that_matter_and_whole_numbers_are_whole(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "now", "texts"),
    [
        (0.9821, 0.9713, ("0.9821", "0.9713", "+0.0108")),
        (0.98, 0.9713, ("0.9800", "0.9713", "+0.0087")),
        (0.5, 0.25, ("0.50", "0.25", "+0.25")),
        (0.1932, 0.2114, ("0.1932", "0.2114", "\u22120.0182")),
        (5.0, 3.0, ("5", "3", "+2")),
        (1234568.0, 1204331.0, ("1,234,568", "1,204,331", "+30,237")),
        (0.999961, 0.999951, ("0.999961", "0.999951", "+0.000010")),
        (0.1 + 0.2, 0.3, ("0.3", "0.3", "same")),
        (0.0, 0.0, ("0", "0", "same")),
        (-1.0, 1.0, ("\u22121", "1", "\u22122")),
        (2e-9, 1e-9, ("2e\u221209", "1e\u221209", "+1e\u221209")),
        (1e308, -1e308, ("1e+308", "\u22121e+308", "–")),
        (0.5, None, ("0.5", "not recorded", "–")),
        (None, 0.5, ("not recorded", "0.5", "–")),
    ],
)
def test_a_difference_has_a_sign_and_is_the_one_that_is_shown(
    value: float | None, now: float | None, texts: tuple[str, str, str]
) -> None:
    assert Row("auc", value, now).texts == texts


@given(readable, readable)
def test_what_is_shown_adds_up(value: float, now: float) -> None:
    ours, theirs, difference = Row("auc", value, now).texts
    assert read(ours) - read(theirs) == (0 if difference == "same" else read(difference))


@given(finite, finite)
def test_any_two_numbers_can_be_compared(value: float, now: float) -> None:
    texts = Row("auc", value, now).texts
    assert all(text and "nan" not in text and "inf" not in text for text in texts)
    assert max(map(len, texts)) <= 24


def test_each_metric_has_a_row_those_of_the_version_first() -> None:
    names = [row.name for row in rows({"f1": 1.0, "auc": 0.5}, {"auc": 0.5, "mae": 2.0})]
    assert names == ["f1", "auc", "mae"]


@pytest.mark.parametrize(
    ("name", "value", "now", "better"),
    [
        ("auc", 0.9, 0.8, True),
        ("auc", 0.8, 0.9, False),
        ("log_loss", 0.9, 0.8, False),
        ("customers", 0.9, 0.8, None),
        ("auc", 0.8, 0.8, None),
        ("auc", 0.1 + 0.2, 0.3, None),  # what is shown as the same is neither
        ("auc", None, 0.8, None),
        ("auc", 0.8, None, None),
    ],
)
def test_a_change_is_better_or_worse_only_where_that_is_known_and_can_be_seen(
    name: str, value: float | None, now: float | None, better: bool | None
) -> None:
    assert Row(name, value, now).is_better(Directions()) is better
