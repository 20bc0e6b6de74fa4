"""Amazon Cognito user pools: what a user's profile keeps from an earlier sign-in."""

from typing import Any


class UserPool:
    def __init__(self, cognito: Any, pool_id: str) -> None:
        self._cognito, self._pool_id = cognito, pool_id

    def forget(self, username: str, attribute: str) -> None:
        """Remove a user's value of ``attribute``; if there is none, nothing changes. Raises ClientError."""
        self._cognito.admin_delete_user_attributes(
            UserPoolId=self._pool_id, Username=username, UserAttributeNames=[attribute]
        )
