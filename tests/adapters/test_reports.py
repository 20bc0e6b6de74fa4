"""Reports in S3: what can be read is read, everything else is one of three answers that do not stop a request."""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.reports import MOST_BYTES, S3Reports
from model_approval.domain.errors import NoAccess, NotFound
from tests.adapters.conftest import REGION

BUCKET = "example-bucket"


@pytest.fixture
def reports() -> S3Reports:
    client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return S3Reports(client("s3"))


def put(key: str, body: bytes) -> str:
    client("s3").put_object(Bucket=BUCKET, Key=key, Body=body)
    return f"s3://{BUCKET}/{key}"


@pytest.mark.parametrize(
    "key", ["evaluation.json", "a/b c/é.json", "run#1/evaluation.json", "run?n=1/e.json", "a//e.json", "%41"]
)
def test_a_report_is_read_wherever_it_lies(reports: S3Reports, key: str) -> None:
    assert reports.read(put(key, b'{"auc": NaN, "f1": 0.5}'))["f1"] == 0.5  # type: ignore[index]


@pytest.mark.parametrize("uri", [f"s3://{BUCKET}/missing.json", "s3://no-such-bucket/e.json"])
def test_what_is_not_there_is_not_found(reports: S3Reports, uri: str) -> None:
    with pytest.raises(NotFound, match=f"{uri} does not exist"):
        reports.read(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "s3://",
        "s3://bucket",
        "s3://bucket/",
        "s3:///key",
        "https://bucket/key",
        "file:///etc/passwd",
        "/home/x",
        "s3://bad bucket!/key",
        "s3://[/key",
    ],
)
def test_what_is_no_address_of_an_object_says_so(reports: S3Reports, uri: str) -> None:
    with pytest.raises(ValueError, match="is not an s3:// address of an object"):
        reports.read(uri)


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"\xff\xfe{}", b"[" * 100_000, b"9" * 5000])
def test_what_is_no_json_is_a_value_error(reports: S3Reports, body: bytes) -> None:
    uri = put("evaluation.json", body)
    with pytest.raises(ValueError):  # noqa: PT011 - whatever json says
        reports.read(uri)


def test_a_report_that_is_too_large_is_not_read(reports: S3Reports) -> None:
    assert reports.read(put("fits.json", b'"' + b"x" * (MOST_BYTES - 2) + b'"'))
    with pytest.raises(ValueError, match="has 1000001 bytes, over 1000000"):
        reports.read(put("large.json", b'"' + b"x" * (MOST_BYTES - 1) + b'"'))


def test_a_locked_report_may_also_be_missing() -> None:
    s3 = client("s3")
    with Stubber(s3) as stub:
        stub.add_client_error("get_object", "AccessDenied", http_status_code=403)
        with pytest.raises(NoAccess, match=r"no access to s3://b/e\.json, or it does not exist"):
            S3Reports(s3).read("s3://b/e.json")


@pytest.mark.parametrize("code", ["KeyTooLongError", "InvalidObjectState"])
def test_a_report_that_s3_will_never_hand_out_is_a_value_error(code: str) -> None:
    s3 = client("s3")
    with Stubber(s3) as stub:
        stub.add_client_error("get_object", code)
        with pytest.raises(ValueError, match=rf"s3://b/e\.json cannot be read: .*{code}"):
            S3Reports(s3).read("s3://b/e.json")


def test_trouble_of_s3_is_worth_another_try() -> None:
    s3 = client("s3")
    with Stubber(s3) as stub:
        stub.add_client_error("get_object", "SlowDown", http_status_code=503)
        with pytest.raises(ClientError, match="SlowDown"):
            S3Reports(s3).read("s3://b/e.json")
