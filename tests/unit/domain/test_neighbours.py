"""Environments that share an account: of every run exactly one of their stacks tells, and the right one."""

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.events import Elsewhere, inference_event
from model_approval.domain.neighbours import ENVIRONMENT_TAG, Neighbours
from model_approval.domain.reported import ENVIRONMENT_FIELD, InferenceReported
from tests.unit.domain.test_events import REPORTED, values

HERE = ("dev", "test", "uat", "prod")
names = st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True)
accounts = st.lists(names, min_size=2, max_size=10, unique=True).map(tuple)


def in_each(here: tuple[str, ...], named: object) -> dict[str, str]:
    """What the stack of each environment does about a run that names this one: acts, leaves it, or tells a person."""
    done = {}
    for environment in here:
        neighbours = Neighbours(environment, here)
        if neighbours.elsewhere(named, "the run"):
            done[environment] = "leaves it"
            continue
        try:
            neighbours.check_field(named)
            done[environment] = "acts"
        except UnusableEvent:
            done[environment] = "tells"
    return done


@given(accounts, st.data())
def test_the_environment_that_is_named_acts_and_no_other(here: tuple[str, ...], data: st.DataObject) -> None:
    named = data.draw(st.sampled_from(here))
    assert in_each(here, named) == dict.fromkeys(here, "leaves it") | {named: "acts"}


@given(accounts, st.one_of(values, names, st.text()))
def test_of_what_names_none_of_them_the_first_tells_and_no_other(here: tuple[str, ...], named: Any) -> None:
    if named not in here:
        assert in_each(here, named) == dict.fromkeys(here, "leaves it") | {here[0]: "tells"}


@pytest.mark.parametrize(("named", "here"), [*product([None, "dev", "test", "prod", 1], [(), ("dev",)])])
def test_where_an_environment_is_alone_nothing_needs_to_be_said(named: Any, here: tuple[str, ...]) -> None:
    alone = Neighbours("dev", here)
    assert alone.elsewhere(named, "the run") is None
    alone.check_field(named)
    alone.check_tag(named, "the run")


def test_the_log_says_whose_a_run_is() -> None:
    test = Neighbours("test", HERE)
    assert test.elsewhere("uat", "job-1") == "nothing: job-1 ran for uat"
    unknown = "nothing: job-1 names none of dev, test, uat, prod, which is up to dev"
    assert test.elsewhere(None, "job-1") == test.elsewhere("staging", "job-1") == unknown


@pytest.mark.parametrize(
    ("value", "found"), [(None, "no"), ("", "'' as"), ("stagng", "'stagng' as"), ("Dev", "'Dev' as")]
)
def test_a_person_is_told_which_tag_to_set_on_what(value: str | None, found: str) -> None:
    with pytest.raises(UnusableEvent) as told:
        Neighbours("dev", HERE).check_tag(value, "arn:job-1")
    assert str(told.value) == (
        f"arn:job-1 has {found} tag {ENVIRONMENT_TAG}, but several environments share this account: tag it with the "
        "one that it ran for (dev, test, uat, prod), and send this event to the queue of that one's inference notifier"
    )


def heard(stack: str, **detail: Any) -> Any:
    event = json.dumps(REPORTED | {"detail": REPORTED["detail"] | detail})
    return inference_event(event, Neighbours(stack, HERE))


def test_somebodys_own_event_names_its_environment() -> None:
    assert isinstance(heard("uat", environment="uat"), InferenceReported)
    other = Elsewhere("nothing: what com.example.scoring tells of ran for uat")
    assert heard("dev", environment="uat") == heard("prod", environment="uat") == other


@pytest.mark.parametrize(
    ("detail", "found"),
    [
        ({}, "detail has no environment"),
        ({ENVIRONMENT_FIELD: "stagng"}, "environment is 'stagng'"),
        ({ENVIRONMENT_FIELD: ["uat"]}, r"environment is \['uat'\]"),
        ({ENVIRONMENT_FIELD: "x" * 10_000}, "environment is 'x{62}…"),
    ],
)
def test_somebodys_own_event_that_names_none_of_them_is_to_be_sent_again(detail: Any, found: str) -> None:
    sentence = (
        rf"^the event's {found}, but several environments share this account: send it again, with the one that it ran "
        r"for \(dev, test, uat, prod\)$"
    )
    with pytest.raises(UnusableEvent, match=sentence):
        heard("dev", **detail)
    assert isinstance(heard("test", **detail), Elsewhere)


def test_of_what_else_is_wrong_with_an_event_only_its_own_stack_tells() -> None:
    wrong = {"environment": "test", "model_package_arn": None}
    with pytest.raises(UnusableEvent, match="has no model_package_arn"):
        heard("test", **wrong)
    assert isinstance(heard("dev", **wrong), Elsewhere)
