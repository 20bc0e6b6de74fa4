"""From the groups that a company's directory sent along with a sign-in to the approver groups that they stand for.

Amazon Cognito keeps what the directory sent in one attribute of text. Source: Amazon Cognito's developer guide,
"Mapping IdP attributes to profiles and tokens" (one value as it stands; several as a list, each URL form encoded).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

_ENCODED = re.compile(r"(?:[A-Za-z0-9.*_+-]|%[0-9A-Fa-f]{2})+")


class NotTrusted(Exception):
    """The attributes give no reason to trust this person with any group; the message says why, without quoting them."""


@dataclass(frozen=True)
class GroupRules:
    """``attribute`` counts for users of ``provider`` alone; ``groups`` maps the directory's to approver groups."""

    provider: str
    attribute: str
    groups: Mapping[str, str]


def approver_groups(attributes: Mapping[str, Any], rules: GroupRules) -> list[str]:
    """The approver groups of a user with these attributes, sorted. Raises NotTrusted: whoever is in doubt is in none.

    Names are compared as they stand, with their case. Groups that the rules do not name do not count.
    """
    _check_origin(attributes, rules.provider)
    text = attributes.get(rules.attribute)
    if text is None:
        raise NotTrusted("The directory sent no groups.")
    if not isinstance(text, str) or not text.isprintable():
        raise NotTrusted("The groups are not one line of text.")
    return sorted({rules.groups[name] for name in _names(text) if name in rules.groups})


def _check_origin(attributes: Mapping[str, Any], provider: str) -> None:
    """Only of a user for whom the directory alone vouches did the directory alone set the attributes."""
    if attributes.get("cognito:user_status") != "EXTERNAL_PROVIDER":
        raise NotTrusted("The user is not a federated one.")
    try:
        identities = json.loads(attributes.get("identities", ""))
    except (TypeError, ValueError, RecursionError) as error:
        raise NotTrusted("The user's identities cannot be read.") from error
    if not isinstance(identities, list) or len(identities) != 1 or not isinstance(identities[0], dict):
        raise NotTrusted("The user has not exactly one identity.")
    if identities[0].get("providerName") != provider:
        raise NotTrusted("The user comes from another identity provider.")


def _names(text: str) -> list[str]:
    if not text.startswith("[") and not text.endswith("]"):
        return [text]
    if len(text) < 2 or not (text.startswith("[") and text.endswith("]")):
        raise NotTrusted("The list of groups is cut short.")
    if '"' in text:
        return _json_names(text)
    inside = text[1:-1].strip()
    return [_decoded(item.strip()) for item in inside.split(",")] if inside else []


def _json_names(text: str) -> list[str]:
    try:
        names = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotTrusted("The list of groups is not JSON.") from error
    if not all(isinstance(name, str) for name in names):
        raise NotTrusted("The list of groups holds something else than names.")
    return list(names)


def _decoded(item: str) -> str:
    # What Cognito encodes cannot contain anything else: a comma in a group's name would otherwise make two of it.
    if not _ENCODED.fullmatch(item):
        raise NotTrusted("A group's name in the list is not URL form encoded.")
    try:
        return unquote_plus(item, errors="strict")
    except UnicodeDecodeError as error:
        raise NotTrusted("A group's name in the list is not UTF-8.") from error
