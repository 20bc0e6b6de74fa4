"""Our side of the sign-in against npm's `oidc-provider`: another's reading of the same specifications."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from model_approval.auth.errors import SignInFailed
from model_approval.auth.identity import identity
from model_approval.auth.oidc import Challenge, Provider
from model_approval.auth.settings import IDENTITY_CLAIMS, Settings
from sandbox.browser import Browser, Page
from sandbox.people import DANA, OLIVER, Person
from tests.node.provider import SECRET, OtherProvider, other_provider, subject

BASE = "https://approve.example.com"
CALLBACK = f"{BASE}/auth/callback"


@pytest.fixture(scope="module", params=["client_secret_basic", "client_secret_post"])
def other(request: pytest.FixtureRequest) -> Iterator[OtherProvider]:
    with other_provider([BASE], request.param) as running:
        yield running


@pytest.fixture(params=["public", "confidential"])
def client(request: pytest.FixtureRequest, other: OtherProvider) -> Provider:
    settings = Settings(**other.settings() | {"client_id": request.param})
    return Provider(settings, CALLBACK, lambda: SECRET if request.param == "confidential" else None)


def arrive(browser: Browser, url: str) -> dict[str, str]:
    """Follow the provider's redirects until it sends the browser to us; the query that it brings."""
    while not url.startswith(CALLBACK):
        page = browser.open(url, follow=False)
        assert page.status in (302, 303), page.text
        url = page.headers["location"]
    return dict(parse_qsl(urlsplit(url).query))


def login_form(browser: Browser, url: str) -> Page:
    page = browser.open(url)
    assert "password" in page.form_with("password").fields
    return page


def sign_in(browser: Browser, url: str, person: Person) -> dict[str, str]:
    page = login_form(browser, url)
    values = {"username": person.username, "password": person.password}
    answer = browser.submit(page, page.form_with("password"), values, follow=False)
    return arrive(browser, answer.headers["location"])


def test_a_person_signs_in_and_the_groups_come_from_user_info(client: Provider, other: OtherProvider) -> None:
    challenge = Challenge.new()
    answer = sign_in(Browser(), client.authorization_url(challenge), DANA)
    assert (answer["state"], answer["iss"]) == (challenge.state, other.issuer)
    client.check_issuer(answer)
    found = identity(client.redeem(answer["code"], challenge), "groups", IDENTITY_CLAIMS)
    assert (found.person.subject, found.person.name, found.person.issuer) == (subject(DANA), DANA.email, other.issuer)
    assert found.groups == set(DANA.groups)
    assert found.groups_note is None
    assert found.aliases == {subject(DANA), DANA.email}


def test_a_person_without_groups_signs_in_and_may_decide_nothing(client: Provider) -> None:
    challenge = Challenge.new()
    answer = sign_in(Browser(), client.authorization_url(challenge), OLIVER)
    found = identity(client.redeem(answer["code"], challenge), "groups", IDENTITY_CLAIMS)
    assert (found.person.name, found.groups) == (OLIVER.email, frozenset())
    assert found.groups_note == "Your sign-in carries no 'groups' claim."


@pytest.mark.parametrize("left_out", [("code_challenge", "code_challenge_method"), ("code_challenge_method",)])
def test_this_provider_takes_nobody_without_pkce(client: Provider, left_out: tuple[str, ...]) -> None:
    url = client.authorization_url(Challenge.new())
    query = {name: value for name, value in parse_qsl(urlsplit(url).query) if name not in left_out}
    answer = arrive(Browser(), f"{url.partition('?')[0]}?{urlencode(query)}")
    assert answer["error"] == "invalid_request"
    assert "code" not in answer


def test_a_code_is_worth_nothing_without_its_verifier_or_a_second_time(client: Provider) -> None:
    challenge, browser = Challenge.new(), Browser()
    answer = sign_in(browser, client.authorization_url(challenge), DANA)
    with pytest.raises(SignInFailed, match="answered 400"):
        client.redeem(answer["code"], replace(challenge, verifier=Challenge.new().verifier))
    again = arrive(browser, client.authorization_url(challenge))
    assert client.redeem(again["code"], challenge)["sub"] == subject(DANA)
    with pytest.raises(SignInFailed, match="answered 400"):
        client.redeem(again["code"], challenge)


def test_a_wrong_secret_signs_nobody_in(other: OtherProvider) -> None:
    settings = Settings(**other.settings() | {"client_id": "confidential"})
    client, challenge = Provider(settings, CALLBACK, lambda: f"{SECRET}!"), Challenge.new()
    answer = sign_in(Browser(), client.authorization_url(challenge), DANA)
    with pytest.raises(SignInFailed, match="answered 401"):
        client.redeem(answer["code"], challenge)


def test_who_cancels_comes_back_with_an_error_of_the_same_issuer(client: Provider, other: OtherProvider) -> None:
    browser, challenge = Browser(), Challenge.new()
    page = login_form(browser, client.authorization_url(challenge))
    back = browser.submit(page, page.form_with("password"), {}, ("cancel", "yes"), follow=False)
    answer = arrive(browser, back.headers["location"])
    client.check_issuer(answer)
    assert (answer["error"], answer["state"]) == ("access_denied", challenge.state)


def test_signing_out_there_ends_the_providers_own_session(client: Provider) -> None:
    browser = Browser()
    sign_in(browser, client.authorization_url(Challenge.new()), DANA)
    assert "code" in arrive(browser, client.authorization_url(Challenge.new()))  # no form: still signed in there
    page = browser.open(client.sign_out_url(f"{BASE}/") or "")
    done = browser.submit(page, page.form_with("xsrf"), {}, ("logout", "yes"), follow=False)
    assert done.headers["location"] == f"{BASE}/"
    login_form(browser, client.authorization_url(Challenge.new()))


def test_the_provider_sends_nobody_back_to_an_address_that_it_does_not_know(client: Provider) -> None:
    page = Browser().open(client.sign_out_url("https://elsewhere.example.com/") or "")
    assert (page.status, "post_logout_redirect_uri not registered" in page.text) == (400, True)
