"""Local addresses: readable, and without any authority of their own."""

from urllib.parse import quote

from model_approval.domain.model_version import VersionId


def request_path(environment: str, id: VersionId) -> str:
    """The page of a request."""
    return f"/requests/{quote(environment, safe='')}/{quote(id.group, safe='')}/{id.version}"


def revocation_path(environment: str, id: VersionId) -> str:
    """Where the approval that followed is taken back."""
    return f"{request_path(environment, id)}/revocation"
