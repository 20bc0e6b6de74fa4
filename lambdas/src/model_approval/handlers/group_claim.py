"""Lambda of the module ``identity``: Amazon Cognito asks it at each sign-in which approver groups a user is in.

Cognito waits for five seconds, so nothing beyond the standard library is imported before it is needed; and it shows an
exception's message to whoever signs in. Source: Amazon Cognito's developer guide, "Pre authentication Lambda trigger"
and "Pre token generation Lambda trigger", event version V1_0.
"""

import json
import os
from functools import cache
from typing import Any

from model_approval.domain.directory_groups import GroupRules, NotTrusted, approver_groups

_SIGN_INS = ("TokenGeneration_HostedAuth", "TokenGeneration_Authentication")
"""A sign-in at the directory; a second one in the same browser, within the hour that Cognito's own session lasts."""


class SignInRefused(Exception):
    """Cognito ends the sign-in and shows the message."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """``event`` with Cognito's answer in it. Raises SignInRefused, or what AWS raises: then nobody is signed in."""
    source, id = event.get("triggerSource"), context.aws_request_id
    if source == "PreAuthentication_Authentication":
        _forget(event, id)
    elif source in _SIGN_INS:
        event["response"] = _claims(_groups(event, id))
    elif isinstance(source, str) and source.startswith("TokenGeneration_"):
        # A refreshed token, say: the directory was not asked again.
        _log(id, source, groups=0, reason="The token does not come from a sign-in at the directory.")
        event["response"] = _claims([])
    else:
        _log(id, str(source), reason="The function does not know this trigger.")
        raise SignInRefused("The sign-in is not set up correctly. Please tell your administrator.")
    return event


def _forget(event: dict[str, Any], id: str) -> None:
    """Cognito keeps an attribute that the directory does not send any more; so would who left the last of their groups
    keep it. What is kept goes before Cognito takes over what is sent now."""
    if event["request"].get("userNotFound"):
        return
    from model_approval.adapters.clients import client
    from model_approval.adapters.user_pool import UserPool

    UserPool(client("cognito-idp"), event["userPoolId"]).forget(event["userName"], _rules().attribute)
    _log(id, event["triggerSource"])


def _groups(event: dict[str, Any], id: str) -> list[str]:
    try:
        groups = approver_groups(event["request"]["userAttributes"], _rules())
    except NotTrusted as error:
        _log(id, event["triggerSource"], groups=0, reason=str(error))
        return []
    _log(id, event["triggerSource"], groups=len(groups))
    return groups


def _claims(groups: list[str]) -> dict[str, Any]:
    """Replaces every group and role that the pool itself knows; the directory's own list stays out of the token."""
    return {
        "claimsOverrideDetails": {
            "claimsToSuppress": [_rules().attribute],
            "groupOverrideDetails": {"groupsToOverride": groups, "iamRolesToOverride": []},
        }
    }


@cache
def _rules() -> GroupRules:
    return GroupRules(
        provider=os.environ["IDENTITY_PROVIDER"],
        attribute=os.environ["GROUPS_ATTRIBUTE"],
        groups=json.loads(os.environ["GROUPS"]),
    )


def _log(id: str, source: str, **outcome: str | int) -> None:
    """Nothing about the person: Cognito's own logs and CloudTrail say who signed in. ``id`` is the invocation's."""
    line = {"level": "INFO", "message": "sign-in trigger", "trigger": source, **outcome, "correlation_id": id}
    print(json.dumps(line), flush=True)
