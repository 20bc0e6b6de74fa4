"""The session: who is signed in, for an hour, in a cookie that the browser cannot read from scripts or change."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from aws_lambda_powertools.shared.cookies import Cookie

from model_approval.auth.cookies import SESSION, cookie
from model_approval.auth.errors import SignInFailed
from model_approval.auth.identity import MOST_ALIASES, Identity
from model_approval.auth.seal import Seal, TooLong
from model_approval.domain.person import Person

SESSION_LIFETIME = 3600
"""Seconds."""

LONGEST_ALIAS = 256
"""Bytes of UTF-8. An address has 254 at most (RFC 5321)."""


@dataclass(frozen=True)
class Session:
    """``secret`` is known to this browser and to us only; CSRF tokens are derived from it."""

    identity: Identity
    secret: bytes

    def csrf_token(self, path: str, evidence: str) -> str:
        """Binds a form to this session, to the request at ``path`` and to the evidence shown with it."""
        return hmac.new(self.secret, f"{path}\n{evidence}".encode(), hashlib.sha256).hexdigest()

    def owns(self, token: str, path: str, evidence: str) -> bool:
        return hmac.compare_digest(token.encode(), self.csrf_token(path, evidence).encode())


class Sessions:
    """``groups`` are those that decide anything here: no others need to travel in the cookie."""

    def __init__(self, seal: Seal, groups: frozenset[str]) -> None:
        self._seal, self._groups = seal, groups

    def start(self, identity: Identity) -> Cookie:
        """Raises SignInFailed if there is more to remember than a browser would keep."""
        value = {
            "person": identity.person.to_json(),
            "groups": sorted(identity.groups & self._groups),
            "groups_note": identity.groups_note,
            "aliases": [_cut(alias) for alias in sorted(identity.aliases)[:MOST_ALIASES]],
        }
        try:
            text = self._seal.seal(SESSION, value, SESSION_LIFETIME)
        except TooLong as error:
            raise SignInFailed("Your names and groups are too long or too many for a session.", str(error)) from error
        return cookie(SESSION, text, SESSION_LIFETIME)

    def find(self, cookies: Mapping[str, str]) -> Session | None:
        text = cookies.get(SESSION, "")
        value = self._seal.open(SESSION, text) if text else None
        # A session from before there were aliases has to be started again.
        if value is None or "aliases" not in value:
            return None
        person, aliases = Person.from_json(value["person"]), frozenset(value["aliases"])
        identity = Identity(person, frozenset(value["groups"]), value["groups_note"], aliases)
        return Session(identity, text.encode())


def _cut(alias: str) -> str:
    return alias.encode(errors="ignore")[:LONGEST_ALIAS].decode(errors="ignore")
