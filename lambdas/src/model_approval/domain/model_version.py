"""A model version: which model package it is, and what would run if it were approved."""

import re
from dataclasses import dataclass, field
from typing import Any, Self

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.json_values import array

_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):sagemaker:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):"
    r"model-package/(?P<group>[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62})/(?P<version>[1-9]\d{0,8})",
    re.ASCII,
)


@dataclass(frozen=True)
class VersionId:
    """A version of a model package group: what every record, page and mail is about."""

    group: str
    version: int

    def __str__(self) -> str:
        return f"{self.group} version {self.version}"


@dataclass(frozen=True)
class ModelPackageArn:
    """The ARN of a *versioned* model package (``…:model-package/GROUP/VERSION``)."""

    arn: str
    account_id: str
    region: str
    id: VersionId

    @classmethod
    def parse(cls, arn: str) -> Self:
        """Raises InvalidRecord, with a sentence, if ``arn`` names anything but a version of a group."""
        match = _ARN.fullmatch(arn)
        if match is None:
            raise InvalidRecord(f"{arn!r} is not the ARN of a version in a model package group")
        id = VersionId(match["group"], int(match["version"]))
        return cls(arn, match["account"], match["region"], id)


@dataclass(frozen=True)
class DataPin:
    """What identifies the bytes of model data in S3, as far as it can be had: of an object, its ``etag``, its
    ``version_id`` in a bucket with versioning, a ``checksum`` that S3 keeps (``SHA256:`` and base64, for instance) and
    its ``size`` in bytes. Where the model data is all that is below a prefix, ``objects`` is their number, ``size``
    their sum, and ``checksum`` is ``LISTING:`` and a SHA-256 over their keys, sizes and ETags."""

    etag: str | None = None
    version_id: str | None = None
    checksum: str | None = None
    size: int | None = None
    objects: int | None = None

    def to_json(self) -> dict[str, Any]:
        known = {
            "etag": self.etag,
            "version_id": self.version_id,
            "checksum": self.checksum,
            "size": self.size,
            "objects": self.objects,
        }
        return {name: value for name, value in known.items() if value is not None}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        if not isinstance(value, dict):
            raise TypeError(f"there is a {type(value).__name__} in place of a pin")
        names = ("etag", "version_id", "checksum", "size", "objects")
        return cls(*(value.get(name) for name in names))


@dataclass(frozen=True)
class Container:
    """One container of an inference specification, with what pins its bytes. ``model_data`` is None until it is
    looked up in S3, and where that was not possible."""

    image: str | None
    image_digest: str | None = None
    model_data_url: str | None = None
    model_data: DataPin | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "image": self.image,
            "image_digest": self.image_digest,
            "model_data_url": self.model_data_url,
            "model_data": self.model_data.to_json() if self.model_data else None,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        image, pin = value["image"], value.get("model_data")
        return cls(
            image,
            value.get("image_digest"),
            value.get("model_data_url"),
            None if pin is None else DataPin.from_json(pin),
        )


@dataclass(frozen=True)
class ModelVersion:
    """What travels from environment to environment: the model package and its containers."""

    id: VersionId
    model_package_arn: str
    containers: tuple[Container, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {
            "group": self.id.group,
            "version": self.id.version,
            "model_package_arn": self.model_package_arn,
            "containers": [container.to_json() for container in self.containers],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(
            VersionId(value["group"], value["version"]),
            value["model_package_arn"],
            tuple(Container.from_json(container) for container in array(value["containers"])),
        )
