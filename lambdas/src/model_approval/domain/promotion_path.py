"""The order in which a model version travels through the environments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PromotionPath:
    """The environments' names in order, two to ten; the first one owns the model registry."""

    names: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.names[0]

    def before(self, environment: str) -> str | None:
        """The environment that a version comes from; None at the start of the path."""
        index = self.names.index(environment)
        return self.names[index - 1] if index else None

    def asking(self, environment: str) -> str:
        """The environment in whose account the requests about ``environment`` stand."""
        return self.before(environment) or environment

    def after(self, environment: str) -> str | None:
        """The environment that a version may be promoted to from this one; None at the end of the path."""
        index = self.names.index(environment) + 1
        return self.names[index] if index < len(self.names) else None
