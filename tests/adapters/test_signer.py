"""The session key in KMS: it signs, and a code that it did not make is no error but a no."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model_approval.adapters.clients import client
from model_approval.adapters.signer import KmsSigner
from model_approval.auth.seal import MAC_BYTES, Seal


def new_key() -> str:
    created = client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    return str(created["KeyMetadata"]["Arn"])


@pytest.fixture
def key() -> str:
    return new_key()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(message=st.binary(min_size=1, max_size=4096), flip=st.integers(0, MAC_BYTES - 1))
def test_only_its_own_codes_are_good(key: str, message: bytes, flip: int) -> None:
    signer = KmsSigner(client("kms"), [key])
    mac = signer.sign(message)
    assert len(mac) == MAC_BYTES
    assert signer.verify(message, mac)
    assert not signer.verify(message, mac[:flip] + bytes([mac[flip] ^ 1]) + mac[flip + 1 :])
    assert not signer.verify(message + b"!", mac)


def test_seals_made_with_one_key_do_not_open_with_another(key: str) -> None:
    seals = [Seal(KmsSigner(client("kms"), [k]), lambda: 0.0) for k in (key, new_key())]
    text = seals[0].seal("session", {"name": "ann"}, 60)
    assert [seal.open("session", text) for seal in seals] == [{"name": "ann"}, None]


def test_the_first_key_signs_and_all_verify(key: str) -> None:
    newer, another = new_key(), new_key()
    old, rotated = KmsSigner(client("kms"), [key]), KmsSigner(client("kms"), [newer, key])
    before, after = old.sign(b"message"), rotated.sign(b"message")
    assert after == KmsSigner(client("kms"), [newer]).sign(b"message") != before
    assert [rotated.verify(b"message", mac) for mac in (before, after)] == [True, True]
    stranger = KmsSigner(client("kms"), [another]).sign(b"message")
    assert not rotated.verify(b"message", stranger)
    assert not rotated.verify(b"another message", before)


@pytest.mark.parametrize("code", ["AccessDeniedException", "DisabledException", "KMSInternalException"])
def test_a_key_that_cannot_be_asked_is_not_a_no(code: str) -> None:
    kms = client("kms")
    with Stubber(kms) as stub:
        stub.add_client_error("verify_mac", code)
        with pytest.raises(ClientError, match=code):
            KmsSigner(kms, ["key", "old-key"]).verify(b"message", b"m" * MAC_BYTES)


@pytest.mark.parametrize("code", ["DisabledException", "KMSInvalidStateException", "NotFoundException"])
def test_an_older_key_that_is_gone_has_signed_nothing(code: str) -> None:
    with older_key_answers(code) as signer:
        assert not signer.verify(b"message", b"m" * MAC_BYTES)


@pytest.mark.parametrize("code", ["AccessDeniedException", "KMSInternalException"])
def test_nor_is_an_older_one_that_cannot_be_asked_a_no(code: str) -> None:
    with older_key_answers(code) as signer, pytest.raises(ClientError, match=code):
        signer.verify(b"message", b"m" * MAC_BYTES)


@contextmanager
def older_key_answers(code: str) -> Iterator[KmsSigner]:
    """Of two keys, the newer has not signed, and the older one answers with this error."""
    kms = client("kms")
    with Stubber(kms) as stub:
        stub.add_client_error("verify_mac", "KMSInvalidMacException", expected_params=_asked("key"))
        stub.add_client_error("verify_mac", code, expected_params=_asked("old-key"))
        yield KmsSigner(kms, ["key", "old-key"])
        stub.assert_no_pending_responses()


def _asked(key: str) -> dict[str, object]:
    return {"KeyId": key, "MacAlgorithm": "HMAC_SHA_256", "Message": b"message", "Mac": b"m" * MAC_BYTES}
