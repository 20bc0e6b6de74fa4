"""The evidence bucket: what is kept stays as it is, and nothing else is opened."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.vault import MOST_BYTES, EvidenceVault
from model_approval.domain.errors import NoAccess, NotFound
from tests.adapters.conftest import REGION

BUCKET, KEY = "evidence-bucket", "evidence/dev/abalone/2/4dc8.json"
URI = f"s3://{BUCKET}/{KEY}"


@pytest.fixture
def vault() -> EvidenceVault:
    client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return EvidenceVault(client("s3"), BUCKET)


def test_what_is_kept_can_be_opened(vault: EvidenceVault) -> None:
    assert vault.keep(KEY, b"{}") == URI
    assert vault.open(URI) == b"{}"
    kept = client("s3").head_object(Bucket=BUCKET, Key=KEY, ChecksumMode="ENABLED")
    assert kept["ContentType"] == "application/json"
    assert kept["ChecksumSHA256"]


def test_nothing_is_overwritten(vault: EvidenceVault) -> None:
    vault.keep(KEY, b"first")
    assert vault.keep(KEY, b"second") == URI
    assert vault.open(URI) == b"first"


@contextmanager
def failing(operation: str, *codes: str, status: int = 409) -> Iterator[EvidenceVault]:
    """With each call once; an empty code is success."""
    with Stubber(client("s3")) as stub:
        for code in codes:
            if code:
                stub.add_client_error(operation, code, http_status_code=status)
            else:
                stub.add_response(operation, {})
        yield EvidenceVault(client("s3"), BUCKET)
        stub.assert_no_pending_responses()


@pytest.mark.parametrize("then", ["PreconditionFailed", ""])
def test_two_who_keep_the_same_at_once_both_succeed(then: str) -> None:
    with failing("put_object", "ConditionalRequestConflict", then) as vault:
        assert vault.keep(KEY, b"{}") == URI


def test_a_conflict_that_does_not_end_is_worth_another_try() -> None:
    conflicts = ["ConditionalRequestConflict"] * 3
    with failing("put_object", *conflicts) as vault, pytest.raises(ClientError, match="ConditionalRequestConflict"):
        vault.keep(KEY, b"{}")


def test_trouble_of_s3_is_worth_another_try() -> None:
    with failing("put_object", "SlowDown", status=503) as vault, pytest.raises(ClientError, match="SlowDown"):
        vault.keep(KEY, b"{}")


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [("AccessDenied", 403, NoAccess), ("NoSuchBucket", 404, NotFound), ("InvalidRequest", 400, ValueError)],
)
def test_a_refusal_says_what_it_is(code: str, status: int, kind: type[Exception]) -> None:
    with failing("put_object", code, status=status) as vault, pytest.raises(kind, match=URI):
        vault.keep(KEY, b"{}")
    with failing("get_object", code, status=status) as vault, pytest.raises(kind, match=URI):
        vault.open(URI)


@pytest.mark.parametrize(
    "uri", ["s3://other/e.json", f"s3://{BUCKET}2/{KEY}", f"https://{BUCKET}/{KEY}", f"s3://{BUCKET}", ""]
)
def test_no_other_bucket_is_opened(vault: EvidenceVault, uri: str) -> None:
    with pytest.raises(ValueError, match=r"evidence bucket|not an s3:// address"):
        vault.open(uri)


def test_what_is_not_there_is_not_found(vault: EvidenceVault) -> None:
    with pytest.raises(NotFound):
        vault.open(URI)


def test_what_is_far_too_large_is_not_opened(vault: EvidenceVault) -> None:
    client("s3").put_object(Bucket=BUCKET, Key=KEY, Body=b" " * (MOST_BYTES + 1))
    with pytest.raises(ValueError, match=r"has 5\.0 MB, over 5\.0 MB"):
        vault.open(URI)
