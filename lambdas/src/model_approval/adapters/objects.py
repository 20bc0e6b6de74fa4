"""Objects in S3: how they are addressed, and what S3's refusals mean."""

import re

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.domain.errors import NoAccess, NotFound

_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}")
_SCHEMES = ("s3", "s3a", "s3n")
"""Hadoop and Spark write the latter two."""
_LONGEST_KEY = 1_024
"""Bytes, of S3."""

_AGAIN = re.compile(
    "Throttl|SlowDown|Timeout|TimeTooSkewed|Expired|TooManyRequests|InternalError|ServiceUnavailable|OperationAborted"
    "|Conflict|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|TokenRefreshRequired"
)
"""In the codes of what is over after a while, or lies with this function's own credentials."""
_ELSEWHERE = ("PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint")


def address(uri: str) -> tuple[str, str]:
    """Bucket and key, which may be empty. Raises ValueError if ``uri`` is no address in S3."""
    # Not urlsplit: a key may hold "?" and "#".
    scheme, _, rest = uri.partition("://")
    bucket, _, key = rest.partition("/")
    try:
        if scheme in _SCHEMES and _BUCKET.fullmatch(bucket) and len(key.encode()) <= _LONGEST_KEY:
            return bucket, key
    except UnicodeEncodeError:
        pass
    raise ValueError(f"{uri!r} is not an s3:// address")


def refusal(error: ClientError, uri: str) -> Exception:
    """What to raise for it: NotFound, NoAccess, ValueError, or the error itself if it is worth another try."""
    name = code(error)
    message = str(error.response["Error"].get("Message", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))
    trouble: Exception = error
    if name == "InvalidObjectState":
        trouble = ValueError(f"{uri} lies in an archive, from which it would have to be restored")
    elif status >= 500 or status == 429 or _AGAIN.search(name):
        pass
    elif name.startswith("KMS.") or (status == 403 and "kms:" in message.lower()):
        trouble = NoAccess(f"{uri} is encrypted, and there is no access to its KMS key: {message or name}")
    elif name == "NoSuchBucket":
        trouble = NotFound(f"{uri} does not exist, nor does its bucket")
    elif status == 404 or name in ("NoSuchKey", "NoSuchVersion"):
        trouble = NotFound(f"{uri} does not exist")
    elif status == 403 or name == "AccessDenied":
        trouble = NoAccess(f"no access to {uri}, or it does not exist")
    elif name.startswith(_ELSEWHERE):
        trouble = ValueError(f"{uri} lies in another region, where it cannot be read: {name}")
    elif status:
        trouble = ValueError(f"{uri} cannot be read: {name}: {message}")
    return trouble
