"""What an environment's stack tells the others about itself: where its pages are. Terraform writes it."""

import json
import re

from model_approval.domain.encoding import SCHEMA

_ADDRESS = re.compile(
    r"(https://[A-Za-z0-9.-]+|http://([A-Za-z0-9-]+\.)*localhost)(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?", re.ASCII
)
"""A host and, if its pages stand below one, a path; nobody's password, no query. Plain HTTP never leaves the machine
(RFC 6761, section 6.3): for tests."""


def address_in(value: str) -> str | None:
    """The address of the stack's pages, without a slash at the end. None if ``value`` names none that people may be
    sent to: it stands in another account, so it is not taken at its word."""
    try:
        stack = json.loads(value)
        address = stack["api_url"] if stack["schema"] == SCHEMA else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return address.rstrip("/") if isinstance(address, str) and _ADDRESS.fullmatch(address) else None
