"""The stack's evidence bucket behind the steps' ``Vault``."""

from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.adapters.json_text import size
from model_approval.adapters.objects import address, refusal

MOST_BYTES = 5_000_000
"""Of a document that is opened; those that are kept are a fifth of it at most."""
_TRIES = 3


class EvidenceVault:
    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3, self._bucket = s3, bucket

    def keep(self, key: str, body: bytes) -> str:
        """Raises NotFound or NoAccess, or ValueError if S3 will never take it."""
        uri = f"s3://{self._bucket}/{key}"
        for tries in range(_TRIES):
            try:
                self._put(key, body)
            except ClientError as error:
                if code(error) == "PreconditionFailed":
                    return uri  # kept before: the key names the bytes
                # Somebody else is keeping the same at this moment.
                if code(error) != "ConditionalRequestConflict" or tries == _TRIES - 1:
                    raise refusal(error, uri) from error
            else:
                break
        return uri

    def open(self, uri: str) -> bytes:
        bucket, key = address(uri)
        if bucket != self._bucket or not key:
            raise ValueError(f"{uri} is not in the evidence bucket, which is {self._bucket}")
        try:
            answer = self._s3.get_object(Bucket=bucket, Key=key)
        except ClientError as error:
            raise refusal(error, uri) from error
        if answer["ContentLength"] > MOST_BYTES:
            answer["Body"].close()
            raise ValueError(f"{uri} has {size(answer['ContentLength'])}, over {size(MOST_BYTES)}")
        return bytes(answer["Body"].read())

    def _put(self, key: str, body: bytes) -> None:
        # S3 asks for a checksum where objects are locked.
        self._s3.put_object(
            Bucket=self._bucket,
            Key=key,
            Body=body,
            ContentType="application/json",
            ChecksumAlgorithm="SHA256",
            IfNoneMatch="*",
        )
