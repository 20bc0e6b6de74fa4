"""Pins: whether what would run is still what was asked about.

What counts are the bytes, as far as they can be told apart without reading them (ADR 9): the same model data that were
uploaded again have another version id and are unchanged all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from model_approval.domain.model_version import Container, DataPin

STRONG = ("SHA256", "SHA512", "SHA1", "MD5", "LISTING")
"""Checksums that nobody can make other bytes fit. The others tell apart what was changed by accident: whoever wants to
finds other bytes with the same CRC in no time, so an equal one proves nothing."""


def differs(recorded: Sequence[Container], registered: Sequence[Container]) -> tuple[str, ...]:
    """A sentence for each difference in what the model registry names: containers, images, addresses. A digest counts
    if both know one, since the registry need not know what was looked up in Amazon ECR."""
    if len(recorded) != len(registered):
        return (f"The model package has {_containers(len(registered))} now instead of {len(recorded)}.",)
    found = (_names(was, now) for was, now in zip(recorded, registered, strict=True))
    return tuple(sentence for sentences in found for sentence in sentences)


def changed(recorded: Sequence[Container], now: Sequence[Container], notes: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each difference from what was ``recorded``, pins included; none if all is as it was. What was
    never pinned is not compared. ``notes`` say what could not be looked at now, and why."""
    if found := differs(recorded, now):
        return found
    pairs = zip(recorded, now, strict=True)
    return tuple(sentence for was, is_now in pairs for sentence in _pins(was, is_now, notes))


def worth_a_look(recorded: Sequence[Container], registered: Sequence[Container]) -> tuple[Container, ...]:
    """Of the ``registered`` containers, what was pinned when they were ``recorded``: nothing else need be looked up."""
    return tuple(
        replace(
            now,
            image=now.image if was.image_digest else None,
            model_data_url=now.model_data_url if was.model_data else None,
        )
        for was, now in zip(recorded, registered, strict=True)
    )


def is_pinned(container: Container) -> bool:
    return bool(container.image_digest or container.model_data)


def _containers(number: int) -> str:
    return "1 container" if number == 1 else f"{number} containers"


def _names(was: Container, now: Container) -> Iterator[str]:
    if was.image != now.image:
        yield f"The image is {now.image} instead of {was.image}."
    elif was.image_digest and now.image_digest and was.image_digest.lower() != now.image_digest.lower():
        yield f"The image {was.image} has the digest {now.image_digest} instead of {was.image_digest}."
    if was.model_data_url != now.model_data_url:
        yield f"The model data are {now.model_data_url} instead of {was.model_data_url}."


def _pins(was: Container, now: Container, notes: Sequence[str]) -> Iterator[str]:
    if was.image_digest and not now.image_digest:
        yield _lost(f"The digest of the image {was.image}", was.image, notes)
    if was.model_data and not now.model_data:
        yield _lost(f"The model data {was.model_data_url}", was.model_data_url, notes)
    elif was.model_data and now.model_data and (how := _difference(was.model_data, now.model_data)):
        yield f"The model data {was.model_data_url} were changed: {how}."


def _lost(what: str, address: str | None, notes: Sequence[str]) -> str:
    """A note ends with the address that it is about."""
    reasons = (note.removesuffix(f": {address}") for note in notes if note.endswith(f": {address}"))
    return ". ".join([f"{what} cannot be looked at any more", *reasons]) + "."


def _difference(was: DataPin, now: DataPin) -> str | None:
    """In half a sentence; None if these are the same bytes."""
    if was.version_id and was.version_id == now.version_id:
        return None  # a version of an object never changes
    if was.objects is None and now.objects is not None:
        return "a folder instead of an object"
    if was.objects is not None and now.objects is None:
        return "an object instead of a folder"
    if was.objects != now.objects:
        return f"{now.objects} objects instead of {was.objects}"
    if was.size != now.size:
        return f"{now.size} bytes instead of {was.size}"
    return _other_bytes(was, now)


def _other_bytes(was: DataPin, now: DataPin) -> str | None:
    """Of as many objects and bytes."""
    before, after = _algorithm(was), _algorithm(now)
    if before and before == after:
        if was.checksum != now.checksum:
            return f"the checksum is {now.checksum} instead of {was.checksum}"
        if before in STRONG:
            return None
    if was.etag and was.etag == now.etag:
        return None
    return f"the ETag is {now.etag} instead of {was.etag}"


def _algorithm(pin: DataPin) -> str | None:
    return pin.checksum.partition(":")[0] if pin.checksum else None
