"""An identity out of verified claims, and the groups it may be trusted with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model_approval.domain.person import Person
from model_approval.domain.text import fit, one_line


@dataclass(frozen=True)
class Identity:
    """A signed-in person. ``groups`` are the identity provider's; ``groups_note`` says why there are none to trust."""

    person: Person
    groups: frozenset[str]
    groups_note: str | None = None


def identity(claims: Mapping[str, Any], groups_claim: str) -> Identity:
    """``claims`` must have been verified. Groups fail closed: what is missing, cut short or oddly shaped means none."""
    names = (claims.get(claim) for claim in ("email", "preferred_username", "upn", "name"))
    name = next((one_line(n) for n in names if isinstance(n, str) and one_line(n)), one_line(claims["sub"]))
    person = Person(claims["sub"], fit(name, 128), claims["iss"])
    groups, note = _groups(claims, groups_claim)
    return Identity(person, groups, note)


def _groups(claims: Mapping[str, Any], claim: str) -> tuple[frozenset[str], str | None]:
    # Entra ID leaves groups out above 200 and says so in these claims; a partial list must not be taken for all.
    elsewhere = claims.get("_claim_names") or {}
    if claims.get("hasgroups") or not isinstance(elsewhere, Mapping) or claim in elsewhere:
        return frozenset(), "Your identity provider left your groups out of the sign-in because there are too many."
    groups = claims.get(claim)
    if groups is None:
        return frozenset(), f"Your sign-in carries no {claim!r} claim."
    if not isinstance(groups, list) or not all(isinstance(group, str) for group in groups):
        return frozenset(), f"The {claim!r} claim of your sign-in is not a list of names."
    return frozenset(groups), None
