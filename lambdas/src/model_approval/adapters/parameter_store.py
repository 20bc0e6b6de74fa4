"""Parameter Store behind the steps' ``Parameters``."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.domain.parameters import Parameter


class ParameterStore:
    """One account's, with the rights of ``ssm``'s credentials."""

    def __init__(self, ssm: Any) -> None:
        self._ssm = ssm

    def read(self, names: Sequence[str]) -> dict[str, Parameter]:
        found = self._ssm.get_parameters(Names=list(names))["Parameters"]
        return {p["Name"]: Parameter(p["Value"], p["Version"]) for p in found}

    def create(self, name: str, value: str) -> bool:
        # Overwrite is sent although False is the default: the roles' policies deny what does not say so.
        try:
            self._put(name, value, overwrite=False)
        except ClientError as error:
            if code(error) == "ParameterAlreadyExists":
                return False
            raise
        return True

    def overwrite(self, name: str, value: str) -> int:
        return int(self._put(name, value, overwrite=True)["Version"])

    def read_number(self, name: str, number: int) -> str | None:
        try:
            return str(self._ssm.get_parameter(Name=f"{name}:{number}")["Parameter"]["Value"])
        except ClientError as error:
            if code(error) in ("ParameterNotFound", "ParameterVersionNotFound"):
                return None
            raise

    def _put(self, name: str, value: str, overwrite: bool) -> Any:
        # Intelligent-Tiering: an account with more than 10,000 parameters goes on with advanced ones.
        return self._ssm.put_parameter(
            Name=name, Value=value, Type="String", Overwrite=overwrite, Tier="Intelligent-Tiering"
        )


def read_secret(ssm: Any, name: str) -> str:
    """A SecureString's plain value, for the OIDC client secret."""
    return str(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
