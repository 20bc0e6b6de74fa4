"""The order in which a model version travels through the environments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PromotionPath:
    """The environments' names in order, two to ten; the first one owns the model registry."""

    names: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.names[0]

    def after(self, environment: str) -> str | None:
        """The environment that a version may be promoted to from this one; None at the end of the path."""
        index = self.names.index(environment) + 1
        return self.names[index] if index < len(self.names) else None
