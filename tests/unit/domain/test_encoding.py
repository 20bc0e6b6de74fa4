"""Records as parameter values: whatever they hold comes back, in at most 4 KB, and nothing else is taken for one."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.encoding import VALUE_LIMIT, decode, digest, encode
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.model_version import Container, ModelVersion, VersionId
from model_approval.domain.records import Approved, Decision, Person, Record, Request
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import approved, decision, request, storable_text

text = storable_text
texts = st.one_of(st.none(), text)
metrics = st.dictionaries(text, st.floats(allow_nan=False, allow_infinity=False), max_size=5)
versions = st.builds(VersionId, text, st.integers(1, 10**9))
models = st.builds(
    ModelVersion, versions, text, st.lists(st.builds(Container, text, texts, texts), max_size=2).map(tuple)
)
people = st.builds(Person, text, text, text)
statuses = st.sampled_from(ApprovalStatus)
supersedes = st.one_of(st.none(), st.integers(1))
records = st.one_of(
    st.builds(Request, text, models, text, text, text, metrics, texts, texts),
    st.builds(Decision, text, models, statuses, people, text, text, text, supersedes, metrics),
    st.builds(Approved, text, models, text, text, text, text, metrics),
)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
)
KINDS: list[Any] = [Request, Decision, Approved]


@given(records)
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    try:
        value = encode(record)
    except InvalidRecord:
        assert len(json.dumps(record.to_json(), ensure_ascii=False).encode()) > VALUE_LIMIT - 50
        return
    assert len(value.encode()) <= VALUE_LIMIT
    kind: Any = type(record)
    back = decode(kind, value)
    assert replace(back, metrics={}) == replace(record, metrics={})
    assert list(back.metrics.items()) == list(record.metrics.items())[: len(back.metrics)]
    assert encode(back) == value


@given(records)
def test_a_value_never_seems_to_refer_to_another_parameter(record: Record) -> None:
    try:
        value = encode(record)
    except InvalidRecord:
        return
    assert "{{" not in value


def comment_that_leaves(free: int) -> str:
    return "x" * (VALUE_LIMIT - free - len(encode(decision(comment="", metrics={})).encode()))


def test_a_record_of_exactly_4096_bytes_fits() -> None:
    assert len(encode(decision(comment=comment_that_leaves(0), metrics={})).encode()) == 4096


def test_a_byte_more_is_refused_and_says_how_much_it_is() -> None:
    with pytest.raises(InvalidRecord, match="the decision needs 4097 bytes, over 4096"):
        encode(decision(comment=comment_that_leaves(-1), metrics={}))


def test_the_limit_counts_bytes_not_characters() -> None:
    with pytest.raises(InvalidRecord, match="over 4096"):
        encode(decision(comment="💥" * 1024, metrics={}))


def test_metrics_give_way_last_first_and_only_as_many_as_must() -> None:
    names = [f"metric-{n}" for n in range(16)]
    crowded = decision(comment=comment_that_leaves(100), metrics=dict.fromkeys(names, 0.5))
    kept = decode(Decision, encode(crowded)).metrics
    assert list(kept) == names[: len(kept)]
    assert 0 < len(kept) < 16
    with pytest.raises(InvalidRecord):
        encode(replace(crowded, comment=crowded.comment + "x" * 101, metrics={}))


@given(st.sampled_from([request(), decision(), approved()]), st.dictionaries(st.text(), json_values, max_size=3))
def test_fields_that_this_version_does_not_know_are_ignored(record: Any, more: dict[str, Any]) -> None:
    value = json.loads(encode(record))
    assert decode(type(record), json.dumps(more | value)) == record


@pytest.mark.parametrize("schema", [0, 2, "1", None, [1]])
def test_another_schema_is_refused_by_its_name(schema: object) -> None:
    value = json.loads(encode(request())) | {"schema": schema}
    with pytest.raises(InvalidRecord, match="is not known to this version, which reads 1"):
        decode(Request, json.dumps(value))


@given(st.sampled_from(KINDS), st.one_of(st.text(), json_values.map(json.dumps)))
def test_garbage_is_an_invalid_record_and_nothing_worse(kind: Any, garbage: str) -> None:
    with pytest.raises(InvalidRecord):
        decode(kind, garbage)


@given(st.sampled_from([request(), decision(), approved()]), st.data())
def test_a_damaged_record_is_an_invalid_record_and_nothing_worse(record: Any, data: st.DataObject) -> None:
    value = json.loads(encode(record))
    field = data.draw(st.sampled_from(sorted(value)))
    if data.draw(st.booleans()):
        del value[field]
    else:
        value[field] = data.draw(json_values)
    try:
        assert isinstance(decode(type(record), json.dumps(value)), type(record))
    except InvalidRecord as error:
        assert str(error)  # noqa: PT017 - a damaged field may also be one that still reads


@pytest.mark.parametrize("kind", KINDS)
def test_deep_nesting_is_an_invalid_record(kind: Any) -> None:
    with pytest.raises(InvalidRecord):
        decode(kind, "[" * 100_000)


def test_the_digest_changes_with_whatever_the_approver_was_shown() -> None:
    digests = {
        digest(request()),
        digest(request(metrics={"auc": 0.99})),
        digest(request("test")),
        digest(request(version=3)),
    }
    assert len(digests) == 4
    assert digest(request()) == digest(decode(Request, encode(request())))
