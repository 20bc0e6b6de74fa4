"""What AWS knows about a request when it evaluates IAM policies, and MiniStack does not.

MiniStack asks `iam_actions` for the resource and the condition keys of a request and `iam_evaluator` for the decision;
both are imported where they are used, so replacing five functions there reaches every service and every policy.
"""

import functools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ministack.core import iam_actions, iam_evaluator
from ministack.services import iam

Facts = dict[str, str | list[str]]


class Several(str):
    """The first ARN of a request that names several resources: each of them must be allowed."""

    others: tuple[str, ...]

    def __new__(cls, *arns: str) -> "Several":
        several = super().__new__(cls, arns[0])
        several.others = arns[1:]
        return several


def install(sagemaker_resource: Callable[..., str], sagemaker_facts: Callable[[str, dict[str, Any]], Facts]) -> None:
    """Hook into MiniStack. The two functions name the resource and the condition keys of a SageMaker request."""
    resource_of, tags_of = iam_actions.extract_resource_arn, iam_actions.request_tag_context
    enforce, condition_key = iam_evaluator.enforce, iam_evaluator._resolve_condition_key
    evaluate = iam_evaluator.evaluate_resource_policy

    @functools.wraps(resource_of)
    def resource(
        service: str, method: str, path: str, headers: Any, body: bytes, query: Any, region: str, account: str
    ) -> str:
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        if service == "sagemaker":
            return sagemaker_resource(operation, as_object(body), region, account)
        if service == "ssm" and (named := _parameters(operation, as_object(body), region, account)):
            return named
        if service == "ses" and path == "/v2/email/outbound-emails":
            return _mail_resources(as_object(body), region, account)
        return str(resource_of(service, method, path, headers, body, query, region, account))

    @functools.wraps(tags_of)
    def facts(service: str, action: str, body: bytes, query: Any) -> Facts:
        operation, request = action.rpartition(":")[2], as_object(body)
        found: Facts = tags_of(service, action, body, query)
        if service == "sagemaker":
            found |= sagemaker_facts(operation, request)
        if action == "ssm:PutParameter" and "Overwrite" in request:
            found["ssm:Overwrite"] = str(request["Overwrite"]).lower()
        return found

    @functools.wraps(enforce)
    def enforce_all(
        access_key: str, action: str, service: str, region: str, resource_arn: str = "*", service_context: Any = None
    ) -> Any:
        for arn in (resource_arn, *getattr(resource_arn, "others", ())):
            if denied := enforce(access_key, action, service, region, str(arn), service_context):
                return denied
        return None

    @functools.wraps(condition_key)
    def resolve(key: str, context: Any) -> Any:
        if key.lower() == "aws:principalarn" and ":assumed-role/" in context.principal_arn:
            return _role_arn(context)
        return condition_key(key, context)

    @functools.wraps(evaluate)
    def evaluate_for_caller(document: Any, context: Any, *more: Any, **options: Any) -> Any:
        """MiniStack's S3 asks whether another account's root may use a bucket, and means the caller."""
        caller = iam_evaluator._request_caller_arn.get()
        if context.principal_arn.endswith(":root") and f"::{context.principal_account}:" in caller:
            context = replace(context, principal_arn=caller)
        return evaluate(document, context, *more, **options)

    iam_actions.extract_resource_arn, iam_actions.request_tag_context = resource, facts
    iam_evaluator.enforce, iam_evaluator._resolve_condition_key = enforce_all, resolve
    iam_evaluator.evaluate_resource_policy = evaluate_for_caller


def as_object(body: bytes) -> dict[str, Any]:
    """A JSON request's members; empty for any other body, which the service itself will refuse."""
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return {}
    return request if isinstance(request, dict) else {}


def _parameters(operation: str, request: dict[str, Any], region: str, account: str) -> str:
    """Parameters by name; MiniStack leaves out lists of names, paths, and the `:version` that a name may end with."""
    names = {
        "GetParameter": [request.get("Name", "")],
        "GetParameters": request.get("Names", []),
        "GetParametersByPath": [request.get("Path", "")],
    }.get(operation, [])
    arns = [
        f"arn:aws:ssm:{region}:{account}:parameter/{re.sub(r':[^:/]+$', '', name).strip('/')}"
        for name in names
        if not name.startswith("arn:")
    ]
    return Several(*arns) if arns else ""


def _mail_resources(request: dict[str, Any], region: str, account: str) -> str:
    """A mail needs its identity (the address, or else the domain) and, if it names one, its configuration set."""
    from ministack.services import ses_v2

    address = request.get("FromEmailAddress", "").rpartition("<")[2].rstrip(">")
    identity = address if address in ses_v2._identities else address.rpartition("@")[2]
    arns = [f"identity/{identity}"]
    if name := request.get("ConfigurationSetName"):
        arns.append(f"configuration-set/{name}")
    return Several(*(f"arn:aws:ses:{region}:{account}:{arn}" for arn in arns))


def _role_arn(context: Any) -> str:
    """`aws:PrincipalArn` of an assumed role is the role, not the session."""
    name = context.principal_arn.split("/")[1]
    role = iam._roles.get_scoped(context.principal_account, None, name)
    return str(role["Arn"]) if role else f"arn:aws:iam::{context.principal_account}:role/{name}"
