"""How the workflow can refuse, and what the outside world may answer instead of a value."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model_approval.domain.model_version import VersionId


class UnusableEvent(Exception):
    """An event that can never be acted on, however often it is delivered; the message says why.

    It belongs into the dead-letter queue at once. Anything else that goes wrong is worth another try.
    """


class InvalidRecord(ValueError):
    """A parameter's value is not a record that this version of the software reads, or does not fit; says which."""


class NotFound(Exception):
    """What was asked for does not exist; the message says what."""


class NoAccess(Exception):
    """AWS refuses; the message says what was refused. A policy may be mended, so this is worth another try."""


class ArtefactChanged(UnusableEvent):
    """What would run is not what was asked about: an image or model data have changed, or cannot be looked at any more.
    Nothing is published; the message says what changed, ``about`` which version it is about. Once that is mended, the
    event can be sent again."""

    def __init__(self, message: str, about: "VersionId | None" = None) -> None:
        super().__init__(message)
        self.about = about


class EvidenceChanged(Exception):
    """What is kept as evidence is not what a request refers to; the message says by which digest that shows."""
