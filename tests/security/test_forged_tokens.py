"""Promise 3: whatever stands in the ID token's place, only the provider's own for this very sign-in opens a session."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.auth.cookies import SIGN_IN
from model_approval.auth.errors import SignInFailed
from model_approval.auth.oidc import Provider
from model_approval.auth.settings import Settings
from tests.security.forgeries import FORGERIES
from tests.security.signing_in import Front, Jar, front
from tests.security.tokens import HEADER, SECOND_KEY, Forgery, by_hand, headed, keys, other
from tests.unit.auth.provider import EC_KEY, OTHER_KEY, FakeProvider, running
from tests.unit.auth.test_oidc_tokens import NONCE, claims
from tests.unit.handlers.answers import Answer

ANN = {"sub": "00u1", "email": "ann@example.com", "groups": ["dev-approvers"]}

GENUINE: dict[str, Forgery] = {
    "plain": lambda good: by_hand(HEADER, good),
    "no typ": headed(typ=...),
    "EC key": headed(EC_KEY, "ES256", alg="ES256", kid="ec"),
    "second key of the set": headed(SECOND_KEY, kid="second"),
    "an extension that may be ignored": headed(x="y"),
    "azp": other(azp="client-1"),
    "several aud and azp": other(aud=["client-2", "client-1"], azp="client-1"),
}


@pytest.fixture(scope="module")
def at() -> Iterator[Front]:
    with front() as running:
        running.authority.fake.answers["/keys"] = keys()
        yield running


def arrive(at: Front, make: Forgery) -> tuple[Jar, Answer]:
    """A sign-in whose token is what ``make`` makes of the good one's claims."""
    at.authority.make, browser = make, Jar(at)
    return browser, browser.sign_in(**ANN)


@pytest.mark.parametrize("make", GENUINE.values(), ids=GENUINE.keys())
def test_the_same_by_hand_without_a_flaw_signs_in(at: Front, make: Forgery) -> None:
    browser, answer = arrive(at, make)
    assert (answer.status, browser.is_signed_in) == (303, True)


@pytest.mark.parametrize("make", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_token_opens_no_session(at: Front, make: Forgery) -> None:
    browser, answer = arrive(at, make)
    assert (answer.status, answer.page.text("h1")) == (403, "You are not signed in")
    assert [line.partition("=")[0] for line in answer.cookies] == [SIGN_IN]
    assert browser.cookies == {}
    assert "cannot be reached" not in answer.said  # it is the token that was refused


@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_no_key_is_fetched_from_where_a_token_says(at: Front, name: str) -> None:
    fake = at.authority.fake
    _, answer = arrive(at, headed(OTHER_KEY, kid="theirs", **{name: fake.url + "/elsewhere"}))
    assert answer.status == 403
    assert "/elsewhere" not in fake.seen


@pytest.fixture(scope="module")
def client() -> Iterator[tuple[FakeProvider, Provider]]:
    with running() as fake:
        yield fake, Provider(Settings(fake.url, "client-1", "groups", "openid"), "https://a/b", lambda: None)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_change_of_a_good_token_says_anything_else(
    client: tuple[FakeProvider, Provider], data: st.DataObject
) -> None:
    fake, provider = client
    good = claims(fake, **ANN)
    token = by_hand(HEADER, good)
    at = data.draw(st.integers(0, len(token)))
    put = data.draw(st.one_of(st.sampled_from([".", "=", "-", "A", "\n", " "]), st.text(max_size=3)))
    changed = token[:at] + put + token[at + data.draw(st.integers(0, 3)) :]
    try:
        found = provider.verify(changed, NONCE)
    except SignInFailed:
        assert changed != token
    else:
        assert found == good
