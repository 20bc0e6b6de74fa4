"""Who somebody is, out of verified claims; groups that are missing, cut short or malformed are no groups."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.auth.identity import MOST_ALIASES, identity, lacks_groups
from model_approval.auth.settings import IDENTITY_CLAIMS
from model_approval.domain.text import one_line
from tests.unit.examples import hostile_text

CLAIMS: dict[str, Any] = {"sub": "00u1", "iss": "https://id.example.com", "email": "ann@example.com"}
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
)


@pytest.mark.parametrize("claim", ["groups", "cognito:groups", "roles"])
def test_the_named_claims_groups_count(claim: str) -> None:
    found = identity(CLAIMS | {claim: ["a", "b"]}, claim, IDENTITY_CLAIMS)
    assert found.groups == {"a", "b"}
    assert found.groups_note is None


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({}, "Your sign-in carries no 'groups' claim."),
        ({"groups": None}, "Your sign-in carries no 'groups' claim."),
        ({"groups": "dev-approvers"}, "is not a list of names"),
        ({"groups": {"dev-approvers": True}}, "is not a list of names"),
        ({"groups": ["dev-approvers", 1]}, "is not a list of names"),
        ({"groups": ["dev-approvers", None]}, "is not a list of names"),
        ({"groups": [["dev-approvers"]]}, "is not a list of names"),
        ({"groups": ["dev-approvers"], "hasgroups": True}, "there are too many"),
        ({"groups": ["dev-approvers"], "_claim_names": {"groups": "src1"}}, "there are too many"),
        ({"groups": ["dev-approvers"], "_claim_names": ["groups"]}, "there are too many"),
        ({"groups": ["dev-approvers"], "_claim_names": 7}, "there are too many"),
        ({"groups": ["dev-approvers"], "groups:src1": {"endpoint": "https://x"}}, "there are too many"),
    ],
)
def test_doubtful_groups_are_none_and_it_is_said_why(claims: dict[str, Any], sentence: str) -> None:
    found = identity(CLAIMS | claims, "groups", IDENTITY_CLAIMS)
    assert found.groups == frozenset()
    assert found.groups_note is not None
    assert sentence in found.groups_note


def test_other_claims_that_stand_elsewhere_do_no_harm() -> None:
    assert identity(
        CLAIMS | {"groups": ["a"], "_claim_names": {"roles": "src1"}}, "groups", IDENTITY_CLAIMS
    ).groups == {"a"}


@given(st.dictionaries(st.sampled_from(["groups", "hasgroups", "_claim_names", "email", "name", "upn"]), anything))
def test_odd_claims_never_raise_and_never_invent_a_group(claims: dict[str, Any]) -> None:
    groups = identity(CLAIMS | claims, "groups", IDENTITY_CLAIMS).groups
    assert groups == frozenset() or groups == frozenset(claims["groups"])


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({}, "ann@example.com"),
        ({"email": " ", "preferred_username": "ann"}, "ann"),
        ({"email": 7, "name": "Ann"}, "Ann"),
        ({"email": None, "upn": "ann@firm"}, "ann@firm"),
        ({"email": ""}, "00u1"),
    ],
)
def test_a_person_has_a_name_to_read(claims: dict[str, Any], name: str) -> None:
    assert identity(CLAIMS | claims, "groups", IDENTITY_CLAIMS).person.name == name


@given(hostile_text, st.sampled_from(["email", "sub"]))
def test_a_name_is_a_short_line_and_the_subject_stays(text: str, claim: str) -> None:
    claims = CLAIMS | {"email": ""} | {claim: text * 5}
    person = identity(claims, "groups", IDENTITY_CLAIMS).person
    assert len(person.name) <= 128
    assert person.name == one_line(person.name)
    assert person.subject == claims["sub"]


def test_aliases_are_the_named_claims_as_they_stand() -> None:
    claims = CLAIMS | {"upn": "Ann@Firm", "name": "Ann", "cognito:username": " ann\n", "preferred_username": ""}
    assert identity(claims, "groups", IDENTITY_CLAIMS).aliases == {"00u1", "ann@example.com", "Ann@Firm", " ann\n"}
    assert identity(claims, "groups", ("name", "email", "oid")).aliases == {"Ann", "ann@example.com"}
    assert identity(claims, "groups", ()).aliases == frozenset()


@pytest.mark.parametrize("value", [None, 7, True, ["ann"], {"a": "b"}, ""], ids=repr)
def test_what_is_no_name_is_no_alias(value: object) -> None:
    assert identity(CLAIMS | {"email": value}, "groups", ("sub", "email")).aliases == {"00u1"}


def test_no_claim_crowds_out_one_that_stands_before_it() -> None:
    names = [f"claim-{n}" for n in range(2 * MOST_ALIASES)]
    claims = CLAIMS | {name: f"{99 - n} alias" for n, name in enumerate(names)}
    assert identity(claims, "groups", names).aliases == {f"{99 - n} alias" for n in range(MOST_ALIASES)}


@pytest.mark.parametrize(
    ("claims", "lacks"),
    [
        ({}, True),
        ({"groups": None}, True),
        ({"_claim_names": {"roles": "src1"}}, True),
        ({"groups": []}, False),
        ({"groups": "a"}, False),
        ({"hasgroups": True}, False),
        ({"_claim_names": {"groups": "src1"}}, False),
        ({"_claim_names": 7}, False),
        ({"groups:src1": {}}, False),
        ({"groups:source": {}}, True),
    ],
    ids=str,
)
def test_groups_that_were_left_out_on_purpose_are_not_missing(claims: dict[str, Any], lacks: bool) -> None:
    assert lacks_groups(CLAIMS | claims, "groups") is lacks
