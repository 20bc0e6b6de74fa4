"""Which identity provider, and who we are to it."""

from dataclasses import dataclass

IDENTITY_CLAIMS = ("sub", "email", "preferred_username", "upn", "cognito:username")


@dataclass(frozen=True)
class Settings:
    """``discovery_url`` is given where it cannot be derived from the issuer; ``scopes`` are separated by spaces.

    ``identity_claims`` hold the names by which other systems may know a person, the most important first.
    """

    issuer: str
    client_id: str
    groups_claim: str
    scopes: str
    discovery_url: str | None = None
    identity_claims: tuple[str, ...] = IDENTITY_CLAIMS

    def __post_init__(self) -> None:
        if not (self.issuer and self.client_id):
            raise ValueError("No identity provider is configured: the setting `oidc` needs an issuer and a client_id.")

    @property
    def discovery(self) -> str:
        return self.discovery_url or f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
