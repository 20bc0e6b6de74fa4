"""Strange reports are normal: what can be understood of one is read, with a note about the rest."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model_approval.adapters.json_text import Bytes, text
from model_approval.adapters.reports import AT_ONCE, S3Reports
from model_approval.domain.runs import Document
from tests.adapters.bodies import Body, OneObject

URI = "s3://b/e.json"
TEXT = '{"auc": 0.5, "name": "Größe 𐍈"}'
VALUE = {"auc": 0.5, "name": "Größe 𐍈"}


def read(body: bytes) -> Document:
    return S3Reports(OneObject(body), seconds=1e9).read(URI)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_json_is_read_in_every_encoding_of_unicode(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == Document(VALUE)
    assert read(gzip.compress(TEXT.encode(encoding))) == Document(VALUE)


def test_what_is_no_utf_8_is_latin_1() -> None:
    assert read('{"Größe": 1}'.encode("latin-1")) == Document({"Größe": 1})
    assert read('{"𐍈": 1, '.encode() + '"Größe": 2}'.encode("latin-1")) == Document({"𐍈": 1, "Größe": 2})


def test_half_a_character_at_the_end_is_latin_1_too() -> None:
    assert "".join(text([b'{"a": 1} ', b"\xc3"])) == '{"a": 1} \u00c3'


def test_a_body_may_come_byte_by_byte() -> None:
    class Dribbling(Body):
        def read(self, amount: int) -> bytes:
            return super().read(1)

    for encoded in (TEXT.encode("utf-16-le"), gzip.compress(TEXT.encode())):
        body = Dribbling(iter([encoded]))
        assert "".join(text(Bytes(body, len(encoded), 1e9))) == TEXT


def test_exactly_as_much_is_read_as_may_be() -> None:
    pieces = Bytes(Body(iter([b"x" * 1_001])), 1_001, 1e9, most=1_000)
    assert (b"".join(pieces), pieces.cut) == (b"x" * 1_000, "only the first 1.0 kB of 1.0 kB were read")
    pieces = Bytes(Body(iter([b"x" * 1_000])), 1_000, 1e9, most=1_000)
    assert (b"".join(pieces), pieces.cut) == (b"x" * 1_000, None)


def test_compressed_parts_one_behind_the_other_are_one_report() -> None:
    assert read(gzip.compress(b'{"auc":') + gzip.compress(b" 0.5}")) == Document({"auc": 0.5})


def test_json_lines_are_a_list() -> None:
    assert read(b'{"auc": 0.5}\n{"auc": 0.6}\r\n\n') == Document([{"auc": 0.5}, {"auc": 0.6}])


@pytest.mark.parametrize("word", ["NaN", "nan", "Infinity", "-Infinity", "-inf", "+Infinity"])
def test_a_number_that_is_none_takes_nothing_else_along(word: str) -> None:
    value: Any = read(f'{{"a": {word}, "auc": 0.5}}'.encode()).value
    assert value["auc"] == 0.5
    assert value["a"] != value["a"] or abs(value["a"]) == float("inf")


FAULTS = [
    (b'{"auc": 0.5, "f1": ', {"auc": 0.5}, "it ends in the middle"),
    (b'{"auc": 0.5, "f1', {"auc": 0.5}, "it ends in the middle"),
    (b'{"auc": 0.5, "f1": 0.7.3}', {"auc": 0.5}, "it is no JSON from character 20 on"),
    (b'{"auc": 0.5} and more', {"auc": 0.5}, "it is no JSON from character 14 on"),
    (b'{"auc": 0.5}}', {"auc": 0.5}, "it is no JSON from character 13 on"),
    (b'{"auc": 0.5]', {"auc": 0.5}, "it is no JSON from character 12 on"),
    (b'{"auc": 0.5,}', {"auc": 0.5}, "it is no JSON from character 13 on"),
    (b'{"a": {"auc": 0.5}, b: 1}', {"a": {"auc": 0.5}}, "it is no JSON from character 21 on"),
    (b"[1, 2 3]", [1, 2], "it is no JSON from character 7 on"),
    (b'{"auc": 0.5}\n{"auc": ', [{"auc": 0.5}, {}], "it ends in the middle"),
    (gzip.compress(b'{"auc": 0.5, "f1": 0.7}', 0, mtime=0)[:-12], {"auc": 0.5}, "it ends in the middle"),
    (gzip.compress(b'{"auc": 0.5}', mtime=0) + b"\x1f\x8bjunk", {"auc": 0.5}, "its gzip compression is broken"),
]


@pytest.mark.parametrize(("body", "value", "note"), FAULTS)
def test_what_stands_before_a_fault_is_kept(body: bytes, value: Any, note: str) -> None:
    document = read(body)
    assert document.note == note
    assert document.value == value or (isinstance(document.value, list) and value in document.value)


@pytest.mark.parametrize("body", [b"", b" \n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_report_is_empty(body: bytes) -> None:
    with pytest.raises(ValueError, match=f"{URI} is empty"):
        read(body)


NO_JSON = [
    b"{",
    b"<html>",
    b"0.5,0.7\n1,2\n",
    b"auc,f1\n0.5,0.7\n",
    b"a report",
    b"PK\x03\x04\x14\0",
    b"\x89PNG\r\n\x1a\n",
]
NO_JSON += [
    b"\x1f\x8b",
    b"\x1f\x8bjunk",
    b"PAR1\x15\x04",
    b"\xff\xff\xff\xff",
    b"\0" * 100,
    b"{'auc': 0.5}",
    b"\x80\x04\x95",
]


@pytest.mark.parametrize("body", NO_JSON)
def test_what_is_no_json_at_all_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=f"{URI} (cannot be used: |is empty)"):
        read(body)


def test_what_is_nested_too_deeply_is_left_out_alone() -> None:
    body = b'{"deep": ' + b"[" * 200_000 + b"]" * 200_000 + b', "auc": 0.5}'
    value: Any = read(body).value
    assert value["auc"] == 0.5


def test_a_number_of_thousands_of_digits_is_a_number() -> None:
    value: Any = read(b'{"auc": 0.5, "n": ' + b"9" * 5_000 + b"}").value
    assert value == {"auc": 0.5, "n": float("inf")}


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b'{"auc": 0.5, "x": "' + b"x" * 70_000_000 + b'"}', compresslevel=1)
    pieces = Bytes(OneObject(bomb).body, len(bomb), 1e9)
    assert sum(map(len, pieces)) <= 64_000_000
    assert read(bomb) == Document({"auc": 0.5}, "only the first 64 MB of what is compressed in it were read")


scalars = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner))


@given(st.binary(max_size=200), st.booleans())
@example(b'{"a":"\\ud800"}', False)
@example(b'"\\', True)
def test_whatever_the_bytes_are_there_is_a_document_or_a_value_error(body: bytes, is_compressed: bool) -> None:
    small_and_large(gzip.compress(body) if is_compressed else body)


@given(values, st.data())
def test_whatever_is_cut_from_a_report_and_put_into_it(value: Any, data: st.DataObject) -> None:
    body = bytearray(json.dumps(value).encode(data.draw(st.sampled_from(["utf-8", "utf-16"]))))
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    body[start:end] = data.draw(st.binary(max_size=4) | st.sampled_from([b"", b'"', b"NaN", b"[" * 99, b"}", b"\\"]))
    small_and_large(bytes(body))


def small_and_large(body: bytes) -> None:
    """Reads ``body`` as it is, and behind so much white space that it is streamed."""
    for whole in (body, b" " * (AT_ONCE + 1) + body) if len(body) < 40 else (body,):
        try:
            read(whole)
        except ValueError as error:
            refused = error
            assert (type(refused), str(refused)[: len(URI)]) == (ValueError, URI)
