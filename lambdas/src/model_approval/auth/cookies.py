"""The cookies, all for this host alone: the ``__Host-`` prefix binds a cookie to it and to https.

Source: RFC 6265bis, section 4.1.3.2.
"""

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

SESSION = "__Host-session"
SIGN_IN = "__Host-sign-in"
DRAFT = "__Host-draft"


def cookie(name: str, value: str, lifetime: int) -> Cookie:
    """A cookie for this host's pages; a ``lifetime`` (seconds) of 0 deletes it."""
    lax = SameSite.LAX_MODE
    return Cookie(name, value, path="/", secure=True, http_only=True, max_age=lifetime, same_site=lax)


def parse_cookies(pairs: list[str]) -> dict[str, str]:
    """The ``name=value`` pairs that API Gateway hands over; the first of a name counts."""
    cookies: dict[str, str] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        cookies.setdefault(name.strip(), value.strip())
    return cookies
