"""The session key in KMS: it signs, and a code that it did not make is no error but a no."""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model_approval.adapters.clients import client
from model_approval.adapters.signer import KmsSigner
from model_approval.auth.seal import MAC_BYTES, Seal


@pytest.fixture
def key() -> str:
    created = client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    return str(created["KeyMetadata"]["Arn"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(message=st.binary(min_size=1, max_size=4096), flip=st.integers(0, MAC_BYTES - 1))
def test_only_its_own_codes_are_good(key: str, message: bytes, flip: int) -> None:
    signer = KmsSigner(client("kms"), key)
    mac = signer.sign(message)
    assert len(mac) == MAC_BYTES
    assert signer.verify(message, mac)
    assert not signer.verify(message, mac[:flip] + bytes([mac[flip] ^ 1]) + mac[flip + 1 :])
    assert not signer.verify(message + b"!", mac)


def test_seals_made_with_one_key_do_not_open_with_another(key: str) -> None:
    other = str(client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"])
    seals = [Seal(KmsSigner(client("kms"), k), lambda: 0.0) for k in (key, other)]
    text = seals[0].seal("session", {"name": "ann"}, 60)
    assert [seal.open("session", text) for seal in seals] == [{"name": "ann"}, None]


@pytest.mark.parametrize("code", ["AccessDeniedException", "DisabledException", "KMSInternalException"])
def test_a_key_that_cannot_be_asked_is_not_a_no(code: str) -> None:
    kms = client("kms")
    with Stubber(kms) as stub:
        stub.add_client_error("verify_mac", code)
        with pytest.raises(ClientError, match=code):
            KmsSigner(kms, "key").verify(b"message", b"m" * MAC_BYTES)
