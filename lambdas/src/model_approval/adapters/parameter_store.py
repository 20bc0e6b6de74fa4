"""Parameter Store behind the steps' ``Parameters``."""

import random
import time
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.domain.parameters import Parameter

AT_ONCE = 10
"""Parameters that one call may ask for."""

_PAUSES = (0.1, 0.3, 0.9)
"""Seconds, give or take a half."""


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

    def delete(self, name: str) -> None:
        try:
            self._ssm.delete_parameter(Name=name)
        except ClientError as error:
            if code(error) != "ParameterNotFound":
                raise

    def below(self, path: str) -> dict[str, str]:
        pages = self._ssm.get_paginator("get_parameters_by_path").paginate(Path=path)
        return {p["Name"]: p["Value"] for page in pages for p in page["Parameters"]}

    def page_below(self, path: str, token: str | None = None) -> tuple[dict[str, str], str | None]:
        more = {"NextToken": token} if token else {}
        page = self._ssm.get_parameters_by_path(Path=path, Recursive=True, MaxResults=AT_ONCE, **more)
        return {p["Name"]: p["Value"] for p in page["Parameters"]}, page.get("NextToken")

    def _put(self, name: str, value: str, overwrite: bool) -> Any:
        # People who decide at the same moment write the same parameter; boto3 does not repeat what is refused for that.
        for pause in _PAUSES:
            try:
                return self._put_once(name, value, overwrite)
            except ClientError as error:
                if code(error) != "TooManyUpdates":
                    raise
                time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - to part them; no secret
        return self._put_once(name, value, overwrite)

    def _put_once(self, name: str, value: str, overwrite: bool) -> Any:
        # Intelligent-Tiering: an account with more than 10,000 parameters goes on with advanced ones.
        return self._ssm.put_parameter(
            Name=name, Value=value, Type="String", Overwrite=overwrite, Tier="Intelligent-Tiering"
        )


def read_secret(ssm: Any, name: str) -> str:
    """A SecureString's plain value, for the OIDC client secret."""
    return str(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
