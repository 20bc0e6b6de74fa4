"""Which rights are used: what each role was allowed to do, and with what, each once for as long as the sandbox runs.

A role that is granted more than it ever uses can be told from this (tests/journey/test_grants.py).
"""

from ministack.core import iam_evaluator
from ministack.services import iam

_used: dict[tuple[str, str, str], None] = {}


def note(principal_arn: str, action: str, resource_arn: str) -> None:
    """Remember what a principal was allowed; what users and roots do is of no interest."""
    if role := role_arn(principal_arn):
        _used[role, action, resource_arn] = None


def note_request(access_key: str, action: str, resource_arns: tuple[str, ...]) -> None:
    """Remember what the sender of a request was allowed."""
    caller = iam_evaluator.resolve_caller_identity(access_key) or {}
    for arn in resource_arns:
        note(caller.get("userArn", ""), action, arn)


def role_arn(principal_arn: str) -> str:
    """A role's own ARN, of the role or of one of its sessions; empty for any other principal."""
    account, _, resource = principal_arn.partition("::")[2].partition(":")
    kind, _, names = resource.partition("/")
    if kind == "role":
        return principal_arn
    if kind != "assumed-role":
        return ""
    name = names.partition("/")[0]
    role = iam._roles.get_scoped(account, None, name)
    return str(role["Arn"]) if role else f"arn:aws:iam::{account}:role/{name}"


def used_rights() -> list[dict[str, str]]:
    """What was used: `role` (ARN), `action` and `resource` (ARN, or * where there is none)."""
    return [{"role": role, "action": action, "resource": resource} for role, action, resource in _used]
