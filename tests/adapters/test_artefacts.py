"""What identifies an image and model data, as S3 and ECR tell it, in as few calls as it takes; and why it cannot."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from model_approval.adapters.artefacts import MOST_OBJECTS, ContainerArtefacts
from model_approval.adapters.clients import client, client_in
from model_approval.domain.model_version import Container, DataPin
from tests.adapters.conftest import REGION
from tests.unit.examples import hostile_text

ACCOUNT = "123456789012"
ECR = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
DIGEST = "sha256:" + "1" * 64
URL = "s3://models/abalone/model.tar.gz"
ARTEFACTS = ContainerArtefacts(client_in)
NO_ACCESS = "No access, to it or to its key, or it does not exist"


@pytest.fixture
def bucket() -> str:
    client("s3").create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": REGION})
    return "models"


@pytest.fixture
def calls() -> Iterator[list[tuple[str, dict[str, Any], str]]]:
    """Operation, parameters and region of each call."""
    made: list[tuple[str, dict[str, Any], str]] = []
    call = BaseClient._make_api_call

    def note(self: BaseClient, operation: str, parameters: Any) -> Any:
        made.append((operation, parameters, self.meta.region_name))
        return call(self, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", note):
        yield made


def put(key: str = "abalone/model.tar.gz", body: bytes = b"bytes", **options: Any) -> dict[str, Any]:
    return dict(client("s3").put_object(Bucket="models", Key=key, Body=body, **options))


def data(url: str = URL) -> tuple[DataPin | None, tuple[str, ...]]:
    [container], notes = ARTEFACTS.pin([Container("a:1", DIGEST, url)])
    return container.model_data, notes


def image(name: str) -> tuple[str | None, tuple[str, ...]]:
    [container], notes = ARTEFACTS.pin([Container(name)])
    return container.image_digest, notes


def answering(answer: Any) -> Any:
    """Each call has this answer, or raises it."""

    def call(_client: BaseClient, _operation: str, _parameters: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return patch.object(BaseClient, "_make_api_call", call)


def refused(code: str, status: int, operation: str = "HeadObject") -> ClientError:
    error = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(error, operation)  # type: ignore[arg-type]


@pytest.mark.usefixtures("bucket")
def test_an_object_is_pinned_by_all_that_s3_knows_in_one_call(calls: list[Any]) -> None:
    client("s3").put_bucket_versioning(Bucket="models", VersioningConfiguration={"Status": "Enabled"})
    written = put(ChecksumAlgorithm="SHA256")
    calls.clear()
    found, notes = data()
    checksum = "SHA256:" + b64encode(sha256(b"bytes").digest()).decode()
    assert (found, notes) == (DataPin(written["ETag"].strip('"'), written["VersionId"], checksum, 5), ())
    assert [operation for operation, *_ in calls] == ["HeadObject"]
    assert calls[0][1]["ChecksumMode"] == "ENABLED"


@pytest.mark.usefixtures("bucket")
def test_without_versioning_there_is_no_version_id() -> None:
    put()
    found, _ = data()
    assert found is not None
    assert (found.version_id, found.size, found.objects) == (None, 5, None)


@pytest.mark.parametrize(
    ("sums", "pin"),
    [
        ({}, None),
        ({"ChecksumCRC32": "a", "ChecksumSHA1": "b"}, "SHA1:b"),
        ({"ChecksumCRC32": "a", "ChecksumCRC64NVME": "b"}, "CRC64NVME:b"),
        ({"ChecksumSHA256": "a-3", "ChecksumType": "COMPOSITE"}, "SHA256:a-3"),
    ],
)
def test_the_strongest_checksum_is_kept(sums: dict[str, str], pin: str | None) -> None:
    with answering({"ETag": '"e"', "ContentLength": 3, "VersionId": "null"} | sums):
        assert data() == (DataPin("e", None, pin, 3), ())


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize(
    ("url", "operations"),
    [
        ("s3://models/abalone/", ["ListObjectsV2"]),
        ("s3://models/abalone", ["HeadObject", "ListObjectsV2"]),
        ("s3://models", ["ListObjectsV2"]),
    ],
)
def test_a_folder_is_pinned_by_its_listing(url: str, operations: list[str], calls: list[Any]) -> None:
    put("abalone/1", b"one")
    put("abalone/sub/2", b"two two")
    calls.clear()
    found, notes = data(url)
    assert notes == ()
    assert found is not None
    assert (found.objects, found.size, found.etag, found.version_id) == (2, 10, None, None)
    assert found.checksum is not None
    assert found.checksum.startswith("LISTING:")
    assert [operation for operation, *_ in calls] == operations


@pytest.mark.usefixtures("bucket")
def test_whatever_changes_below_a_folder_changes_its_pin() -> None:
    put("abalone/1", b"one")
    put("abalone-old/1", b"one")
    first, _ = data("s3://models/abalone")
    changes = [("abalone/1", b"two"), ("abalone/2", b""), ("abalone/1", b"three")]
    pins = [first]
    for key, body in changes:
        put(key, body)
        pins.append(data("s3://models/abalone")[0])
    put("abalone-old/1", b"two")
    assert len({pin.checksum for pin in pins if pin}) == 4
    assert data("s3://models/abalone/") == (pins[-1], ())


@pytest.mark.usefixtures("bucket")
def test_the_same_files_elsewhere_have_the_same_listing() -> None:
    for folder in ("a", "b"):
        put(f"{folder}/1", b"one")
    assert data("s3://models/a/") == data("s3://models/b/")


def test_of_a_huge_folder_the_first_thousand_objects_are_pinned() -> None:
    objects = [{"Key": f"abalone/{n}", "Size": 1, "ETag": '"e"'} for n in range(MOST_OBJECTS)]
    with answering({"Contents": objects, "IsTruncated": True}):
        found, notes = data("s3://models/abalone/")
    assert notes == ("Only the first 1000 objects are pinned: s3://models/abalone/",)
    assert found is not None
    assert (found.objects, found.size) == (1000, 1000)


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize(
    "url", [URL, "s3://models/abalone/", "s3://models", "s3://no-such-bucket/a", "s3://no-such-bucket/"]
)
def test_what_does_not_exist_is_said_to(url: str) -> None:
    assert data(url) == (None, (f"It does not exist: {url}",))


@pytest.mark.parametrize(
    "url", ["https://x/y", "models/abalone", "s3://", "s3:///key", "s3://-/a", f"s3://b/{'k' * 1025}"]
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    assert data(url) == (None, (f"It is not an s3:// address: {url}",))


@pytest.mark.parametrize(
    ("code", "status", "why"),
    [
        ("403", 403, NO_ACCESS),
        ("AccessDenied", 403, NO_ACCESS),
        ("KMS.DisabledException", 400, NO_ACCESS),
        ("400", 400, "AWS answers 400"),
        ("301", 301, "AWS answers 301"),
        ("PermanentRedirect", 301, "AWS answers PermanentRedirect"),
        ("405", 405, "AWS answers 405"),
    ],
)
def test_what_s3_refuses_is_a_note(code: str, status: int, why: str) -> None:
    with answering(refused(code, status)):
        assert data() == (None, (f"{why}: {URL}",))


@pytest.mark.parametrize(
    "error",
    [
        refused("503", 503),
        refused("500", 500),
        refused("SlowDown", 503),
        refused("429", 429),
        refused("ExpiredToken", 400),
        ReadTimeoutError(endpoint_url="https://s3"),
    ],
    ids=str,
)
def test_what_is_worth_another_try_is_raised(error: Exception) -> None:
    with answering(error), pytest.raises(type(error)):
        data()


def pushed(tag: str = "1", region: str = REGION) -> str:
    """The digest of an image in a private repository."""
    ecr = client_in("ecr", None if region == REGION else region)
    ecr.create_repository(repositoryName="team/xgboost")
    manifest = '{"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "layers": []}'
    answer = ecr.put_image(repositoryName="team/xgboost", imageManifest=manifest, imageTag=tag)
    return str(answer["image"]["imageId"]["imageDigest"])


def test_a_tag_is_looked_up_in_the_registry_and_region_of_its_address(calls: list[Any]) -> None:
    digest = pushed(region="eu-west-1")
    calls.clear()
    assert image(f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/xgboost:1") == (digest, ())
    [(operation, parameters, region)] = calls
    assert (operation, region, parameters["registryId"]) == ("BatchGetImage", "eu-west-1", ACCOUNT)
    assert len(parameters["acceptedMediaTypes"]) == 4


@pytest.mark.parametrize("address", [f"{ECR}/team/xgboost", f"{ECR}/team/xgboost:latest"])
def test_without_a_tag_it_is_the_latest(address: str) -> None:
    digest = pushed("latest")
    assert image(address) == (digest, ())


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (f"{ECR}/team/xgboost:2", "It does not exist"),
        (f"{ECR}/other:1", "It does not exist"),
        ("xgboost:1", "It is in no private repository of Amazon ECR"),
        ("public.ecr.aws/a/b:1", "It is in no private repository of Amazon ECR"),
        (f"{ACCOUNT}.dkr.ecr.mars-north-1.amazonaws.com/a:1", "It is in no private repository of Amazon ECR"),
        (f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com.example.com/a:1", "It is in no private repository of Amazon ECR"),
    ],
)
def test_an_image_that_cannot_be_looked_up_is_a_note(address: str, why: str) -> None:
    pushed()
    assert image(address) == (None, (f"{why}: {address}",))


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (refused("AccessDeniedException", 400), NO_ACCESS),
        (refused("RepositoryNotFoundException", 400), "It does not exist"),
        (refused("InvalidParameterException", 400), "AWS answers InvalidParameterException"),
    ],
)
def test_what_ecr_refuses_is_a_note(error: Exception, why: str) -> None:
    with answering(error):
        assert image(f"{ECR}/a:1") == (None, (f"{why}: {ECR}/a:1",))


@pytest.mark.parametrize(
    "answer",
    [
        refused("ThrottlingException", 400),
        refused("LimitExceededException", 400),
        refused("ServerException", 500),
        {"images": [], "failures": [{"failureCode": "UpstreamUnavailable"}]},
    ],
    ids=str,
)
def test_what_ecr_may_answer_later_is_raised(answer: Any) -> None:
    with answering(answer), pytest.raises(Exception, match=r"Exception|UpstreamUnavailable"):
        image(f"{ECR}/a:1")


@pytest.mark.parametrize("failure", ["ImageReferencedByManifestList", "KmsError"])
def test_another_failure_of_ecr_is_a_note(failure: str) -> None:
    with answering({"images": [], "failures": [{"failureCode": failure}]}):
        assert image(f"{ECR}/a:1") == (None, (f"Amazon ECR says {failure}: {ECR}/a:1",))


@pytest.mark.usefixtures("bucket")
def test_a_digest_that_is_known_costs_no_call_and_one_in_the_address_is_taken_from_there(calls: list[Any]) -> None:
    put()
    calls.clear()
    containers = [
        Container(f"{ECR}/a@{DIGEST}"),
        Container(f"{ECR}/a:1@{DIGEST}"),
        Container(f"{ECR}/a:1", DIGEST, URL),
    ]
    found, notes = ARTEFACTS.pin(containers)
    assert ([one.image_digest for one in found], notes) == ([DIGEST] * 3, ())
    assert [operation for operation, *_ in calls] == ["HeadObject"]


def test_a_container_that_names_nothing_is_left_as_it_is(calls: list[Any]) -> None:
    assert ARTEFACTS.pin([Container(None)]) == ((Container(None),), ())
    assert calls == []


@given(hostile_text, hostile_text, st.sampled_from(["", "s3://", "s3://models/", f"{ECR}/", f"{ECR}/a:"]))
def test_whatever_a_model_package_names_it_is_pinned_or_a_note(image: str, url: str, start: str) -> None:
    [found], notes = ARTEFACTS.pin([Container(start + image, None, start + url)])
    assert found.model_data is None
    assert len(notes) <= 2
