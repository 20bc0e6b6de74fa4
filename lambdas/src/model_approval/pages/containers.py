"""What would run, beside what runs now: images and model data, as far as what pins them is known. No I/O, no markup."""

from collections.abc import Iterator

from model_approval.domain.model_version import Container, DataPin, ModelVersion

UNKNOWN = "not known"


def container_changes(model: ModelVersion, now: ModelVersion) -> Iterator[tuple[str, str]]:
    """What of a version's containers is the same as in the one that runs now: a label and a few words for each."""
    if len(model.containers) != len(now.containers):
        yield "Containers", f"{len(model.containers)} instead of {len(now.containers)}"
        return
    for count, (one, other) in enumerate(zip(model.containers, now.containers, strict=True), 1):
        which = f" of container {count}" if len(model.containers) > 1 else ""
        yield f"Image{which}", _image(one, other)
        yield f"Model data{which}", _data(one, other)


def _image(one: Container, other: Container) -> str:
    if one.image_digest and other.image_digest:
        return _same("digest", one.image_digest, other.image_digest)
    same = _same("address", one.image, other.image)
    return same if same == UNKNOWN else f"{same}; the digest is not known"


def _data(one: Container, other: Container) -> str:
    content = _content(one.model_data, other.model_data) if one.model_data and other.model_data else None
    return ", ".join(filter(None, (_same("address", one.model_data_url, other.model_data_url), content)))


def _content(one: DataPin, other: DataPin) -> str | None:
    """None if these pins cannot be held against each other: other ETags do not mean other bytes."""
    if one.checksum and other.checksum and _algorithm(one.checksum) == _algorithm(other.checksum):
        return _same("checksum", one.checksum, other.checksum)
    if (one.size, one.objects) != (other.size, other.objects):
        return "different size"
    return "same ETag" if one.etag and one.etag == other.etag else None


def _algorithm(checksum: str) -> str:
    return checksum.partition(":")[0]


def _same(what: str, one: str | None, other: str | None) -> str:
    if one is None or other is None:
        return UNKNOWN
    return f"same {what}" if one == other else f"different {what}"
