"""AWS KMS behind the session's ``Signer``: the HMAC key never leaves KMS."""

from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code

_ALGORITHM = "HMAC_SHA_256"


class KmsSigner:
    def __init__(self, kms: Any, key_id: str) -> None:
        self._kms, self._key_id = kms, key_id

    def sign(self, message: bytes) -> bytes:
        answer = self._kms.generate_mac(KeyId=self._key_id, MacAlgorithm=_ALGORITHM, Message=message)
        return bytes(answer["Mac"])

    def verify(self, message: bytes, mac: bytes) -> bool:
        try:
            self._kms.verify_mac(KeyId=self._key_id, MacAlgorithm=_ALGORITHM, Message=message, Mac=mac)
        except ClientError as error:
            if code(error) == "KMSInvalidMacException":
                return False
            raise
        return True
