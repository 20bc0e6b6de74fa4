"""Promise 2: nobody decides without a session in the environment's group, and whatever a request says about who sends
it, what is recorded is the person of the verified token."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.auth import base64url
from model_approval.auth.cookies import SESSION
from model_approval.domain.person import Person
from tests.security.sayings import AT_ONCE, EVE, FIELDS, HEADERS, SAYINGS, UNSIGNED, Event, added, paths, put
from tests.security.signing_in import Front, Jar
from tests.unit.auth.provider import FakeProvider, running
from tests.unit.examples import hostile_text
from tests.unit.handlers.stack import BASE, REVOCATION, URL, choice, event, reason

SIGNED_IN = {"sub": "00u1", "email": "ann@example.com", "groups": ["dev-approvers"]}


class Act:
    """Something that is recorded with the name of who did it."""

    def __init__(self, front: Front, what: str) -> None:
        self.front, self.what = front, what
        self.path = REVOCATION if what == "revocation" else URL
        if what == "revocation":
            front.world.answer(person=Person("00u2", "ben@example.com", "https://id.example.com"))
        browser = Jar(front)
        browser.sign_in(**SIGNED_IN)
        self.session = f"{SESSION}={browser.cookies[SESSION]}"
        self.fields = (reason if what == "revocation" else choice)(front, self.session, self.path)
        self.before = dict(front.world.store.values)

    def event(self, *cookies: str, **fields: str) -> Event:
        pairs = cookies or (self.session,)
        return event("POST", self.path, pairs, body=urlencode(self.fields | fields), origin=BASE)

    def try_to(self, sent: Event) -> None:
        """Some of what the tests send is no event that API Gateway makes: the function may fail then."""
        with suppress(Exception):
            self.front.send(sent)

    def reset(self) -> None:
        self.front.world.store.values = dict(self.before)

    @property
    def actors(self) -> list[Person]:
        """All whom what was written since names as the one who did it."""
        world = self.front.world
        if self.what == "revocation":
            taken_back = world.standing().revocation
            return [taken_back.revoked_by] if taken_back else []
        votes, decision = [vote.voted_by for vote in world.votes()], world.standing().decision
        return votes + ([decision.decided_by] if decision else [])


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeProvider]:
    with running() as provider:
        yield provider


@pytest.fixture(scope="module", params=["decision", "vote", "revocation"])
def act(request: pytest.FixtureRequest, fake: FakeProvider) -> Iterator[Act]:
    with pytest.MonkeyPatch.context() as patch:
        front = Front(patch, fake, required=2 if request.param == "vote" else 1)
        yield Act(front, request.param)


@pytest.fixture(autouse=True)
def _anew(act: Act) -> None:
    act.reset()


def ann(act: Act) -> Person:
    return Person("00u1", "ann@example.com", act.front.authority.fake.url)


def test_the_person_of_the_token_is_recorded(act: Act) -> None:
    assert act.front.send(act.event()).status == 303
    assert set(act.actors) == {ann(act)}


def test_whatever_else_says_who_it_is_the_person_of_the_token_is_recorded(act: Act) -> None:
    assert act.front.send(added(act.event(**AT_ONCE))).status == 303
    assert set(act.actors) == {ann(act)}


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_says_who_it_is(act: Act, name: str) -> None:
    for said in SAYINGS[:6]:
        act.reset()
        answer = act.front.send(put(act.event(), ("headers", name), said))
        assert (answer.status, set(act.actors)) == (303, {ann(act)})


@pytest.mark.parametrize("name", FIELDS)
def test_no_field_of_the_form_says_who_it_is(act: Act, name: str) -> None:
    for said in ("00u9", "eve@example.com", json.dumps(EVE), UNSIGNED):
        act.reset()
        assert act.front.send(act.event(**{name: said})).status == 303
        assert set(act.actors) == {ann(act)}


def test_whichever_part_of_the_event_is_changed_nobody_else_is_recorded(act: Act) -> None:
    recorded = 0
    whole = added(act.event())
    for path in list(paths(whole))[1:]:
        for said in SAYINGS:
            act.reset()
            act.try_to(put(whole, path, said))
            assert set(act.actors) <= {ann(act)}, path
            recorded += bool(act.actors)
    assert recorded > 500  # most of it is not even looked at


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_however_much_is_changed_at_once_nobody_else_is_recorded(act: Act, data: st.DataObject) -> None:
    act.reset()
    fields = data.draw(
        st.dictionaries(st.one_of(st.sampled_from([*act.fields, *FIELDS]), hostile_text), said, max_size=6)
    )
    clean = {_clean(name): _clean(value) for name, value in fields.items()}
    sent = act.event(**clean)
    for _ in range(data.draw(st.integers(0, 2))):
        sent = put(sent, data.draw(st.sampled_from(list(paths(sent))[1:])), data.draw(anything))
    act.try_to(sent)
    assert set(act.actors) <= {ann(act)}


said = st.one_of(st.sampled_from([text for text in SAYINGS if isinstance(text, str)]), hostile_text)
anything = st.one_of(said, st.none(), st.integers(), st.just({}), st.just(EVE), st.lists(said, max_size=2))


def _clean(text: str) -> str:
    return text.encode(errors="replace").decode()


def test_without_a_session_none_of_it_helps(act: Act) -> None:
    for cookie in ("", f"{SESSION}=", f"{SESSION}={UNSIGNED}", "session=00u9", f"{SESSION}=00u9.{'A' * 43}"):
        answer = act.front.send(added(act.event(cookie, **AT_ONCE)))
        assert (answer.status, act.actors) == (401, [])
    assert act.front.world.store.values == act.before


@pytest.mark.parametrize("groups", [[], ["test-approvers"], ["prod-approvers"], ["Dev-Approvers"]])
def test_with_a_session_of_another_group_none_of_it_helps(act: Act, groups: list[str]) -> None:
    browser = Jar(act.front)
    browser.sign_in(**SIGNED_IN | {"groups": groups})
    said = dict.fromkeys(AT_ONCE, "dev-approvers")
    answer = act.front.send(added(act.event(*browser.pairs, **said)))
    assert (answer.status, act.actors) == (403, [])
    assert act.front.world.store.values == act.before


CHANGES: dict[str, Callable[[Event], Event]] = {
    "subject": lambda body: body | {"value": body["value"] | {"person": body["value"]["person"] | {"subject": "00u9"}}},
    "name": lambda body: body | {"value": body["value"] | {"person": body["value"]["person"] | {"name": "eve"}}},
    "issuer": lambda body: (
        body | {"value": body["value"] | {"person": body["value"]["person"] | {"issuer": "https://x"}}}
    ),
    "groups": lambda body: body | {"value": body["value"] | {"groups": ["dev-approvers", "release-managers"]}},
    "aliases": lambda body: body | {"value": body["value"] | {"aliases": []}},
    "exp": lambda body: body | {"exp": body["exp"] + 3600},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_session_that_its_owner_changed_is_none(act: Act, change: Callable[[Event], Event]) -> None:
    payload, _, mac = act.session.removeprefix(f"{SESSION}=").partition(".")
    body = change(json.loads(base64url.decode(payload)))
    changed = base64url.encode(json.dumps(body, separators=(",", ":")).encode())
    assert changed != payload
    answer = act.front.send(act.event(f"{SESSION}={changed}.{mac}"))
    assert (answer.status, act.actors) == (401, [])
