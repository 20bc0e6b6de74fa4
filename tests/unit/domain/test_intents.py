"""What the queue of the approval function asks for: four kinds of work, and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.intents import CarryThrough, Intent, PutBack, Rebuild, Remind, parse, to_body
from model_approval.domain.model_version import VersionId
from tests.unit.domain.strategies import json_values
from tests.unit.examples import arn

ID = VersionId("abalone", 2)
BODIES: list[tuple[Intent, dict[str, Any]]] = [
    (Rebuild("dev", "abalone"), {"environment": "dev", "group": "abalone"}),
    (CarryThrough("dev", ID), {"environment": "dev", "group": "abalone", "version": 2}),
    (PutBack("dev", ID, arn()), {"environment": "dev", "group": "abalone", "version": 2, "put_back": arn()}),
    (Remind("dev", ID), {"environment": "dev", "group": "abalone", "version": 2, "remind": True}),
    (
        CarryThrough("dev", ID, "attempt-1"),
        {"environment": "dev", "group": "abalone", "version": 2, "attempt": "attempt-1"},
    ),
]
names = st.text(min_size=1)
ids = st.builds(VersionId, names, st.integers(1))
intents = st.one_of(
    st.builds(Rebuild, names, names),
    st.builds(CarryThrough, names, ids, st.one_of(st.none(), names)),
    st.builds(PutBack, names, ids, names),
    st.builds(Remind, names, ids),
)


@pytest.mark.parametrize(("intent", "body"), BODIES)
def test_each_kind_has_its_form_in_the_queue(intent: Intent, body: dict[str, Any]) -> None:
    assert json.loads(to_body(intent)) == body
    assert parse(json.dumps(body)) == intent


@given(intents)
def test_an_intent_comes_back_as_it_was_sent(intent: Intent) -> None:
    assert parse(to_body(intent)) == intent


@pytest.mark.parametrize(
    "version", ["null", '"two"', '"2"', "[]", "true", "2.5", "1e999", "-Infinity", "NaN", "9" * 5000, "0", "-1"]
)
def test_an_intent_about_no_version_is_unusable(version: str) -> None:
    with pytest.raises(UnusableEvent, match="not an intent"):
        parse(f'{{"environment": "dev", "group": "abalone", "version": {version}}}')


@pytest.mark.parametrize("wrong", [None, 1, True, [], {}, ["dev"]])
@pytest.mark.parametrize("field", ["environment", "group", "put_back"])
def test_an_intent_with_anything_but_text_where_text_belongs_is_unusable(field: str, wrong: object) -> None:
    with pytest.raises(
        UnusableEvent, match=r"not an intent.*\b(environment|group|model_package_arn) is not of the type"
    ):
        parse(json.dumps(BODIES[2][1] | {field: wrong}))


@pytest.mark.parametrize("wrong", [1, True, [], {}, ["attempt-1"]])
def test_an_attempt_that_is_no_text_is_unusable(wrong: object) -> None:
    with pytest.raises(UnusableEvent, match=r"not an intent.*\battempt is not of the type"):
        parse(json.dumps(BODIES[1][1] | {"attempt": wrong}))


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '"text"', "{}", "2", '{"group": "abalone"}', "{", "[" * 100_000, "9" * 5000, "\x00"]
)
def test_what_is_no_intent_is_unusable(body: str) -> None:
    with pytest.raises(UnusableEvent, match="not an intent"):
        parse(body)


@given(st.one_of(st.text(), json_values.map(json.dumps)))
def test_garbage_is_unusable_and_nothing_worse(body: str) -> None:
    with pytest.raises(UnusableEvent):
        parse(body)


@given(st.sampled_from([body for _, body in BODIES]), st.data())
def test_a_damaged_intent_is_understood_or_unusable_and_nothing_worse(
    body: dict[str, Any], data: st.DataObject
) -> None:
    damaged = body | {data.draw(st.sampled_from(sorted(body))): data.draw(json_values)}
    try:
        assert parse(to_body(parse(json.dumps(damaged)))) == parse(json.dumps(damaged))
    except UnusableEvent as error:
        assert str(error)  # noqa: PT017 - damage may also be where nobody looks
