"""Records as parameter values: whatever they hold comes back, in at most 4 KB."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.encoding import VALUE_LIMIT, Record, decode, digest, encode
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.records import Decision, Request
from tests.unit.domain.strategies import EXAMPLES, json_values, records
from tests.unit.examples import BEN, decision, request, step

kinds = pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: type(record).__name__)


@given(records)
def test_a_record_comes_back_as_it_was_but_for_its_last_metrics_and_the_summary(record: Any) -> None:
    try:
        value = encode(record)
    except InvalidRecord:
        assert len(json.dumps(record.to_json() | {"metrics": {}}, ensure_ascii=False).encode()) > VALUE_LIMIT / 4
        return
    assert len(value.encode()) <= VALUE_LIMIT
    back = decode(type(record), value)
    assert encode(back) == value
    if hasattr(record, "metrics"):
        assert list(back.metrics.items()) == list(record.metrics.items())[: len(back.metrics)]
        if getattr(back, "summary", None) is None and getattr(record, "summary", None):
            assert not back.metrics  # they have to go first
            back = replace(back, summary=record.summary)
        back = replace(back, metrics=record.metrics)
    assert back == record


@kinds
def test_a_record_that_fits_comes_back_whole(record: Any) -> None:
    assert decode(type(record), encode(record)) == record


@given(records)
def test_a_value_never_seems_to_refer_to_another_parameter(record: Record) -> None:
    try:
        value = encode(record)
    except InvalidRecord:
        return
    assert "{{" not in value


def filled(free: int, letters: str = "x", metrics: dict[str, float] | None = None) -> Decision:
    """A decision whose comment leaves ``free`` of the bytes that it could take if there were no metrics."""
    room = VALUE_LIMIT - free - len(encode(decision(comment="", metrics={})).encode())
    comment = (letters * room).encode()[:room].decode(errors="ignore")
    comment += "x" * (room - len(comment.encode()))
    return decision(comment=comment, metrics=metrics or {})


@pytest.mark.parametrize("letters", ["x", "ö", "模", "💥", "aö模💥"])
def test_the_limit_is_4096_bytes_in_any_script(letters: str) -> None:
    assert len(encode(filled(0, letters)).encode()) == 4096
    with pytest.raises(InvalidRecord, match="the decision needs 4097 bytes, over 4096"):
        encode(filled(-1, letters))


@given(st.integers(0, 400), st.sampled_from(["x", "ö", "模", "💥"]))
def test_metrics_give_way_last_first_and_only_as_many_as_must(free: int, letters: str) -> None:
    offered = {f"metric-{n}": 0.5 for n in range(16)}
    crowded = filled(free, letters, offered)
    value = encode(crowded)
    kept = decode(Decision, value).metrics
    names = list(offered)
    assert list(kept) == names[: len(kept)]
    if len(kept) < len(names):
        with pytest.raises(InvalidRecord):  # one more would not have fitted: what it needs leaves too little
            encode(replace(crowded, metrics={}, comment=crowded.comment + "x" * needed(names[: len(kept) + 1])))


def needed(names: list[str]) -> int:
    """Bytes that these metrics add to a record."""
    return len(json.dumps(dict.fromkeys(names, 0.5), separators=(",", ":"))) - len("{}")


def test_encoding_takes_no_metrics_away_from_the_record_itself() -> None:
    crowded = filled(20, metrics={"auc": 0.98, "recall": 0.97})
    encode(crowded)
    assert crowded.metrics == {"auc": 0.98, "recall": 0.97}


@kinds
def test_a_record_without_metrics_that_is_too_large_is_refused_with_a_sentence(record: Any) -> None:
    kind = type(record).__name__.lower()
    with pytest.raises(InvalidRecord, match=rf"^the {kind} needs \d{{4,}} bytes, over 4096$"):
        encode(replace(record, environment="ö" * 2048))


@kinds
def test_half_a_surrogate_pair_is_refused_with_a_sentence(record: Any) -> None:
    with pytest.raises(InvalidRecord, match=r"holds half a character"):
        encode(replace(record, environment="\ud800"))


@given(st.sampled_from(EXAMPLES), st.dictionaries(st.text(), json_values, max_size=3))
def test_fields_that_this_version_does_not_know_are_ignored(record: Any, more: dict[str, Any]) -> None:
    value = json.loads(encode(record))
    assert decode(type(record), json.dumps(more | value)) == record


@pytest.mark.parametrize("schema", [0, 2, "1", None, [1], True, 1.0])
def test_another_schema_is_refused_by_its_name(schema: object) -> None:
    value = json.loads(encode(request())) | {"schema": schema}
    with pytest.raises(InvalidRecord, match="is not known to this version, which reads 1"):
        decode(Request, json.dumps(value))


def test_the_digest_changes_with_whatever_the_approver_was_shown() -> None:
    digests = {
        digest(request()),
        digest(request(metrics={"auc": 0.99})),
        digest(request("test")),
        digest(request(version=3)),
        digest(request(author="bea")),
        digest(request(summary="Rings of abalone")),
        digest(request(trail=(step(),))),
        digest(request(trail=(step(decided_by=BEN),))),
    }
    assert len(digests) == 8
    assert digest(request()) == digest(decode(Request, encode(request())))
