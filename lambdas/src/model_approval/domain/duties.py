"""Separation of duties: who may not approve a version, although they are in the environment's approver group.

Only approving is kept from them: whoever knows a reason against a version may always reject it.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from model_approval.domain.person import Person
from model_approval.domain.records import Request

REQUESTED_BY = "requested_by"
"""The key in a version's CustomerMetadataProperties that names who wants it approved."""


@dataclass(frozen=True)
class Duties:
    """``prevent_self_approval``: nobody approves a version that they requested themselves, and a version that does not
    say who requested it is approved by nobody. ``one_environment_each``: nobody approves one version for two
    environments."""

    prevent_self_approval: bool = False
    one_environment_each: bool = False


def objection(duties: Duties, request: Request, person: Person, aliases: Collection[str]) -> str | None:
    """Why ``person``, known under ``aliases`` as well, may not approve ``request``; None if they may."""
    if duties.prevent_self_approval:
        if request.author is None or not _names(request.author):
            return (
                f"Nobody can approve this version: its metadata has no name under {REQUESTED_BY!r}, so nobody can tell "
                "who must not approve it. Register it again with that key in CustomerMetadataProperties."
            )
        if any(same_person(request.author, name) for name in (person.subject, person.name, *aliases)):
            return f"You requested this version yourself (as {request.author!r}), so somebody else has to approve it."
    if duties.one_environment_each:
        earlier = next((step.environment for step in request.trail if step.has(person)), None)
        if earlier is not None:
            return (
                f"You approved this version for {earlier}; somebody else has to approve it for {request.environment}."
            )
    return None


def same_person(one: str, other: str) -> bool:
    """Whether two names may mean the same person, in doubt yes: a user name without a domain is anybody's of that name.

    What differs in case, in Unicode's compatibility forms, by a tag (``ann+ml@example.com``), by the path before it
    (``arn:…:assumed-role/DataScientist/ann@example.com``, ``EXAMPLE\\ann``) or by words around an address
    (``Ann <ann@example.com>``) is the same.
    """
    return any(_same(name, another) for name in _names(one) for another in _names(other))


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    (name, domain), (other_name, other_domain) = one, other
    return name == other_name and (domain == other_domain or not (domain and other_domain))


def _names(text: str) -> set[tuple[str, str]]:
    """What ``text`` may name: a user name and a domain, which may be empty, as a whole and for each address in it."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"))
    found = {_parts(plain)} | {_parts(word) for word in re.split(r"[\s,;<>()\[\]\"]+", plain) if "@" in word}
    return {(name, domain) for name, domain in found if name}


def _parts(name: str) -> tuple[str, str]:
    last = re.split(r"[/\\]", name.strip().rstrip("/\\").removeprefix("mailto:"))[-1]
    local, _, domain = last.partition("@")
    return local.partition("+")[0].strip(), domain.strip().rstrip(".")
