"""Objects that do not exist: S3 says so only to those who may list the bucket, and refuses others.

Source: "Permissions" of GetObject and HeadObject in the S3 API reference.
"""

from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import s3

from .iam import refusal

_LIST = "s3:ListBucket"


def install(handlers: dict[str, Any]) -> None:
    """Hook into MiniStack's S3; `handlers` are its services by name."""
    handle = handlers["s3"]

    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        account = get_account_id()  # of the caller; MiniStack goes on in the bucket's
        answer = await handle(method, path, headers, body, query)
        if answer[0] != 404 or method not in ("GET", "HEAD"):
            return answer
        bucket, _, key = path.lstrip("/").partition("/")
        owner = s3._bucket_owner_account(bucket)
        if not key or owner is None or _may_list(bucket, owner, account, headers, query):
            return answer
        caller = iam_evaluator.request_caller_arn(headers)
        denied = f"User: {caller} is not authorized to perform: {_LIST} on resource: arn:aws:s3:::{bucket}"
        status, names, text = s3._error("AccessDenied", denied, 403, path)
        return status, names, b"" if method == "HEAD" else text

    handlers["s3"] = handle_request


def _may_list(bucket: str, owner: str, account: str, headers: dict[str, str], query: Any) -> bool:
    with request_scope(account, get_region()):
        if refusal(_LIST, f"arn:aws:s3:::{bucket}", headers, query):
            return False
        return owner == account or s3._foreign_bucket_allows(owner, bucket, "", "GET", {}, account, headers)
