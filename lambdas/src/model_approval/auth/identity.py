"""An identity out of verified claims, and the groups it may be trusted with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model_approval.domain.person import Person
from model_approval.domain.text import fit, one_line

MOST_ALIASES = 8
"""The session cookie has no room for more."""


@dataclass(frozen=True)
class Identity:
    """A signed-in person. ``groups`` are the identity provider's; ``groups_note`` says why there are none to trust.

    ``aliases`` are the names, as they stand, by which systems may know this person.
    """

    person: Person
    groups: frozenset[str]
    groups_note: str | None = None
    aliases: frozenset[str] = frozenset()


def identity(claims: Mapping[str, Any], groups_claim: str, identity_claims: Sequence[str]) -> Identity:
    """``claims`` must have been verified. Groups fail closed: what is missing, cut short or oddly shaped means none.

    ``identity_claims`` hold the person's aliases, the most important first.
    """
    names = (claims.get(claim) for claim in ("email", "preferred_username", "upn", "name"))
    name = next((one_line(n) for n in names if isinstance(n, str) and one_line(n)), one_line(claims["sub"]))
    person = Person(claims["sub"], fit(name, 128), claims["iss"])
    groups, note = _groups(claims, groups_claim)
    # The order is ours, not the alphabet's: no claim that people can change themselves pushes another one out.
    aliases = [alias for claim in identity_claims if isinstance(alias := claims.get(claim), str) and alias]
    return Identity(person, groups, note, frozenset(aliases[:MOST_ALIASES]))


def lacks_groups(claims: Mapping[str, Any], claim: str) -> bool:
    """Whether ``claims`` neither hold groups nor say that they were left out on purpose."""
    return claims.get(claim) is None and not _left_out(claims, claim)


def _groups(claims: Mapping[str, Any], claim: str) -> tuple[frozenset[str], str | None]:
    if _left_out(claims, claim):
        return frozenset(), "Your identity provider left your groups out of the sign-in because there are too many."
    groups = claims.get(claim)
    if groups is None:
        return frozenset(), f"Your sign-in carries no {claim!r} claim."
    if not isinstance(groups, list) or not all(isinstance(group, str) for group in groups):
        return frozenset(), f"The {claim!r} claim of your sign-in is not a list of names."
    return frozenset(groups), None


def _left_out(claims: Mapping[str, Any], claim: str) -> bool:
    # Entra ID leaves groups out above 200 and says so in these claims; a partial list must not be taken for all.
    # Source: Microsoft identity platform, "ID token claims reference" (hasgroups, groups:src1).
    elsewhere = claims.get("_claim_names") or {}
    said = bool(claims.get("hasgroups")) or any(name.startswith(f"{claim}:src") for name in claims)
    return said or not isinstance(elsewhere, Mapping) or claim in elsewhere
