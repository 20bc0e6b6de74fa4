"""What stands in Parameter Store may be anybody's: it is a record, every field of its type, or it is refused."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.encoding import decode, encode
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.records import Request
from model_approval.domain.waiting import Waiting
from tests.unit.domain.strategies import EXAMPLES, json_values, places
from tests.unit.examples import decision, request

KINDS: list[Any] = [type(record) for record in EXAMPLES]
ANYTHING: list[Any] = [None, True, 2, 0.5, "2", "", [], [1], {}, {"a": 1}]
"""One value, at least, of each type that JSON has."""
ALSO: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(["auc", "seconds"], (int, float)),
    **dict.fromkeys(["image", "image_digest", "model_data_url"], (str, type(None))),
    **dict.fromkeys(["etag", "version_id", "checksum", "note", "author", "summary"], (str, type(None))),
    **dict.fromkeys(["supersedes", "size", "objects"], (int, type(None))),
    **dict.fromkeys(["model_data", "stored"], (dict, type(None))),
}
"""Where more than the one type is right."""
IN: dict[tuple[str, str], tuple[type, ...]] = {
    ("kind", "uri"): (str, type(None)),
    ("metrics", "environment"): (str, type(None)),
    ("schema", "violations"): (dict, type(None)),
}
"""The same, of a name that stands for something else elsewhere: beside which name it does, first."""
PLACES = [
    pytest.param(record, place, id=f"{type(record).__name__}-{place}-{name}")
    for record in EXAMPLES
    for place, (_, name) in enumerate(places(json.loads(encode(record))))
]
"""Each field of each record, down to the last container's."""


def allowed(holder: Any, name: Any) -> tuple[type, ...]:
    for (beside, of), types in IN.items():
        if of == name and beside in holder and ("schema" in holder) == (beside == "schema"):
            return types
    return ALSO.get(str(name), (type(holder[name]),))


@pytest.mark.parametrize(("record", "place"), PLACES)
def test_a_value_of_another_type_is_refused_wherever_it_stands(record: Any, place: int) -> None:
    kind = type(record)
    for value in ANYTHING:
        damaged = json.loads(encode(record))
        holder, name = places(damaged)[place]
        if type(value) not in allowed(holder, name):
            holder[name] = value
            with pytest.raises(InvalidRecord, match=f"not a {kind.__name__.lower()} record|schema"):
                decode(kind, json.dumps(damaged))


def test_a_status_that_sagemaker_does_not_know_is_refused() -> None:
    value = json.loads(encode(decision())) | {"status": "Revoked"}
    with pytest.raises(InvalidRecord, match="'Revoked' is not a valid ApprovalStatus"):
        decode(type(decision()), json.dumps(value))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400])
def test_a_metric_that_is_no_finite_number_is_refused(number: str) -> None:
    value = encode(request(metrics={"auc": 0.125})).replace("0.125", number)
    with pytest.raises(InvalidRecord, match="metrics is not of the type"):
        decode(type(request()), value)


def test_a_metric_may_be_a_whole_number() -> None:
    value = encode(request(metrics={"auc": 0.125})).replace("0.125", "1")
    assert decode(type(request()), value).metrics == {"auc": 1}


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: type(record).__name__)
def test_a_record_of_another_kind_is_refused(record: Any) -> None:
    # A request says all that its entry in the index says; anything else can be told from anything.
    same = (Request, Waiting) if isinstance(record, Request) else (type(record),)
    for kind in KINDS:
        if kind not in same:
            with pytest.raises(InvalidRecord, match="not a"):
                decode(kind, encode(record))


@given(st.sampled_from(KINDS), st.one_of(st.text(), json_values.map(json.dumps)))
def test_garbage_is_an_invalid_record_and_nothing_worse(kind: Any, garbage: str) -> None:
    with pytest.raises(InvalidRecord):
        decode(kind, garbage)


@given(st.sampled_from(EXAMPLES), st.data())
def test_a_damaged_record_is_read_or_invalid_and_nothing_worse(record: Any, data: st.DataObject) -> None:
    value = json.loads(encode(record))
    for _ in range(data.draw(st.integers(1, 3))):
        holder, name = data.draw(st.sampled_from(places(value)))
        if data.draw(st.booleans()):
            del holder[name]
        else:
            holder[name] = data.draw(json_values)
        if not value:
            break
    try:
        back = decode(type(record), json.dumps(value))
    except InvalidRecord as error:
        assert str(error)  # noqa: PT017 - a damaged field may also be one that still reads
        return
    assert isinstance(back.to_json(), Mapping)


@given(st.sampled_from(EXAMPLES), st.data())
def test_a_torn_record_is_invalid(record: Any, data: st.DataObject) -> None:
    value = encode(record)
    with pytest.raises(InvalidRecord):
        decode(type(record), value[: data.draw(st.integers(0, len(value) - 1))])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"schema":' * 100_000, '{"schema": 1, "version": ' + "9" * 5000 + "}"]
)
def test_deep_nesting_and_endless_numbers_are_invalid_records(kind: Any, text: str) -> None:
    with pytest.raises(InvalidRecord):
        decode(kind, text)
