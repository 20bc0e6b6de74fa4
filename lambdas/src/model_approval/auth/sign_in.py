"""Signing in: off to the identity provider and back, with the one-time values in a short-lived signed cookie."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from aws_lambda_powertools.shared.cookies import Cookie

from model_approval.auth.cookies import SIGN_IN, cookie
from model_approval.auth.errors import SignInFailed
from model_approval.auth.identity import Identity, identity
from model_approval.auth.oidc import Challenge, Provider
from model_approval.auth.seal import Seal
from model_approval.domain.text import fit, one_line

LIFETIME = 600
"""Seconds that a person has for the provider's pages."""

_ERRORS = {
    "access_denied": "You or your identity provider cancelled the sign-in.",
    "server_error": "Your identity provider has a problem of its own. Please try again later.",
    "temporarily_unavailable": "Your identity provider is overloaded or being maintained. Please try again later.",
}
"""What people can do something with, of the codes of RFC 6749, section 4.1.2.1; the others tell of wrong settings."""


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and the cookie that it must bring back."""

    url: str
    cookie: Cookie


@dataclass(frozen=True)
class Arrival:
    """Who came back, and the local path that they had asked for."""

    identity: Identity
    path: str


class SignIn:
    def __init__(self, provider: Provider, seal: Seal, groups_claim: str, identity_claims: Sequence[str]) -> None:
        self._provider, self._seal = provider, seal
        self._groups_claim, self._identity_claims = groups_claim, identity_claims

    def depart(self, path: str) -> Departure:
        """``path`` is the local path to come back to; it is ours (from the router), never a parameter's."""
        challenge = Challenge.new()
        value = self._seal.seal(SIGN_IN, asdict(challenge) | {"path": path}, LIFETIME)
        return Departure(self._provider.authorization_url(challenge), cookie(SIGN_IN, value, LIFETIME))

    def arrive(self, query: Mapping[str, str], cookies: Mapping[str, str]) -> Arrival:
        """Raises SignInFailed unless this browser set out from here with this state and comes back with a code."""
        value = self._seal.open(SIGN_IN, cookies.get(SIGN_IN, ""))
        if value is None:
            raise SignInFailed("This sign-in was not started in this browser, or it took too long.")
        challenge = Challenge(value["state"], value["nonce"], value["verifier"])
        if not secrets.compare_digest(query.get("state", "").encode(), challenge.state.encode()):
            raise SignInFailed("This sign-in was overtaken by another one in this browser.")
        self._provider.check_issuer(query)
        if "error" in query or not query.get("code"):
            sentence = _ERRORS.get(query.get("error", ""), "The identity provider did not sign you in.")
            told = (query[name] for name in ("error", "error_description") if name in query)
            raise SignInFailed(sentence, fit(one_line(": ".join(told)), 300) or None)
        claims = self._provider.redeem(query["code"], challenge)
        return Arrival(identity(claims, self._groups_claim, self._identity_claims), value["path"])

    def sign_out_url(self, back: str) -> str | None:
        """Where the identity provider's own session ends, if it offers that; ``back`` is our page to return to."""
        return self._provider.sign_out_url(back)
