"""There is no way to have no identity provider."""

import pytest

from model_approval.auth.settings import Settings


@pytest.mark.parametrize(("issuer", "client_id"), [("", "client-1"), ("https://id.example.com", ""), ("", "")])
def test_settings_without_a_provider_are_refused(issuer: str, client_id: str) -> None:
    with pytest.raises(ValueError, match="No identity provider is configured"):
        Settings(issuer, client_id, "groups", "openid")
