"""Desks: who decides about an environment, and at which address."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from model_approval.domain.promotion_path import PromotionPath


@dataclass(frozen=True)
class Desk:
    """``address`` is where the pages about the environment's requests are: empty for this stack, None if nobody knows.
    ``is_mine`` tells whether the person who looks is in ``approver_group``."""

    environment: str
    approver_group: str
    address: str | None
    is_mine: bool


def desks(
    path: PromotionPath,
    approver_groups: Mapping[str, str],
    *,
    here: Collection[str],
    stacks: Mapping[str, str],
    mine: Collection[str],
) -> tuple[Desk, ...]:
    """Of each environment, in the order of promotion. ``here`` are those that this stack decides about, ``stacks`` the
    addresses of the others' pages by their own environment, and ``mine`` the groups of the person who looks."""
    return tuple(
        Desk(
            environment=name,
            approver_group=approver_groups[name],
            address="" if name in here else stacks.get(path.asking(name)),
            is_mine=approver_groups[name] in mine,
        )
        for name in path.names
    )
