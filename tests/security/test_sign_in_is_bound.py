"""Promise 4: PKCE, state and nonce serve once, in the browser that set out; nobody is signed in by another one's."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from model_approval.auth.cookies import DRAFT, SESSION, SIGN_IN
from tests.security.signing_in import Front, Jar, front
from tests.unit.auth.test_oidc_tokens import signed
from tests.unit.handlers.answers import Answer
from tests.unit.handlers.stack import BASE, URL, choice, event

ANN = {"sub": "00u1", "email": "ann@example.com", "groups": ["dev-approvers"]}
EVE = {"sub": "00u9", "email": "eve@example.com", "groups": ["dev-approvers"]}


@pytest.fixture
def at() -> Iterator[Front]:
    with front() as running:
        yield running


def check_refused(answer: Answer) -> None:
    assert (answer.status, answer.page.text("h1")) == (403, "You are not signed in")
    assert [line.partition("=")[0] for line in answer.cookies] == [SIGN_IN]
    assert "Location" not in answer.headers


def test_a_sign_in_serves_once_and_its_address_is_worth_nothing_again(at: Front) -> None:
    browser = Jar(at)
    query = at.authority.grant(browser.set_out(), **ANN)
    assert (browser.come_back(query).headers["Location"], browser.is_signed_in) == (URL, True)
    assert SIGN_IN not in browser.cookies
    check_refused(browser.come_back(query))
    check_refused(Jar(at).come_back(query))
    assert at.authority.asked == 1


def test_who_copied_cookies_and_address_of_a_sign_in_comes_too_late(at: Front) -> None:
    browser = Jar(at)
    query = at.authority.grant(browser.set_out(), **ANN)
    thief = browser.copy()
    browser.come_back(query)
    check_refused(thief.come_back(query))
    assert not thief.is_signed_in


@pytest.mark.parametrize("answer", ["good", "state=another", "error=access_denied", "code=code-7", "", "refused"])
def test_whatever_comes_of_it_the_one_time_values_are_gone(at: Front, answer: str) -> None:
    browser = Jar(at)
    good = at.authority.grant(browser.set_out(), **ANN)
    state = parse_qs(good)["state"][0]
    queries = {"good": good, "refused": good, "error=access_denied": f"error=access_denied&state={state}"}
    if answer == "refused":
        at.authority.grants.clear()
    browser.come_back(queries.get(answer, answer))
    assert browser.is_signed_in is (answer == "good")
    assert SIGN_IN not in browser.cookies
    check_refused(browser.come_back(good))


@pytest.mark.parametrize("victim", ["elsewhere", "on their way", "signed in", "signed in and on their way"])
def test_nobody_is_signed_in_as_somebody_else_by_a_link_to_the_callback(at: Front, victim: str) -> None:
    attacker, browser = Jar(at), Jar(at)
    link = at.authority.grant(attacker.set_out(), **EVE)
    if "signed in" in victim:
        browser.sign_in(**ANN)
    if "on their way" in victim:
        session = browser.cookies.pop(SESSION, None)
        browser.set_out()
        browser.cookies |= {SESSION: session} if session else {}
    asked = at.authority.asked
    before = browser.cookies.get(SESSION)
    check_refused(browser.come_back(link))
    assert browser.cookies.get(SESSION) == before
    assert at.authority.asked == asked
    if before:
        assert "Signed in as ann@example.com" in browser.open().said


@pytest.mark.parametrize("kept", ["verifier", "nonce"])
def test_another_ones_code_is_worth_nothing_in_ones_own_sign_in(at: Front, kept: str) -> None:
    """Each of the two stops it alone: the verifier at the provider, the nonce here."""
    victim, attacker = Jar(at), Jar(at)
    stolen = parse_qs(at.authority.grant(victim.set_out(), **ANN))["code"][0]
    own = {name: values[0] for name, values in parse_qs(urlsplit(attacker.set_out()).query).items()}
    if kept == "verifier":
        at.authority.make = lambda good: signed(good | {"nonce": own["nonce"]})
    else:
        at.authority.checks_pkce = False
    check_refused(attacker.come_back(f"code={stolen}&state={own['state']}"))
    assert not attacker.is_signed_in
    assert at.authority.asked == 1


def test_a_code_that_a_careless_provider_takes_twice_still_needs_the_cookie(at: Front) -> None:
    at.authority.codes_last, at.authority.checks_pkce = True, False
    browser = Jar(at)
    query = at.authority.grant(browser.set_out(), **ANN)
    browser.come_back(query)
    for again in (browser, Jar(at)):
        check_refused(again.come_back(query))
    assert at.authority.asked == 1


def test_ten_minutes_later_the_way_is_closed(at: Front) -> None:
    browser = Jar(at)
    query = at.authority.grant(browser.set_out(), **ANN)
    at.clock.now += 600
    check_refused(browser.come_back(query))
    assert at.authority.asked == 0


@pytest.mark.parametrize("extra", ["state=evil", "code=code-9"])
def test_a_parameter_that_comes_twice_signs_nobody_in(at: Front, extra: str) -> None:
    """API Gateway joins values of one name with commas."""
    browser, (name, value) = Jar(at), extra.split("=")
    values = {n: v[0] for n, v in parse_qs(at.authority.grant(browser.set_out(), **ANN)).items()}
    for both in (f"{values[name]},{value}", f"{value},{values[name]}"):
        again = browser.copy()
        check_refused(again.come_back("&".join(f"{n}={v}" for n, v in (values | {name: both}).items())))


def test_the_callback_takes_no_posted_answer(at: Front) -> None:
    browser = Jar(at)
    query = at.authority.grant(browser.set_out(), **ANN)
    sent = event("POST", "/auth/callback", browser.pairs, query=query, body=query, origin=BASE)
    answer = at.send(sent)
    assert (answer.status, answer.cookies, at.authority.asked) == (404, [], 0)


def test_a_session_from_before_the_sign_in_is_not_carried_on(at: Front) -> None:
    """Whoever planted theirs in this browser cannot act for who signs in now."""
    attacker, browser = Jar(at), Jar(at)
    attacker.sign_in(**EVE)
    theirs = choice(at, attacker.pairs[0])
    url = browser.set_out()
    browser.cookies[SESSION] = attacker.cookies[SESSION]
    browser.come_back(at.authority.grant(url, **ANN))
    assert browser.cookies[SESSION] != attacker.cookies[SESSION]
    assert "Signed in as ann@example.com" in browser.open().said
    assert browser.post(theirs).status == 400
    assert at.world.decisions() == {}


@pytest.mark.parametrize(
    ("name", "place"), [(SESSION, SIGN_IN), (SIGN_IN, SESSION), (DRAFT, SESSION), (DRAFT, SIGN_IN)]
)
def test_a_cookie_in_anothers_place_opens_nothing(at: Front, name: str, place: str) -> None:
    browser = Jar(at)
    browser.sign_in(**ANN)
    fields = choice(at, browser.pairs[0])
    on_the_way = Jar(at)
    query = at.authority.grant(on_the_way.set_out(), **ANN)
    ours = {SESSION: browser.cookies[SESSION], SIGN_IN: on_the_way.cookies[SIGN_IN], DRAFT: "W10"}
    asked = at.authority.asked
    swapped = Jar(at, {place: ours[name]})
    check_refused(swapped.copy().come_back(query))
    assert swapped.copy().open().headers["Location"].startswith(at.authority.fake.url)
    assert swapped.copy().post(fields).status == 401
    assert (at.authority.asked, at.world.decisions()) == (asked, {})


@pytest.mark.parametrize(
    "alias",
    [
        *(f"{space}{SESSION}" for space in "\xa0\x85\x1c\x1f\u2000\u2003\u2028\u3000\v\f\r\n"),
        *(f"{SESSION}{space}" for space in "\xa0\x85\u2000"),
        SESSION.lower(),
        SESSION.upper(),
        "__Secure-session",
        "session",
        f'"{SESSION}"',
        "__Host%2Dsession",
        "$Path=/; " + SESSION,
        f"a,{SESSION}",
    ],
    ids=ascii,
)
def test_no_other_name_passes_for_a_cookie_that_only_this_host_can_set(at: Front, alias: str) -> None:
    """A browser checks the prefix of the name as it is sent to it, byte for byte."""
    attacker = Jar(at)
    attacker.sign_in(**EVE)
    planted = f"{alias}={attacker.cookies[SESSION]}"
    assert at.get(URL, planted).status == 303
    assert at.post(choice(at, attacker.pairs[0]), planted).status == 401
    assert at.world.decisions() == {}


@pytest.mark.parametrize("name", [SESSION, SIGN_IN])
def test_of_two_cookies_with_one_name_none_counts(at: Front, name: str) -> None:
    """A browser keeps one; the second was slipped in by another host of the domain, and nobody can tell which it is."""
    attacker, browser = Jar(at), Jar(at)
    if name == SESSION:
        attacker.sign_in(**EVE)
        browser.sign_in(**ANN)
    else:
        link = at.authority.grant(attacker.set_out(), **EVE)
        browser.set_out()
    asked = at.authority.asked
    for both in ([*attacker.pairs, *browser.pairs], [*browser.pairs, *attacker.pairs]):
        if name == SESSION:
            assert at.get(URL, *both).status == 303
            assert at.post(choice(at, attacker.pairs[0]), *both).status == 401
        else:
            check_refused(at.get("/auth/callback", *both, query=link))
    assert (at.authority.asked, at.world.decisions()) == (asked, {})
