"""Amazon S3 and Amazon ECR behind the steps' ``Artefacts``: what identifies a container's image and its model data."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from model_approval.adapters.clients import code, known_regions
from model_approval.adapters.objects import address, refusal
from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.model_version import Container, DataPin

MOST_OBJECTS = 1000
"""Objects under a prefix that are pinned: as many as one call lists."""
_CHECKSUMS = ("SHA256", "SHA512", "SHA1", "MD5", "CRC64NVME", "XXHASH128", "XXHASH3", "XXHASH64", "CRC32C", "CRC32")
"""Of those that S3 keeps, the first that is there is the pin: those that nobody can make other bytes fit come first."""
_PRIVATE_ECR = re.compile(
    r"(?P<registry>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\."
    r"(?:amazonaws\.(?:com(?:\.cn)?|eu)|on\.(?:aws|amazonwebservices\.com\.cn)"
    r"|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)"
    r"/(?P<repository>[a-z0-9][a-z0-9._/-]{0,255})(?::(?P<tag>[\w][\w.-]{0,127}))?",
    re.ASCII,
)
"""Of all partitions. Source of their domains: awslabs/amazon-ecr-credential-helper, ``ecrPattern``."""
_MANIFESTS = [
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.oci.image.index.v1+json",
]
"""All kinds, so that Amazon ECR does not convert one, which would have another digest."""
_BUSY = ("UpstreamTooManyRequests", "UpstreamUnavailable")
"""What Amazon ECR says of an image behind a pull-through cache if it is worth another try."""


class Unpinned(Exception):
    """This cannot be looked at; the message says why."""


class Missing(Unpinned):
    def __init__(self) -> None:
        super().__init__("It does not exist")


class Busy(Exception):
    """Worth another try."""


class ContainerArtefacts:
    """``enter`` makes a client of a service, in a region if one is named. A note ends with the address that it is
    about: whoever cuts it short keeps the reason."""

    def __init__(self, enter: Callable[[str, str | None], Any]) -> None:
        self._enter = enter

    def pin(self, containers: Sequence[Container]) -> tuple[tuple[Container, ...], tuple[str, ...]]:
        """One call for each container whose digest the registry knows; one more for each other image."""
        notes: list[str] = []
        pinned = tuple(self._pin(container, notes) for container in containers)
        return pinned, tuple(dict.fromkeys(notes))

    def _pin(self, container: Container, notes: list[str]) -> Container:
        image, url = container.image, container.model_data_url
        if image and not container.image_digest:
            try:
                container = replace(container, image_digest=self._digest(image))
            except Unpinned as error:
                notes.append(f"{error}: {image}")
        if url:
            try:
                pin, note = self._data(url)
                container = replace(container, model_data=pin)
                notes += [f"{note}: {url}"] if note else []
            except Unpinned as error:
                notes.append(f"{error}: {url}")
        return container

    def _digest(self, image: str) -> str:
        _, at, digest = image.partition("@")
        if at:
            return digest
        match = _PRIVATE_ECR.fullmatch(image)
        if match is None or match["region"] not in known_regions("ecr"):
            raise Unpinned("It is in no private repository of Amazon ECR")
        answer = _ask(
            lambda: self._enter("ecr", match["region"]).batch_get_image(
                registryId=match["registry"],
                repositoryName=match["repository"],
                imageIds=[{"imageTag": match["tag"] or "latest"}],
                acceptedMediaTypes=_MANIFESTS,
            ),
            image,
        )
        if images := answer["images"]:
            return str(images[0]["imageId"]["imageDigest"])
        failure = next((str(one["failureCode"]) for one in answer["failures"]), "nothing")
        if failure in _BUSY:
            raise Busy(f"Amazon ECR could not look up {image}: {failure}")
        raise Missing if failure == "ImageNotFound" else Unpinned(f"Amazon ECR says {failure}")

    def _data(self, url: str) -> tuple[DataPin, str | None]:
        """And what of it is not pinned."""
        try:
            bucket, key = address(url)
        except ValueError as error:
            raise Unpinned("It is not an s3:// address") from error
        if not key or key.endswith("/"):
            return self._below(bucket, key)
        try:
            return self._object(bucket, key), None
        except Missing:
            # The address may be that of a folder, without the slash.
            return self._below(bucket, f"{key}/")

    def _object(self, bucket: str, key: str) -> DataPin:
        found = _ask(lambda: self._s3.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED"), key)
        sums = (f"{name}:{found[f'Checksum{name}']}" for name in _CHECKSUMS if f"Checksum{name}" in found)
        version = found.get("VersionId")
        return DataPin(
            etag=found["ETag"].strip('"'),
            version_id=None if version == "null" else version,  # what is overwritten where versioning is suspended
            checksum=next(sums, None),
            size=found["ContentLength"],
        )

    def _below(self, bucket: str, prefix: str) -> tuple[DataPin, str | None]:
        found = _ask(lambda: self._s3.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=MOST_OBJECTS), prefix)
        objects = found.get("Contents", [])
        if not objects:
            raise Missing
        listing = hashlib.sha256()
        for one in objects:
            listing.update(f"{one['Key'].removeprefix(prefix)}\0{one['Size']}\0{one['ETag']}\n".encode())
        checksum, size = f"LISTING:{listing.hexdigest()}", sum(one["Size"] for one in objects)
        note = f"Only the first {MOST_OBJECTS} objects are pinned" if found["IsTruncated"] else None
        return DataPin(checksum=checksum, size=size, objects=len(objects)), note

    @property
    def _s3(self) -> Any:
        return self._enter("s3", None)


def _ask(call: Callable[[], dict[str, Any]], what: str) -> dict[str, Any]:
    """Raises Unpinned if AWS will answer the same each time; anything else is worth another try."""
    try:
        return call()
    except ParamValidationError as error:
        raise Unpinned("It is not an address that AWS takes") from error
    except ClientError as error:
        said, trouble = code(error), refusal(error, what)
        if trouble is error or "LimitExceeded" in said:
            raise
        if isinstance(trouble, NotFound) or said == "RepositoryNotFoundException":
            raise Missing from error
        if isinstance(trouble, NoAccess) or said.startswith("AccessDenied"):
            raise Unpinned("No access, to it or to its key, or it does not exist") from error
        # An answer to HeadObject has no words: that about an object with a key of its owner's is "400".
        raise Unpinned(f"AWS answers {said}") from error
