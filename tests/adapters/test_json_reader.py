"""The streaming reader agrees with ``json`` on everything that is JSON, however it is cut into pieces."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.adapters.json_reader import DEEPEST, MOST_OBJECTS, MOST_OTHERS, ROOM, read_json

scalars = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=9), inner, max_size=5)
)
layouts = st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}])


def pieces(text: str, sizes: list[int]) -> list[str]:
    cut, at = [], 0
    for size in sizes:
        cut.append(text[at : at + size])
        at += size
    return [*cut, text[at:]]


@given(values, layouts, st.lists(st.integers(0, 12), max_size=40))
def test_what_json_reads_is_read_in_any_pieces(value: Any, layout: dict[str, Any], sizes: list[int]) -> None:
    text = json.dumps(value, **layout)
    read = read_json(pieces(text, sizes))
    assert (read.fault, read.left_out, read.is_nothing) == (None, None, False)
    assert repr(read.value) == repr(json.loads(text))  # NaN is not equal to itself, nor are 1 and True to be


@given(values, values, st.lists(st.integers(0, 12), max_size=40))
def test_what_is_skipped_ends_where_json_ends_it(skipped: Any, value: Any, sizes: list[int]) -> None:
    text = json.dumps([*[0] * MOST_OTHERS, skipped, skipped])
    read: Any = read_json(pieces(f'{{"long": {text}, "behind": {json.dumps(value)}}}', sizes)).value
    assert read["long"][:MOST_OTHERS] == [0] * MOST_OTHERS
    assert repr(read["behind"]) == repr(value)


@given(st.text('{}[],:"\\ 10.eE-+tnfu\n', max_size=30), st.lists(st.integers(0, 5), max_size=20))
def test_what_json_refuses_has_a_fault_and_pieces_do_not_matter(text: str, sizes: list[int]) -> None:
    whole, cut = read_json([text]), read_json(pieces(text, sizes))
    assert repr(whole) == repr(cut)
    try:
        json.loads(text, strict=False)
    except ValueError:
        lines = isinstance(whole.value, list)
        has_wrong_escapes = "\\" in text
        assert whole.fault or lines or has_wrong_escapes
    else:
        assert whole.fault is None


@pytest.mark.parametrize(("entry", "most"), [("{}", MOST_OBJECTS), ("1", MOST_OTHERS), ("[]", MOST_OTHERS)])
def test_long_lists_are_cut(entry: str, most: int) -> None:
    read: Any = read_json([f'{{"list": [{", ".join([entry] * (most + 1))}], "auc": 0.5}}']).value
    assert (len(read["list"]), read["auc"]) == (most, 0.5)


def test_only_a_long_list_of_objects_is_worth_a_note() -> None:
    assert read_json([json.dumps([[1] * 500])]).left_out is None
    assert read_json([json.dumps([{}] * (MOST_OBJECTS + 1))]).left_out


def test_long_names_and_texts_need_room() -> None:
    pairs = ", ".join(f'"{number:0>900}": "{number:0>900}"' for number in range(10_000))
    read: Any = read_json([f"{{{pairs}}}"])
    assert 1_000 < len(read.value) < ROOM / 1_800
    assert read.left_out == "there are more values in it than are read"


def test_what_is_deep_is_none() -> None:
    deep = '{"a": ' * DEEPEST + "[1]" + "}" * DEEPEST
    value: Any = read_json([deep]).value
    for _ in range(DEEPEST):
        value = value["a"]
    assert value is None


@pytest.mark.parametrize("string", [r"\x", r"\u12", r"C:\data", "a\tb\nc"])
def test_wrong_escapes_in_a_string_stand_as_they_are(string: str) -> None:
    assert read_json([f'{{"a": "{string}", "auc": 0.5}}']).value == {"a": string, "auc": 0.5}


def test_tabs_and_line_breaks_in_a_string_are_taken_as_they_are() -> None:
    assert read_json(['{"a": "x\ty\n\\u00e9"}']).value == {"a": "x\ty\n\u00e9"}


def test_of_a_long_string_the_beginning_is_kept() -> None:
    assert read_json([f'{{"a": "{"x" * 5_000}", "auc": 0.5}}']).value == {"a": "x" * 1_000, "auc": 0.5}


def test_no_number_is_one() -> None:
    read: Any = read_json(["[NaN, -Infinity, Infinity, nan, -inf]"]).value
    assert [math.isnan(one) for one in read] == [True, False, False, True, False]
    assert [read[1], read[2], read[4]] == [-math.inf, math.inf, -math.inf]
