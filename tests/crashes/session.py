"""One boto3 session for all functions, since loading the services' models is slow."""

import os
from typing import Any

import boto3
from botocore.credentials import Credentials
from moto.iam.models import get_account_id_from

OPTIONS = {
    "region_name": "AWS_REGION",
    "aws_access_key_id": "AWS_ACCESS_KEY_ID",
    "aws_secret_access_key": "AWS_SECRET_ACCESS_KEY",
    "aws_session_token": "AWS_SESSION_TOKEN",
}
"""What a client is made with, and the environment variables of a process that say so unless told otherwise."""


class SharedSession:
    """Stands for ``boto3.Session``. There is one client for all the times that a function makes it anew in the same way
    for the same account; its credentials are the newest ones."""

    def __init__(self) -> None:
        self._session = boto3.Session()
        self._made: dict[tuple[str, ...], Any] = {}

    def client(self, service: str, **options: Any) -> Any:
        given = {option: value for option, value in options.items() if value is not None}
        used = {option: os.environ[variable] for option, variable in OPTIONS.items()} | given
        account = get_account_id_from(used["aws_access_key_id"])
        how = str(used["config"].retries) if "config" in used else ""
        key = (service, os.environ["AWS_LAMBDA_FUNCTION_NAME"], used["region_name"], account, how)
        if key not in self._made:
            self._made[key] = self._session.client(service, **used)
        values = (used[f"aws_{name}"] for name in ("access_key_id", "secret_access_key", "session_token"))
        self._made[key]._request_signer._credentials = Credentials(*values)
        return self._made[key]
