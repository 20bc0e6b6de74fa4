"""Records as parameter values: whatever they hold comes back, in at most 4 KB."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.encoding import VALUE_LIMIT, Record, decode, digest, encode
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.evidence import Source, Stage, Stored, Violations
from model_approval.domain.model_version import Container, DataPin
from model_approval.domain.records import Decision, Request
from tests.unit.domain.strategies import EXAMPLES, json_values, records
from tests.unit.examples import BEN, decision, model, request, step

kinds = pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: type(record).__name__)


@given(records)
def test_a_record_comes_back_as_it_was_but_for_what_gave_way(record: Any) -> None:
    try:
        value = encode(record)
    except InvalidRecord:
        bare = record.to_json() | {"metrics": {}, "earlier": [], "sources": []}
        assert len(json.dumps(bare, ensure_ascii=False).encode()) > VALUE_LIMIT / 4
        return
    assert len(value.encode()) <= VALUE_LIMIT
    back = decode(type(record), value)
    assert encode(back) == value
    left_out = {}
    for name in ("metrics", "earlier", "sources"):
        if hasattr(record, name):
            kept, was = list_of(back, name), list_of(record, name)
            assert kept == was[: len(kept)]
            left_out[name] = getattr(record, name)
    if getattr(back, "summary", None) is None and getattr(record, "summary", None):
        assert not any(list_of(back, name) for name in left_out)  # they have to go first
        left_out["summary"] = record.summary
    assert replace(back, **left_out) == record


def list_of(record: Any, name: str) -> list[Any]:
    value = getattr(record, name)
    return list(value.items() if name == "metrics" else value)


def crowded(room: int) -> Request:
    """A request with so many bytes for what may give way."""
    full = request(
        metrics={f"metric-{n}": 0.5 for n in range(8)},
        earlier=(Stage(None, {"metric-0": 0.5}), Stage("dev", {"metric-0": 0.5})),
        sources=tuple(Source("evaluation report", f"s3://b/{n}", n) for n in range(3)),
        summary="Rings of abalone",
    )
    return replace(full, requested_by="x" * (VALUE_LIMIT - room - len(encode(full).encode())))


def test_what_only_helps_to_decide_gives_way_in_the_order_of_what_is_missed_least() -> None:
    """Numbers of environments between, sources, the last metrics, those of the training, all metrics, the summary."""
    kept = []
    for room in range(0, -1000, -1):
        try:
            back = decode(Request, encode(crowded(room)))
        except InvalidRecord:
            break
        kept.append((len(back.earlier), len(back.sources), len(back.metrics), back.summary is not None))
    ordered = list(dict.fromkeys(kept))
    assert ordered == [
        (2, 3, 8, True),
        *((1, sources, 8, True) for sources in (3, 2, 1, 0)),
        *((1, 0, metrics, True) for metrics in (7, 6, 5, 4)),
        *((0, 0, metrics, True) for metrics in (4, 3, 2, 1, 0)),
        (0, 0, 0, False),
    ]


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
    full = filled(free, letters, offered)
    value = encode(full)
    kept = decode(Decision, value).metrics
    names = list(offered)
    assert list(kept) == names[: len(kept)]
    if len(kept) < len(names):
        with pytest.raises(InvalidRecord):  # one more would not have fitted: what it needs leaves too little
            encode(replace(full, metrics={}, comment=full.comment + "x" * needed(names[: len(kept) + 1])))


def needed(names: list[str]) -> int:
    """Bytes that these metrics add to a record."""
    return len(json.dumps(dict.fromkeys(names, 0.5), separators=(",", ":"))) - len("{}")


def test_encoding_takes_no_metrics_away_from_the_record_itself() -> None:
    full = filled(20, metrics={"auc": 0.98, "recall": 0.97})
    encode(full)
    assert full.metrics == {"auc": 0.98, "recall": 0.97}


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
        digest(request(violations=Violations(1))),
        digest(request(violations=Violations(0))),
        digest(request(run={"records": 100})),
        digest(request(sources=())),
        digest(request(stored=Stored("s3://evidence/key", "4dc8", 1, 0))),
        digest(request(earlier=(Stage(None, {"auc": 0.99}),))),
    }
    assert len(digests) == 14
    assert digest(request()) == digest(decode(Request, encode(request())))


def test_a_request_for_very_many_containers_leaves_out_the_pins_of_the_last_ones_and_a_decision_none() -> None:
    pin = DataPin("e" * 32, "v" * 32, "SHA256:" + "c" * 44, 10**9)
    many = tuple(Container("i" * 80, "sha256:" + "d" * 64, f"s3://b/{n}", pin) for n in range(11))
    asked = decode(Request, encode(request(model=replace(model(), containers=many))))
    kept = [container.model_data for container in asked.model.containers]
    assert len(kept) == 11
    assert kept == [*[pin] * kept.count(pin), *[None] * kept.count(None)]
    assert None in kept
    assert pin in kept
    with pytest.raises(InvalidRecord):
        encode(decision(model=replace(model(), containers=many)))
