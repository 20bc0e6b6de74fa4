"""Two versions beside each other: what would run, and who approved what where."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from model_approval.domain.evidence import Metrics
from model_approval.domain.history import Entry, Version
from model_approval.domain.model_version import Container, DataPin

_PARTS = "Image", "Image digest", "Model data", "Version ID of the data", "Checksum of the data", "ETag of the data"


@dataclass(frozen=True)
class Fact:
    """Something that pins what runs; None where the registry does not know it."""

    name: str
    one: str | None
    other: str | None

    @property
    def is_same(self) -> bool | None:
        """None if that is not known: the registry does not know it of both."""
        return None if self.one is None or self.other is None else self.one == self.other


@dataclass(frozen=True)
class Place:
    """An environment: how both versions stand there."""

    environment: str
    one: Entry
    other: Entry

    @property
    def metrics(self) -> tuple[Metrics, Metrics]:
        """What the approvers saw, or were to see."""
        return _metrics(self.one), _metrics(self.other)


@dataclass(frozen=True)
class Comparison:
    """``failures`` says of the environments that cannot be read why, for the log."""

    one: Version
    other: Version
    failures: Mapping[str, str]

    @property
    def places(self) -> tuple[Place, ...]:
        pairs = zip(self.one.entries, self.other.entries, strict=True)
        return tuple(Place(one.environment, one, other) for one, other in pairs)

    @property
    def unknown(self) -> tuple[Version, ...]:
        """Those about which nothing is recorded, as far as can be read."""
        return tuple(version for version in (self.one, self.other) if version.model is None)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What would run: each container's image, digest and model data, as far as the registry knew them."""
        ones, others = (version.model.containers if version.model else () for version in (self.one, self.other))
        number = max(len(ones), len(others))
        facts = []
        for position, (one, other) in enumerate(zip_longest(ones, others), 1):
            of = f" of container {position}" if number > 1 else ""
            for name, a, b in zip(_PARTS, _parts(one), _parts(other), strict=True):
                if a or b:
                    facts.append(Fact(f"{name}{of}", a, b))
        return tuple(facts)


def _parts(container: Container | None) -> tuple[str | None, ...]:
    if container is None:
        return (None,) * len(_PARTS)
    pin = container.model_data or DataPin()
    return (
        container.image,
        container.image_digest,
        container.model_data_url,
        pin.version_id,
        pin.checksum,
        pin.etag,
    )


def _metrics(entry: Entry) -> Metrics:
    if entry.request:
        return entry.request.metrics
    return entry.standing.decision.metrics if entry.standing and entry.standing.decision else {}
