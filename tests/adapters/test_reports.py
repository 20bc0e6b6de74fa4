"""Reports in S3: what can be read is read, everything else is one of three answers that do not stop a request."""

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.reports import MOST_KEYS, S3Reports
from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.runs import Folder, Object
from tests.adapters.bodies import Body, OneObject
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
    read = reports.read(put(key, b'{"auc": NaN, "f1": 0.5}'))
    assert read.value["f1"] == 0.5  # type: ignore[index]
    assert read.note is None


def test_the_addresses_that_spark_writes_are_read_too(reports: S3Reports) -> None:
    put("e.json", b"[1]")
    assert reports.read(f"s3a://{BUCKET}/e.json").value == [1]


@pytest.mark.parametrize(
    ("uri", "says"),
    [(f"s3://{BUCKET}/e.json", "does not exist$"), ("s3://no-such-bucket/e.json", "nor does its bucket")],
)
def test_what_is_not_there_is_not_found(reports: S3Reports, uri: str, says: str) -> None:
    for ask in (reports.read, reports.lines):
        with pytest.raises(NotFound, match=f"{uri} does not exist.*{says}|{uri} {says}"):
            ask(uri)


def test_what_was_deleted_is_not_found(reports: S3Reports) -> None:
    client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    uri = put("e.json", b"{}")
    client("s3").delete_object(Bucket=BUCKET, Key="e.json")
    with pytest.raises(NotFound):
        reports.read(uri)


NO_ADDRESSES = ["", "s3://", "s3:///key", "https://bucket/key", "file:///etc/passwd", "/home/x", "s3://bad bucket!/key"]
NO_ADDRESSES += ["s3://[/key", "s3://b/\ud800", "s3://b/" + "é" * 513]


@pytest.mark.parametrize("uri", NO_ADDRESSES)
def test_what_is_no_address_says_so(reports: S3Reports, uri: str) -> None:
    for ask in (reports.read, reports.lines, reports.below):
        with pytest.raises(ValueError, match="is not an s3:// address"):
            ask(uri)


@pytest.mark.parametrize("uri", ["s3://bucket", "s3://bucket/"])
def test_a_bucket_is_no_report(reports: S3Reports, uri: str) -> None:
    with pytest.raises(ValueError, match="is not an s3:// address of an object"):
        reports.read(uri)


REFUSALS = [
    ("AccessDenied", 403, "", NoAccess, "no access to s3://b/e.json, or it does not exist"),
    ("AllAccessDisabled", 403, "", NoAccess, "no access to s3://b/e.json, or it does not exist"),
    (
        "AccessDenied",
        403,
        "not authorized to perform: kms:Decrypt",
        NoAccess,
        "no access to its KMS key: not authorized",
    ),
    ("KMS.DisabledException", 400, "", NoAccess, "no access to its KMS key: KMS.DisabledException"),
    ("NoSuchKey", 404, "", NotFound, "does not exist"),
    ("InvalidObjectState", 403, "", ValueError, "lies in an archive"),
    ("PermanentRedirect", 301, "", ValueError, "lies in another region"),
    ("AuthorizationHeaderMalformed", 400, "", ValueError, "lies in another region"),
    ("KeyTooLongError", 400, "too long", ValueError, "cannot be read: KeyTooLongError: too long"),
    ("InvalidRequest", 400, "SSE-C", ValueError, "cannot be read: InvalidRequest: SSE-C"),
]


@pytest.mark.parametrize(("code", "status", "message", "kind", "says"), REFUSALS)
def test_each_refusal_is_one_of_three_answers(
    code: str, status: int, message: str, kind: type[Exception], says: str
) -> None:
    s3 = client("s3")
    for operation in ("get_object", "list_objects_v2"):
        reports = S3Reports(s3)
        ask = reports.read if operation == "get_object" else reports.below
        with Stubber(s3) as stub:
            stub.add_client_error(operation, code, message, http_status_code=status)
            with pytest.raises(kind) as refused:
                ask("s3://b/e.json")
        assert says in str(refused.value)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("SlowDown", 503),
        ("InternalError", 500),
        ("ThrottlingException", 400),
        ("RequestTimeout", 400),
        ("ExpiredToken", 400),
        ("RequestTimeTooSkewed", 403),
        ("Busy", 429),
    ],
)
def test_trouble_of_s3_is_worth_another_try(code: str, status: int) -> None:
    s3 = client("s3")
    with Stubber(s3) as stub:
        stub.add_client_error("get_object", code, http_status_code=status)
        with pytest.raises(ClientError, match=code):
            S3Reports(s3).read("s3://b/e.json")


def test_a_connection_that_breaks_is_worth_another_try() -> None:
    class Breaking(Body):
        def read(self, amount: int) -> bytes:
            raise ReadTimeoutError(endpoint_url="https://b")

    s3 = OneObject(Breaking(iter([])), 100)
    with pytest.raises(ReadTimeoutError):
        S3Reports(s3).read("s3://b/e.json")
    assert s3.body.is_closed


def test_a_folder_is_listed_and_nothing_beside_it(reports: S3Reports) -> None:
    put("out/a.csv.out", b"1\n2\n")
    put("out/deep/evaluation.json", b"{}")
    put("output/other.json", b"{}")
    inside = (Object(f"s3://{BUCKET}/out/a.csv.out", 4), Object(f"s3://{BUCKET}/out/deep/evaluation.json", 2))
    assert reports.below(f"s3://{BUCKET}/out") == reports.below(f"s3://{BUCKET}/out/") == Folder(inside)
    assert len(reports.below(f"s3://{BUCKET}").objects) == 3
    assert reports.below(f"s3://{BUCKET}/nothing") == Folder(())


def test_a_folder_of_more_than_a_page_is_not_complete(reports: S3Reports, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_KEYS == 1_000  # S3 lists no more at once
    monkeypatch.setattr("model_approval.adapters.reports.MOST_KEYS", 5)
    for number in range(6):
        put(f"out/{number}", b"")
    folder = reports.below(f"s3://{BUCKET}/out")
    assert (len(folder.objects), folder.is_complete) == (5, False)


@pytest.mark.parametrize(("body", "lines"), [(b"", 0), (b"1", 1), (b"1\n", 1), (b"1\n2", 2), (b"\n\n", 2)])
def test_lines_are_counted(reports: S3Reports, body: bytes, lines: int) -> None:
    assert reports.lines(put("a.out", body)) == lines
