"""Hundreds of megabytes are streamed: no more is read than is needed, and memory stays small."""

import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from model_approval.adapters.json_text import PIECE, Bytes
from model_approval.adapters.reports import AT_ONCE, S3Reports
from model_approval.domain.runs import Document
from tests.adapters.bodies import MB, Body, OneObject, long_object, ticking

URI = "s3://b/e.json"
ROW = b'{"prediction": 0.53, "label": 1, "id": "abc"},' * 1_000


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Fails if more than 30 MB were needed at a time."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30 * MB


def read(s3: OneObject) -> Any:
    return S3Reports(s3, seconds=1e9).read(URI)


def test_what_stands_behind_a_long_list_is_found(little_memory: None) -> None:
    s3 = long_object(b'{"predictions": [', ROW, 1_000, b'{}], "metrics": {"auc": 0.5}}')
    document = read(s3)
    assert document.value["metrics"] == {"auc": 0.5}
    assert document.value["predictions"][0] == {"prediction": 0.53, "label": 1, "id": "abc"}
    assert len(document.value["predictions"]) == 5_000
    assert document.note == "only the first 5,000 entries of a list were read"


def test_of_200_mb_only_the_beginning_is_read(little_memory: None) -> None:
    s3 = long_object(b'{"metrics": {"auc": 0.5}, "predictions": [', b"0.123456, " * 1_000, 20_000, b"1]}")
    document = read(s3)
    assert document.value["metrics"] == {"auc": 0.5}
    assert len(document.value["predictions"]) == 100
    assert document.note == "only the first 64 MB of 200 MB were read"
    assert s3.body.read_bytes <= 64 * MB + PIECE
    assert s3.body.is_closed


def test_a_string_of_50_mb_is_not_kept(little_memory: None) -> None:
    document = read(long_object(b'{"page": "', b"\\u00e9" * 1_000, 8_500, b'", "auc": 0.5}'))
    assert document.value["auc"] == 0.5
    assert len(document.value["page"]) <= 1_000


def test_a_number_of_millions_of_digits_is_none() -> None:
    s3 = long_object(b'{"auc": 0.5, "n": ', b"9" * 1_000, 50_000, b"}")
    document = read(s3)
    assert document == Document({"auc": 0.5}, "it is no JSON from character 19 on")
    assert s3.body.read_bytes < 4 * MB


@pytest.mark.parametrize("again", [b'{"a": 1}\n' * 100, b"0.5\n" * 100])
def test_of_very_many_lines_the_first_are_read(little_memory: None, again: bytes) -> None:
    s3 = long_object(b"", again, 50_000, b"")
    document = read(s3)
    assert document.note == f"only its first {len(document.value):,} lines were read"
    assert s3.body.read_bytes < 4 * MB


def test_of_very_many_values_the_first_are_read(little_memory: None) -> None:
    def metrics() -> Iterator[bytes]:
        yield b'{"auc": 0.5'
        for start in range(0, 1_000_000, 1_000):
            yield b"".join(b', "m%d": %d' % (number, number) for number in range(start, start + 1_000))
        yield b"}"

    document = read(OneObject(Body(metrics()), 20 * MB))
    assert document.note == "there are more values in it than are read"
    assert document.value["auc"] == 0.5
    assert len(document.value) > 50_000


def test_a_large_report_that_is_cut_off_is_kept_as_far_as_it_goes(little_memory: None) -> None:
    document = read(long_object(b'{"metrics": {"auc": 0.5}, "rows": [', ROW, 100, b""))
    assert document.value["metrics"] == {"auc": 0.5}
    assert document.note is not None
    assert "it ends in the middle" in document.note


def test_a_large_report_in_utf_16_is_read(little_memory: None) -> None:
    row = '{"größe": 0.53}, '.encode("utf-16-le") * 1_000
    assert (
        read(long_object('\ufeff{"rows": ['.encode("utf-16-le"), row, 200, '{}], "ä": 1}'.encode("utf-16-le"))).value[
            "ä"
        ]
        == 1
    )


def test_small_and_large_reports_say_the_same() -> None:
    value = {"a": [1, -2.5e-3, True, None, 'x"\\\u00e9\n'], "b": {"c": {}, "d": [], "e": [[1], {"f": "g"}]}, "": ""}
    body = json.dumps(value).encode()
    assert read(OneObject(body)) == read(OneObject(body + b" " * AT_ONCE)) == Document(value)


def test_no_report_takes_longer_than_there_is_time() -> None:
    s3 = long_object(b'{"auc": 0.5, "rows": [', ROW, 1_000, b"{}]}")
    pieces = Bytes(s3.body, 46 * MB, seconds=5, clock=ticking(1))
    assert sum(map(len, pieces)) == 5 * PIECE
    assert pieces.cut == "only the first 328 kB of 46 MB could be read in time"
    assert s3.body.read_bytes == 5 * PIECE


def test_what_was_read_in_time_is_kept() -> None:
    s3 = long_object(b'{"auc": 0.5, "rows": [', ROW, 1_000, b"{}]}")
    document = S3Reports(s3, seconds=0).read(URI)
    assert document.note is not None
    assert "could be read in time" in document.note
    assert document.value["auc"] == 0.5  # type: ignore[index]


def test_lines_of_too_much_output_are_not_counted() -> None:
    s3 = long_object(b"", b"0.5\n" * 1_000, 20_000, b"")
    with pytest.raises(ValueError, match="has 80 MB, too much to count its lines"):
        S3Reports(s3).lines(URI)
    assert s3.body.read_bytes == 0
    with pytest.raises(ValueError, match=r"its lines could not be counted: only the first .* in time"):
        S3Reports(long_object(b"", b"0.5\n" * 1_000, 1_000, b""), seconds=0).lines(URI)


def test_lines_are_counted_in_little_memory(little_memory: None) -> None:
    assert S3Reports(long_object(b"", b"0.5\n" * 1_000, 10_000, b"1"), seconds=1e9).lines(URI) == 10_000_001
