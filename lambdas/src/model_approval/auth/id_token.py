"""The ID token's full verification. Source: OpenID Connect Core 1.0, section 3.1.3.7."""

import secrets
from typing import Any

import jwt

from model_approval.auth import base64url
from model_approval.auth.documents import UNREACHABLE, read_json
from model_approval.auth.errors import SignInFailed
from model_approval.auth.settings import Settings

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Asymmetric ones only: with a symmetric one, whoever knows the public key could sign."""

REQUIRED = ["exp", "iat", "iss", "aud", "sub", "nonce"]

LONGEST_SUBJECT = 255
"""Characters. Source: OpenID Connect Core 1.0, section 2."""

LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""


def verified(token: str, keys: jwt.PyJWKClient, settings: Settings, nonce: str) -> dict[str, Any]:
    """The claims of ``token`` if it was signed by one of ``keys``, for us and for this sign-in. Raises SignInFailed."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token),
            algorithms=ALGORITHMS,
            audience=settings.client_id,
            issuer=settings.issuer,
            leeway=LEEWAY,
            options={"require": REQUIRED, "enforce_minimum_key_length": True},
        )
        # PyJWT takes the last of two values for one name; RFC 7515 and RFC 7519, section 4, allow to refuse both.
        for part in token.split(".")[:2]:
            read_json(base64url.decode(part))
    except (jwt.PyJWTError, *UNREACHABLE) as error:
        raise SignInFailed(f"The ID token was refused: {error}.") from error
    if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise SignInFailed("The ID token belongs to another sign-in.")
    party = claims.get("azp")
    if party is None and isinstance(claims["aud"], list) and len(claims["aud"]) > 1:
        raise SignInFailed("The ID token is for several clients and does not say for which it was issued.")
    if party is not None and party != settings.client_id:
        raise SignInFailed("The ID token was issued to another client.")
    # Whoever comes without a subject would be one and the same person.
    if not claims["sub"].strip() or len(claims["sub"]) > LONGEST_SUBJECT:
        raise SignInFailed("The ID token does not say who signed in.")
    return claims
