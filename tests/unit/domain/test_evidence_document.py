"""The evidence document: what is written can be read, always the same, and never too large."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.evidence import Evidence, Source, Violation
from model_approval.domain.evidence_document import (
    MOST_BYTES,
    MOST_METRICS,
    EvidenceDocument,
    bounded,
    decode_document,
    digest_of,
    encode_document,
    key,
)
from model_approval.domain.model_version import VersionId
from tests.unit.examples import NOON, arn, hostile_text, storable_text

numbers = st.floats(allow_nan=False, allow_infinity=False)
metrics = st.dictionaries(storable_text, numbers, max_size=5)
violations = st.builds(Violation, storable_text, storable_text, storable_text)
sources = st.builds(Source, storable_text, st.none() | storable_text, st.integers(0, 9), st.none() | storable_text)
evidences = st.builds(
    Evidence,
    metrics,
    metrics,
    st.none() | st.lists(violations, max_size=3).map(tuple),
    st.lists(sources, max_size=3).map(tuple),
    metrics,
)


def document(evidence: Evidence) -> EvidenceDocument:
    return EvidenceDocument("test", arn(), NOON, evidence)


@given(evidences)
def test_what_is_written_can_be_read(evidence: Evidence) -> None:
    body = encode_document(document(evidence))
    assert decode_document(body) == document(evidence)
    assert list(decode_document(body).evidence.metrics) == list(evidence.metrics)


@given(hostile_text)
def test_no_text_stops_a_document(text: str) -> None:
    evidence = Evidence({text: 1.0}, {}, (Violation(text, text, text),), (Source("metrics", text, 1, text),))
    read = decode_document(encode_document(document(evidence))).evidence
    assert list(read.metrics.values()) == [1.0]


def test_the_document_is_readable_for_people() -> None:
    evidence = Evidence({"f1": 0.7, "auc": 0.98}, {"auc": 0.01}, (), (Source("metrics", None, 2),), {"seconds": 9.0})
    assert json.loads(encode_document(document(evidence))) == {
        "schema": 1,
        "environment": "test",
        "group": "abalone",
        "version": 2,
        "model_package_arn": arn(),
        "collected_at": NOON,
        "metrics": {"f1": 0.7, "auc": 0.98},
        "deviations": {"auc": 0.01},
        "violations": [],
        "run": {"seconds": 9.0},
        "sources": [{"kind": "metrics", "uri": None, "found": 2, "note": None}],
    }


def test_the_same_evidence_is_the_same_bytes_in_whatever_order_it_was_put_together() -> None:
    one = Evidence({"f1": 0.7}, {"a": 1.0, "b": 2.0}, run={"seconds": 9.0, "records": 1.0})
    other = Evidence({"f1": 0.7}, {"b": 2.0, "a": 1.0}, run={"records": 1.0, "seconds": 9.0})
    assert encode_document(document(one)) == encode_document(document(other))


def test_small_evidence_is_kept_as_it_is() -> None:
    evidence = Evidence({"auc": 0.98}, {}, (Violation("a", "b", "c"),), (Source("metrics", None),))
    assert bounded(document(evidence)) == document(evidence)


def test_a_document_says_what_it_does_not_hold() -> None:
    many = {f"m{number}": float(number) for number in range(MOST_METRICS + 1)}
    kept = bounded(document(Evidence(many, many))).evidence
    assert list(kept.metrics) == list(kept.deviations) == list(many)[:MOST_METRICS]
    assert kept.sources == (Source("evidence document", None, 0, "It holds the first 5,000 of 5,001 metrics."),)


def test_long_names_and_descriptions_leave_less_room() -> None:
    long = Evidence(
        {"𐍈" * 60 + str(number): 1e-300 / 3 for number in range(MOST_METRICS)},
        {},
        tuple(Violation("a", "b", "𐍈" * 500 + str(number)) for number in range(1_000)),
    )
    kept = bounded(document(long))
    assert MOST_BYTES // 4 < len(encode_document(kept)) <= MOST_BYTES
    assert kept.evidence.sources[0].note == "It holds the first 1,250 of 5,000 metrics, 250 of 1,000 violations."


def test_the_key_names_what_it_is_about_and_the_bytes() -> None:
    sha256 = digest_of(b"{}")
    assert sha256 == hashlib.sha256(b"{}").hexdigest()
    assert key("test", VersionId("abalone", 2), sha256) == f"evidence/test/abalone/2/{sha256}.json"


def value(**changes: Any) -> dict[str, Any]:
    good: dict[str, Any] = json.loads(encode_document(document(Evidence({"auc": 0.98}, violations=()))))
    return {name: entry for name, entry in (good | changes).items() if entry is not ...}


WRONG = [
    {"schema": 2},
    {"schema": True},
    {"schema": ...},
    {"metrics": {"auc": "high"}},
    {"metrics": {"auc": True}},
    {"metrics": [1]},
    {"violations": {}},
    {"violations": [{"of": "a"}]},
    {"violations": ["a"]},
    {"sources": None},
    {"model_package_arn": "abalone"},
    {"model_package_arn": 7},
    {"group": "other"},
    {"version": 3},
    {"environment": None},
    {"run": ...},
]


@pytest.mark.parametrize("changes", WRONG)
def test_what_is_no_document_is_refused(changes: dict[str, Any]) -> None:
    assert decode_document(json.dumps(value()).encode())
    with pytest.raises(InvalidRecord):
        decode_document(json.dumps(value(**changes)).encode())


@given(st.binary(max_size=60) | st.sampled_from([b"[]", b"1", b"null", b"[" * 100_000, b'{"schema":1}', b"9" * 5_000]))
def test_bytes_that_are_no_document_are_refused(body: bytes) -> None:
    with pytest.raises(InvalidRecord):
        decode_document(body)


def test_the_version_is_that_of_the_model_package() -> None:
    assert document(Evidence()).id == VersionId("abalone", 2)
    assert replace(document(Evidence()), model_package_arn=arn(7)).id.version == 7
