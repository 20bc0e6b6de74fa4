"""Promise 5: only the group's exact name in a whole list of names lets anybody decide; whatever is doubtful is none."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.auth.cookies import SESSION
from model_approval.auth.identity import Identity
from model_approval.auth.session import Sessions
from model_approval.domain.gates import Gates, OnFailure
from tests.security.signing_in import Front, Jar, front
from tests.unit.auth.provider import FakeProvider
from tests.unit.examples import ANN, request
from tests.unit.handlers.stack import BREAK_GLASS, URL, choice

GROUP = "dev-approvers"
ADDRESS = {"sub": "00u1", "email": "ann@example.com"}
MANY = [f"team-{number}" for number in range(500)]
DISCOVERY = "/.well-known/openid-configuration"

NEAR_MISSES = [
    *(GROUP + end for end in " \t\n\0\u200b\u00a0\ufeff*%,;/s"),
    *(start + GROUP for start in " \t/\\,\u200b"),
    GROUP[:-1], GROUP[1:], GROUP.upper(), GROUP.title(), GROUP.replace("-", "_"), GROUP.replace("-", "\u2010"),
    GROUP.replace("-", "\u00ad-"), GROUP.replace("a", "\u0430"), GROUP.replace("e", "e\u0301"),
    GROUP.translate({ord("d"): "\uff44", ord("v"): "\uff56"}), GROUP.replace("s", "\u017f"), GROUP[::-1],
    f"/{GROUP}", f"EXAMPLE\\{GROUP}", f"CN={GROUP},OU=Groups,DC=example,DC=com", f"{GROUP}@example.com",
    f"{GROUP},test-approvers", f'["{GROUP}"]', f'"{GROUP}"', "dev", "approvers", "*", ".*", "", "dev%2Dapprovers",
    "dev-approver", "predev-approvers", "test-approvers", "prod-approvers",
]  # fmt: skip

NO_GROUPS: dict[str, dict[str, Any]] = {
    "missing": {},
    "null": {"groups": None},
    "empty": {"groups": []},
    "a string": {"groups": GROUP},
    "a string with more": {"groups": f"{GROUP} {GROUP},{GROUP}"},
    "a string that is a list": {"groups": json.dumps([GROUP])},
    "an object": {"groups": {GROUP: True}},
    "an object with a list": {"groups": {"values": [GROUP]}},
    "true": {"groups": True},
    "a number": {"groups": 1},
    "a list in a list": {"groups": [[GROUP]]},
    "objects in a list": {"groups": [{"name": GROUP}]},
    "a number among them": {"groups": [GROUP, 7]},
    "null among them": {"groups": [GROUP, None]},
    "a list among them": {"groups": [GROUP, ["x"]]},
    "under another name": {"roles": [GROUP], "group": [GROUP], "cognito:groups": [GROUP], "wids": [GROUP]},
    "in another case": {"Groups": [GROUP], "GROUPS": [GROUP]},
    "nested": {"realm_access": {"groups": [GROUP]}, "claims": {"groups": [GROUP]}},
    "hasgroups": {"groups": [GROUP], "hasgroups": True},
    "hasgroups as text": {"groups": [GROUP], "hasgroups": "true"},
    "hasgroups as a number": {"groups": [GROUP], "hasgroups": 1},
    "_claim_names": {"groups": [GROUP], "_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {}}},
    "_claim_names, null": {"groups": [GROUP], "_claim_names": {"groups": None}},
    "_claim_names, a list": {"groups": [GROUP], "_claim_names": ["groups"]},
    "_claim_names, a string": {"groups": [GROUP], "_claim_names": "groups"},
    "groups:src1": {"groups": [GROUP], "groups:src1": {"endpoint": "https://graph.example.com"}},
    "500 others": {"groups": MANY},
    "500 others and a number": {"groups": [*MANY, GROUP, 7]},
    "500 near misses": {"groups": NEAR_MISSES * 10},
    "500 and an overage": {"groups": [*MANY, GROUP], "hasgroups": True},
}


@pytest.fixture(scope="module")
def at() -> Iterator[Front]:
    with front() as running:
        yield running


@pytest.fixture(autouse=True)
def anew(at: Front) -> None:
    ask(at)


def ask(at: Front) -> None:
    """Nothing is decided, for dev or for test."""
    at.world.store.values.clear()
    at.ask()
    at.ask(request("test"))


def decides(at: Front, path: str = URL, **person: Any) -> bool:
    """Whether who signs in with these claims is shown a form that decides, and decides by it or without it."""
    browser = Jar(at)
    assert browser.sign_in(**ADDRESS | person).status == 303
    session, before = browser.pairs[0], dict(at.world.store.values)
    form = at.form(session, path)
    answer = at.post(choice(at, session, path), session, path=path)
    decided = answer.status == 303
    assert decided is ("csrf_token" in form)
    if not decided:
        assert (answer.status, "only members of the group" in answer.said) == (403, True)
        assert at.world.store.values == before
    return decided


@pytest.mark.parametrize("groups", [[GROUP], ["football", GROUP], [*MANY[:250], GROUP, *MANY[250:]]], ids=len)
def test_the_exact_name_in_a_list_decides(at: Front, groups: list[str]) -> None:
    assert decides(at, groups=groups)


def test_five_hundred_groups_leave_a_cookie_that_browsers_keep(at: Front) -> None:
    browser = Jar(at)
    answer = browser.sign_in(**ADDRESS, groups=[*MANY, *NEAR_MISSES, GROUP])
    assert all(len(line) < 4096 for line in answer.cookies)
    assert "Signed in as ann@example.com" in browser.open().said


@pytest.mark.parametrize("told", NO_GROUPS.values(), ids=NO_GROUPS.keys())
def test_doubtful_groups_decide_nothing(at: Front, told: dict[str, Any]) -> None:
    assert not decides(at, **told)


@pytest.mark.parametrize("name", NEAR_MISSES, ids=ascii)
def test_a_name_that_is_nearly_it_decides_nothing(at: Front, name: str) -> None:
    assert not decides(at, groups=[name])


@pytest.mark.parametrize("name", NEAR_MISSES, ids=ascii)
def test_nor_does_it_where_another_environments_group_is_called_so(at: Front, name: str) -> None:
    """Then the session keeps it."""
    sessions = Sessions(at.seal, frozenset({GROUP, name}))
    session = f"{SESSION}={sessions.start(Identity(ANN, frozenset({name}))).value}"
    assert at.post(choice(at, session), session).status == 403
    assert at.world.decisions() == {}


near = st.sampled_from([*NEAR_MISSES, *MANY[:3]])


@settings(max_examples=50, deadline=None)
@given(st.lists(near, max_size=8), st.booleans())
def test_of_any_names_only_the_exact_one_counts(at: Front, names: list[str], has: bool) -> None:
    ask(at)
    assert decides(at, groups=[*names, GROUP] if has else names) is has


@pytest.mark.parametrize(("environment", "group"), [("dev", "test-approvers"), ("test", GROUP)])
def test_one_environments_group_decides_nothing_for_another(at: Front, environment: str, group: str) -> None:
    path = f"/requests/{environment}/abalone/2"
    assert not decides(at, path, groups=[group])
    assert decides(at, path, groups=[f"{environment}-approvers"])


@pytest.mark.parametrize("name", [BREAK_GLASS.upper(), BREAK_GLASS + " ", BREAK_GLASS[:-1], GROUP, ""], ids=ascii)
def test_a_name_that_is_nearly_it_breaks_no_glass(at: Front, name: str) -> None:
    at.world.gates = Gates.parse(["auc >= 0.999"], OnFailure.BLOCK, BREAK_GLASS)
    try:
        browser = Jar(at)
        browser.sign_in(**ADDRESS, groups=[GROUP, name])
        fields = choice(at, browser.pairs[0], comment="we must")
        assert at.post(fields, *browser.pairs).status == 403
        assert at.world.decisions() == {}
    finally:
        at.world.gates = Gates()


INFO: dict[str, Any] = {
    "a string": {"groups": GROUP},
    "overage": {"groups": [GROUP], "hasgroups": True},
    "elsewhere": {"groups": [GROUP], "_claim_names": {"groups": "src1"}},
    "near": {"groups": [GROUP + " "]},
    "nobody's": {"sub": None, "groups": [GROUP]},
    "somebody else's": {"sub": "00u2", "groups": [GROUP]},
    "two people's": b'{"sub": "00u2", "groups": ["dev-approvers"], "sub": "00u1"}',
    "twice": b'{"sub": "00u1", "groups": ["football"], "groups": ["dev-approvers"]}',
    "cut short": json.dumps({"sub": "00u1", "groups": [GROUP], "x": "x" * 1_000_000}).encode(),
}


@pytest.mark.parametrize("info", INFO.values(), ids=INFO.keys())
def test_doubtful_groups_of_user_info_decide_nothing(info: Any) -> None:
    with front() as at:
        tell(at.authority.fake, info if isinstance(info, bytes) else json.dumps(ADDRESS | info).encode())
        browser = Jar(at)
        if browser.sign_in(**ADDRESS).status == 303:
            answer = at.post(choice(at, browser.pairs[0]), *browser.pairs)
            assert (answer.status, "only members of the group" in answer.said) == (403, True)
        assert at.world.decisions() == {}


def test_good_groups_of_user_info_decide() -> None:
    with front() as at:
        tell(at.authority.fake, json.dumps(ADDRESS | {"groups": [GROUP]}).encode())
        assert decides(at)


@pytest.mark.parametrize(
    "told", [{"hasgroups": True}, {"_claim_names": {"groups": "src1"}}, {"groups:src1": {}}], ids=str
)
def test_groups_that_were_left_out_of_the_token_are_not_taken_from_user_info(told: dict[str, Any]) -> None:
    with front() as at:
        tell(at.authority.fake, json.dumps(ADDRESS | {"groups": [GROUP]}).encode())
        assert not decides(at, **told)
        assert "/userinfo" not in at.authority.fake.seen


def tell(fake: FakeProvider, info: bytes) -> None:
    fake.answers[DISCOVERY] = fake.answer(DISCOVERY) | {"userinfo_endpoint": f"{fake.url}/userinfo"}
    fake.answers["/userinfo"] = 200, {"Content-Type": "application/json"}, info
