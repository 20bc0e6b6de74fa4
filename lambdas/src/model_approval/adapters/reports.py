"""S3 behind the steps' ``Reports``."""

import json
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from model_approval.adapters.clients import code
from model_approval.domain.errors import NoAccess, NotFound

MOST_BYTES = 1_000_000
"""An evaluation report is a few kilobytes; something larger is not read into memory."""
_NEVER = ("KeyTooLongError", "InvalidObjectState")
"""What S3 answers to a key of more than 1,024 bytes, and about an object that lies in an archive."""


class S3Reports:
    def __init__(self, s3: Any) -> None:
        self._s3 = s3

    def read(self, uri: str) -> object:
        # Not urlsplit: a key may hold "?" and "#".
        scheme, _, address = uri.partition("://")
        bucket, _, key = address.partition("/")
        if scheme != "s3" or not bucket or not key:
            raise ValueError(f"{uri!r} is not an s3:// address of an object")
        try:
            answer = self._s3.get_object(Bucket=bucket, Key=key)
        except ParamValidationError as error:
            raise ValueError(f"{uri!r} is not an s3:// address of an object") from error
        except ClientError as error:
            if code(error) in ("NoSuchKey", "NoSuchBucket"):
                raise NotFound(f"{uri} does not exist") from error
            if code(error) == "AccessDenied":
                raise NoAccess(f"no access to {uri}, or it does not exist") from error
            if code(error) in _NEVER:
                raise ValueError(f"{uri} cannot be read: {error}") from error
            raise
        if answer["ContentLength"] > MOST_BYTES:
            raise ValueError(f"{uri} has {answer['ContentLength']} bytes, over {MOST_BYTES}")
        try:
            return json.loads(answer["Body"].read())
        except RecursionError as error:
            raise ValueError(f"{uri} is nested too deeply") from error
