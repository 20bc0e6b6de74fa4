"""How the workflow can refuse, and what the outside world may answer instead of a value."""


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
