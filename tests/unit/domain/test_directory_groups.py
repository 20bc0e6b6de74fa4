"""Groups of a company's directory: only those that it surely sent count, and only for what somebody said they mean."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model_approval.domain.directory_groups import GroupRules, NotTrusted, approver_groups

OBJECT_ID = "22222222-2222-2222-2222-222222222222"
NAME = "CN=ML Approvers, Prod,OU=Grüppen+Co,DC=example"
RULES = GroupRules("CompanyDirectory", "custom:directory_groups", {OBJECT_ID: "approvers-dev", NAME: "approvers-prod"})
IDENTITY = {"userId": "dana", "providerName": "CompanyDirectory", "providerType": "SAML", "primary": True}


def attributes(groups: object, **changes: object) -> dict[str, object]:
    user = {
        "sub": "1",
        "cognito:user_status": "EXTERNAL_PROVIDER",
        "identities": json.dumps([IDENTITY]),
        "custom:directory_groups": groups,
    }
    return {name: value for name, value in (user | changes).items() if value is not None}


def encoded(*names: str) -> str:
    """As Amazon Cognito writes several values."""
    return f"[{', '.join(quote_plus(name, safe='*').replace('~', '%7E') for name in names)}]"


def groups_of(text: object) -> list[str]:
    return approver_groups(attributes(text), RULES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OBJECT_ID, ["approvers-dev"]),
        (NAME, ["approvers-prod"]),
        (f"[{OBJECT_ID}]", ["approvers-dev"]),
        (encoded(NAME, "Domain Users", OBJECT_ID), ["approvers-dev", "approvers-prod"]),
        (encoded(OBJECT_ID, OBJECT_ID).replace(", ", ","), ["approvers-dev"]),
        (json.dumps([NAME, "Domain Users"]), ["approvers-prod"]),
        (json.dumps([OBJECT_ID, NAME], separators=(",", ":")), ["approvers-dev", "approvers-prod"]),
        ("Domain Users", []),
        (OBJECT_ID.upper() + "A", []),
        (NAME.lower(), []),
        (quote_plus(NAME), []),
        (f" {OBJECT_ID}", []),
        ("", []),
        ("[]", []),
        ("[ ]", []),
    ],
)
def test_one_value_a_list_and_json_are_read(text: str, expected: list[str]) -> None:
    assert groups_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        [OBJECT_ID],
        f"[{OBJECT_ID}",
        f"{OBJECT_ID}]",
        "[",
        "]",
        f"[{OBJECT_ID},",
        f"[{OBJECT_ID}, ]",
        f"[, {OBJECT_ID}]",
        f"[Domain Users, {OBJECT_ID}]",
        f"[[{OBJECT_ID}], {OBJECT_ID}]",
        f"[%FF, {OBJECT_ID}]",
        f"[%2, {OBJECT_ID}]",
        f"[%GG, {OBJECT_ID}]",
        f'["{OBJECT_ID}", 1]',
        f'["{OBJECT_ID}", ["x"]]',
        f'["{OBJECT_ID}"',
        f'["{OBJECT_ID}"], "x"]',
        f'["{OBJECT_ID}", x]',
        '["' * 1000 + '"]' * 1000,
        f"{OBJECT_ID}\n",
        f"[{OBJECT_ID},\t{OBJECT_ID}]",
        f"{OBJECT_ID}\x00",
    ],
)
def test_whatever_is_cut_short_or_oddly_shaped_is_in_no_group(text: object) -> None:
    with pytest.raises(NotTrusted) as refused:
        groups_of(text)
    assert OBJECT_ID not in str(refused.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"cognito:user_status": "CONFIRMED"},
        {"cognito:user_status": None},
        {"identities": None},
        {"identities": ""},
        {"identities": 1},
        {"identities": "["},
        {"identities": "[" * 5000},
        {"identities": "{}"},
        {"identities": json.dumps(IDENTITY)},
        {"identities": "[]"},
        {"identities": json.dumps(["CompanyDirectory"])},
        {"identities": json.dumps([IDENTITY, IDENTITY])},
        {"identities": json.dumps([IDENTITY, IDENTITY | {"providerName": "Google"}])},
        {"identities": json.dumps([IDENTITY | {"providerName": "Google"}])},
        {"identities": json.dumps([IDENTITY | {"providerName": "companydirectory"}])},
        {"identities": json.dumps([{"userId": "dana"}])},
    ],
)
def test_nobody_else_than_the_directorys_own_users_is_in_a_group(changes: dict[str, object]) -> None:
    assert approver_groups(attributes(OBJECT_ID), RULES) == ["approvers-dev"]
    with pytest.raises(NotTrusted):
        approver_groups(attributes(OBJECT_ID, **changes), RULES)


# No surrogates: Cognito's attributes are UTF-8. No brackets at the ends: the module refuses to map such groups.
names = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


@given(st.lists(names.filter(str.isprintable), min_size=2, max_size=6))
def test_every_name_comes_through_the_encoding_and_only_whole(sent: list[str]) -> None:
    """With rules for each part of what was sent, only what was sent as a whole counts."""
    parts = {part for name in sent for part in name.replace(",", " ").replace("[", " ").split()} - set(sent)
    rules = GroupRules(RULES.provider, RULES.attribute, {name: name for name in (*sent, *parts)})
    assert approver_groups(attributes(encoded(*sent)), rules) == sorted(set(sent))
    assert approver_groups(attributes(json.dumps(sent, ensure_ascii=False)), rules) == sorted(set(sent))


@given(names)
@example(f"x, {OBJECT_ID}")
@example(f"{OBJECT_ID},")
@example(f"[{OBJECT_ID} ")
@example(quote_plus(NAME))
def test_a_single_group_is_never_taken_for_another_one(name: str) -> None:
    if name.startswith("[") and name.endswith("]"):
        return
    try:
        found = groups_of(name)
    except NotTrusted:
        return
    assert found == ([RULES.groups[name]] if name in RULES.groups else [])


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
texts = st.text() | st.from_regex(r'\[?[\w%+",\\ \[\]{}-]{0,30}\]?', fullmatch=True)


@given(st.dictionaries(st.sampled_from([*attributes("x")]), texts | json_values.map(json.dumps) | json_values))
def test_anything_at_all_gives_groups_that_somebody_named_or_none(claims: dict[str, Any]) -> None:
    try:
        found = approver_groups(attributes(OBJECT_ID) | claims, RULES)
    except NotTrusted:
        return
    assert set(found) <= set(RULES.groups.values())
