"""What a README's tables say about a folder of Terraform."""

from dataclasses import dataclass


class DocsError(Exception):
    """What is wrong with a .tf file or a README, as a sentence."""


@dataclass(frozen=True)
class Attribute:
    """An attribute of an object type. ``default`` is an expression; None where the caller must give a value."""

    name: str
    type: "Type"
    default: str | None


@dataclass(frozen=True)
class Type:
    """A type without what its objects hold (``list(object)``), and what they hold, in the order of the source."""

    short: str
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True)
class Input:
    """A variable. ``default`` is an expression on one line; None where the caller must give a value."""

    name: str
    description: str
    type: Type
    default: str | None


@dataclass(frozen=True)
class Output:
    """An output."""

    name: str
    description: str
    sensitive: bool


@dataclass(frozen=True)
class Folder:
    """A folder of Terraform: inputs that must be given first, everything else by name. ``requirements`` maps Terraform
    and each provider to the versions that will do, ``modules`` the modules that are called to their sources."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    requirements: dict[str, str]
    modules: dict[str, str]
    resources: tuple[str, ...]
