"""Which identity provider, and who we are to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """``discovery_url`` is given where it cannot be derived from the issuer; ``scopes`` are separated by spaces."""

    issuer: str
    client_id: str
    groups_claim: str
    scopes: str
    discovery_url: str | None = None

    @property
    def discovery(self) -> str:
        return self.discovery_url or f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
