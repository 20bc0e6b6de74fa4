"""Roles that AWS's services take on: who may hand one over, whether the service may assume it, and what it may do."""

from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from . import used_rights
from .iam import Facts, refusal


def refuse_passing(service: str, role_arn: str, headers: dict[str, str], query: Any) -> str:
    """Why a request's sender may not pass a role to a service, such as `sagemaker.amazonaws.com`; empty if they may."""
    return refusal("iam:PassRole", role_arn, headers, query, {"iam:PassedToService": service})


def trusts(role_arn: str, service: str, source: Facts | None = None) -> bool:
    """Whether a service may assume a role on behalf of the current account; `source` are more condition keys."""
    account, name = _split(role_arn)
    role = iam._roles.get_scoped(account, None, name)
    context = iam_evaluator.EvalContext(
        service, "AWSService", account, "sts:AssumeRole", role_arn, get_region(),
        service_context={"aws:sourceaccount": get_account_id()} | (source or {}),
    )  # fmt: skip
    document = role and role.get("AssumeRolePolicyDocument")
    decision = iam_evaluator.evaluate_resource_policy(document, context, service=service)
    return bool(decision.decision == "Allow")


def may(role_arn: str, action: str, resource_arn: str) -> bool:
    """Whether a role's own policies allow an action, which is then done with the role."""
    account, name = _split(role_arn)
    context = iam_evaluator.EvalContext(role_arn, "AssumedRole", account, action, resource_arn, get_region())
    policies = iam_evaluator._gather_role_policies(name, account)
    bounds = iam_evaluator._permissions_boundary(iam._roles, name, account)
    allowed = bool(iam_evaluator.evaluate(context, policies, *bounds).decision == "Allow")
    if allowed:
        used_rights.note(role_arn, action, resource_arn)
    return allowed


def _split(role_arn: str) -> tuple[str, str]:
    """Account and name; both empty for what is not the ARN of a role."""
    parts = role_arn.split(":")
    return (parts[4], role_arn.rpartition("/")[2]) if len(parts) == 6 else ("", "")
