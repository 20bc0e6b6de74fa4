"""AWS KMS behind the session's ``Signer``: the HMAC keys never leave KMS."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code

_ALGORITHM = "HMAC_SHA_256"
_NO = {"KMSInvalidMacException"}
_GONE = {"DisabledException", "KMSInvalidStateException", "NotFoundException"}
"""Disabled, about to be deleted, or deleted."""


class KmsSigner:
    """Of ``key_ids`` the first signs, and all verify: what an older key signed is good until its own time is over.

    An older key that is gone has signed nothing; a key that cannot be asked for another reason raises ClientError.
    """

    def __init__(self, kms: Any, key_ids: Sequence[str]) -> None:
        self._kms, self._key_ids = kms, tuple(key_ids)

    def sign(self, message: bytes) -> bytes:
        answer = self._kms.generate_mac(KeyId=self._key_ids[0], MacAlgorithm=_ALGORITHM, Message=message)
        return bytes(answer["Mac"])

    def verify(self, message: bytes, mac: bytes) -> bool:
        return any(self._made(key_id, message, mac) for key_id in self._key_ids)

    def _made(self, key_id: str, message: bytes, mac: bytes) -> bool:
        try:
            self._kms.verify_mac(KeyId=key_id, MacAlgorithm=_ALGORITHM, Message=message, Mac=mac)
        except ClientError as error:
            if code(error) in (_NO if key_id == self._key_ids[0] else _NO | _GONE):
                return False
            raise
        return True
