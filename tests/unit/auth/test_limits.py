"""The sign-in's limits as numbers: a test that takes them from the code would not notice another one."""

import contextlib
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from model_approval.auth import documents
from model_approval.auth.cookies import SESSION, parse_cookies
from model_approval.auth.errors import SignInFailed
from model_approval.auth.identity import Identity
from model_approval.auth.oidc import Challenge, Provider
from model_approval.auth.seal import MOST_CHARACTERS, TooLong
from model_approval.auth.session import Sessions
from tests.unit.auth.provider import FakeProvider
from tests.unit.auth.signer import sealing
from tests.unit.auth.test_oidc_tokens import NONCE, claims, signed
from tests.unit.examples import ANN

DISCOVERY = "/.well-known/openid-configuration"


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -70), ("iat", 90), ("nbf", 90)])
def test_the_providers_clock_may_differ_by_a_minute_and_no_more(
    fake: FakeProvider, client: Provider, claim: str, seconds: int
) -> None:
    now = int(time.time())
    client.verify(signed(claims(fake, **{claim: now + seconds // 3})), NONCE)
    with pytest.raises(SignInFailed, match="The ID token was refused"):
        client.verify(signed(claims(fake, **{claim: now + seconds})), NONCE)


def test_a_document_of_more_than_a_megabyte_is_not_read(fake: FakeProvider, client: Provider) -> None:
    good = fake.answer(DISCOVERY)
    fake.answers[DISCOVERY] = good | {"padding": "x" * 1_000_000}
    with pytest.raises(SignInFailed, match="cannot be reached or understood"):
        client.authorization_url(Challenge.new())
    fake.answers[DISCOVERY] = good | {"padding": "x" * 900_000}
    assert client.authorization_url(Challenge.new())


def test_all_that_a_sign_in_asks_the_provider_fits_into_the_time_of_a_request() -> None:
    """Discovery document, keys, token and UserInfo, before API Gateway gives up after 30 seconds."""
    assert 4 * documents.TIMEOUT < 29


@pytest.mark.filterwarnings("ignore:The RSA key is 1024 bits long")
def test_a_key_that_can_be_factored_signs_nothing(fake: FakeProvider, client: Provider) -> None:
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it must be refused
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(weak.public_key(), as_dict=True)
    fake.answers["/keys"] = {"keys": [jwk | {"kid": "weak", "use": "sig"}]}
    with pytest.raises(SignInFailed, match=r"The ID token was refused: .*2048"):
        client.verify(signed(claims(fake), weak, kid="weak"), NONCE)


@pytest.mark.parametrize("subject", ["0", "s" * 255])
def test_a_subject_of_1_to_255_characters_is_somebody(fake: FakeProvider, client: Provider, subject: str) -> None:
    assert client.verify(signed(claims(fake, sub=subject)), NONCE)["sub"] == subject


@pytest.mark.parametrize("subject", ["", " ", "s" * 256], ids=len)
def test_no_subject_and_a_longer_one_are_nobody(fake: FakeProvider, client: Provider, subject: str) -> None:
    with pytest.raises(SignInFailed):
        client.verify(signed(claims(fake, sub=subject)), NONCE)


def test_a_token_for_us_alone_may_say_so_in_a_list(fake: FakeProvider, client: Provider) -> None:
    good = claims(fake, aud=["client-1"])
    assert client.verify(signed(good), NONCE) == good


def test_half_a_character_in_an_alias_ends_no_sign_in() -> None:
    sessions = Sessions(sealing()[0], frozenset())
    made = sessions.start(Identity(ANN, frozenset(), None, frozenset({"ann\ud800", "\udfff"})))
    found = sessions.find({SESSION: made.value})
    assert found is not None
    assert found.identity.aliases == {"ann", ""}


def test_around_a_cookie_only_spaces_and_tabs_do_not_count() -> None:
    assert parse_cookies([" X\t=\t\x0bX ", "\x0bY=\xa0"]) == {"X": "\x0bX", "\x0bY": "\xa0"}


def test_a_sealed_value_may_be_as_long_as_a_browser_keeps_and_no_longer() -> None:
    lengths = []
    for letters in range(2700, 2850):
        with contextlib.suppress(TooLong):
            lengths.append(len(sealing()[0].seal("session", {"name": "x" * letters}, 60)))
    assert max(lengths) == MOST_CHARACTERS
    assert len(lengths) < 150
