"""The cookies, all for this host alone: the ``__Host-`` prefix binds a cookie to it and to https.

Source: RFC 6265bis, section 4.1.3.2.
"""

from collections import Counter

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

SESSION = "__Host-session"
SIGN_IN = "__Host-sign-in"
DRAFT = "__Host-draft"


def cookie(name: str, value: str, lifetime: int) -> Cookie:
    """A cookie for this host's pages; a ``lifetime`` (seconds) of 0 deletes it."""
    lax = SameSite.LAX_MODE
    return Cookie(name, value, path="/", secure=True, http_only=True, max_age=lifetime, same_site=lax)


def parse_cookies(pairs: list[str]) -> dict[str, str]:
    """The ``name=value`` pairs that API Gateway hands over, without those of which two have one name.

    Browsers keep one cookie of a ``__Host-`` name. A second one was slipped in by another host of the domain.
    """
    parts = [pair.partition("=") for pair in pairs]
    # Spaces and tabs only: browsers do the same, so what else looks like space hides a name from their prefix check.
    named = [(name.strip(" \t"), value.strip(" \t")) for name, _, value in parts]
    times = Counter(name for name, _ in named)
    return {name: value for name, value in named if times[name] == 1}
