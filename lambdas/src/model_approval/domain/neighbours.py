"""Environments that share an account and a region (ADR 13): EventBridge tells each of their stacks of every inference
there, so what ran must say which of them it ran for.

A transform job and a pipeline say it by a tag, somebody's own event by a field of its detail. Where an environment is
alone, nobody needs to say anything, and nothing that is said is looked at.
"""

from dataclasses import dataclass

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.text import fit

ENVIRONMENT_TAG = "model-approval:environment"
_SHOWN = 64
"""Characters of what was said instead of an environment; their names have 16 at most."""


@dataclass(frozen=True)
class Neighbours:
    """``here`` are the environments of this stack's account and region in the order of the promotion path, with the
    stack's own ``environment`` among them."""

    environment: str
    here: tuple[str, ...] = ()

    @property
    def exist(self) -> bool:
        return len(self.here) > 1

    def elsewhere(self, named: object, ran: str) -> str | None:
        """Why another stack here has to act, for the log; None if it is up to this one. ``named`` is the environment
        that it ``ran`` for by its own account.

        About what names none of them, the first stack has to tell a person: so it is told, and told once.
        """
        if not self.exist or named == self.environment:
            return None
        if self._is_here(named):
            return f"nothing: {ran} ran for {named}"
        if self.environment != self.here[0]:
            return f"nothing: {ran} names none of {self._names}, which is up to {self.here[0]}"
        return None

    def check_tag(self, value: str | None, ran: str) -> None:
        """Raises UnusableEvent, with a sentence that says what to do, if the tag of what ``ran`` names none of them."""
        if not self._is_clear(value):
            found = "no" if value is None else f"{_shown(value)} as"
            raise UnusableEvent(
                f"{ran} has {found} tag {ENVIRONMENT_TAG}, but several environments share this account: tag it with "
                f"the one that it ran for ({self._names}), and send this event to the queue of that one's inference "
                "notifier"
            )

    def check_field(self, value: object) -> None:
        """The same of the field ``environment`` in the detail of somebody's own event."""
        if not self._is_clear(value):
            found = "detail has no environment" if value is None else f"environment is {_shown(value)}"
            raise UnusableEvent(
                f"the event's {found}, but several environments share this account: send it again, with the one that "
                f"it ran for ({self._names})"
            )

    def _is_clear(self, named: object) -> bool:
        return not self.exist or self._is_here(named)

    def _is_here(self, named: object) -> bool:
        return isinstance(named, str) and named in self.here

    @property
    def _names(self) -> str:
        return ", ".join(self.here)


def _shown(value: object) -> str:
    return fit(repr(value), _SHOWN)
