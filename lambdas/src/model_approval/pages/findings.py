"""A request's evidence in words: where it comes from, what of it is missing, and what pins the model."""

from collections.abc import Iterator
from dataclasses import dataclass

from model_approval.domain.evidence import Source
from model_approval.domain.model_version import Container, DataPin
from model_approval.domain.records import Request
from model_approval.pages.measures import amount, size

DATA, IMAGE, VIOLATIONS = "model data", "container image", "constraint violations"
_PINS = (DATA, IMAGE)
NOT_PINNED = "not pinned"


@dataclass(frozen=True)
class Pin:
    """Something that identifies what runs: the image, or else the model data. ``is_exact`` if it is for machines, such
    as a digest; otherwise ``value`` is in words."""

    name: str
    value: str
    is_exact: bool = False
    of_image: bool = False


def origins(request: Request) -> list[Source]:
    """Where the evidence comes from. What could not be pinned is told with the containers (``pins``)."""
    addresses = {part for one in request.model.containers for part in (one.image, one.model_data_url) if part}
    return [source for source in request.sources if source.kind not in _PINS or source.uri not in addresses]


def gave(source: Source) -> str:
    """``14 metrics``; empty if there was nothing to count, which its note explains if that is worth a word."""
    if source.kind == VIOLATIONS and (source.found or source.note is None):
        return amount(source.found, "violation") if source.found else "no violations"
    return amount(source.found, "metric") if source.found else ""


def pins(container: Container, request: Request) -> Iterator[Pin]:
    """Of the image, and then of the model data if there are any."""
    if container.image_digest:
        yield Pin("Digest", container.image_digest, is_exact=True, of_image=True)
    elif "@sha256:" in (container.image or ""):
        yield Pin("Digest", "part of the image’s address", of_image=True)
    else:
        yield Pin("Digest", _why_not(request, IMAGE, container.image), of_image=True)
    if container.model_data:
        yield from _data(container.model_data)
        if note := _note(request, DATA, container.model_data_url):
            yield Pin("Note on the data", note)
    elif container.model_data_url:
        yield Pin("Pin of the data", _why_not(request, DATA, container.model_data_url))


def _data(pin: DataPin) -> Iterator[Pin]:
    exact = {"Version ID": pin.version_id, "Checksum": pin.checksum, "ETag": pin.etag}
    yield from (Pin(name, value, is_exact=True) for name, value in exact.items() if value)
    told = (
        "" if pin.objects is None else amount(pin.objects, "object"),
        "" if pin.size is None else size(pin.size),
    )
    if any(told):
        yield Pin("Size", ", ".join(filter(None, told)))


def _why_not(request: Request, kind: str, address: str | None) -> str:
    note = _note(request, kind, address)
    return f"{NOT_PINNED}: {note}" if note else NOT_PINNED


def _note(request: Request, kind: str, address: str | None) -> str | None:
    """Notes end with the address that they are about, which stands beside them on a page."""
    notes = (one.note for one in request.sources if one.kind == kind and one.uri == address and one.note)
    note = next(notes, None)
    return note.removesuffix(f": {address}") if note else None
