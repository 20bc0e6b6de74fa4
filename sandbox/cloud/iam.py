"""What AWS knows about a request when it evaluates IAM policies, and MiniStack does not.

MiniStack asks `iam_actions` for the resource and the condition keys of a request and `iam_evaluator` for the decision;
both are imported where they are used, so replacing six functions there reaches every service and every policy.
"""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id

from . import resources, used_rights
from .resources import as_object

Facts = dict[str, str | list[str]]

# Source: "Amazon SQS API permissions" in its developer guide; a batch takes the right to do one.
_BATCHES = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}


def install(sagemaker_resource: Callable[..., str], sagemaker_facts: Callable[[str, dict[str, Any]], Facts]) -> None:
    """Hook into MiniStack. The two functions name the resource and the condition keys of a SageMaker request."""
    resource_of, tags_of = iam_actions.extract_resource_arn, iam_actions.request_tag_context
    s3_facts_of = iam_actions.s3_service_context
    enforce, condition_key = iam_evaluator.enforce, iam_evaluator._resolve_condition_key
    evaluate = iam_evaluator.evaluate_resource_policy

    @functools.wraps(resource_of)
    def resource(
        service: str, method: str, path: str, headers: Any, body: bytes, query: Any, region: str, account: str
    ) -> str:
        if service == "sagemaker":
            operation = headers.get("x-amz-target", "").rpartition(".")[2]
            return sagemaker_resource(operation, as_object(body), region, account)
        named = resources.named(service, path, headers, body, query, region, account)
        return named or str(resource_of(service, method, path, headers, body, query, region, account))

    @functools.wraps(tags_of)
    def facts(service: str, action: str, body: bytes, query: Any) -> Facts:
        operation, request = action.rpartition(":")[2], as_object(body)
        found: Facts = tags_of(service, action, body, query)
        if service == "sagemaker":
            found |= sagemaker_facts(operation, request)
        if action == "ssm:PutParameter" and "Overwrite" in request:
            found["ssm:Overwrite"] = str(request["Overwrite"]).lower()
        return found

    @functools.wraps(s3_facts_of)
    def s3_facts(action: str, query: Any, path: str = "", headers: Any = None) -> Facts:
        found: Facts = s3_facts_of(action, query, path, headers)
        if action == "s3:PutObject" and (condition := (headers or {}).get("if-none-match")):
            found["s3:if-none-match"] = condition
        return found

    @functools.wraps(enforce)
    def enforce_all(
        access_key: str, action: str, service: str, region: str, resource_arn: str = "*", service_context: Any = None
    ) -> Any:
        allowed_by = _BATCHES.get(action, action)
        arns = (str(resource_arn), *getattr(resource_arn, "others", ()))
        for arn in arns:
            if denied := enforce(access_key, allowed_by, service, region, arn, service_context):
                return denied
        used_rights.note_request(access_key, allowed_by, arns)
        return None

    @functools.wraps(condition_key)
    def resolve(key: str, context: Any) -> Any:
        if key.lower() == "aws:securetransport":
            return "true"  # here everybody speaks in the clear, and AWS has nobody do that
        if key.lower() == "aws:principalarn" and (role := used_rights.role_arn(context.principal_arn)):
            return role  # not the session
        return condition_key(key, context)

    @functools.wraps(evaluate)
    def evaluate_for_caller(document: Any, context: Any, *more: Any, **options: Any) -> Any:
        """MiniStack's S3 asks whether another account's root may use a bucket, and means the caller."""
        caller = iam_evaluator._request_caller_arn.get()
        if context.principal_arn.endswith(":root") and f"::{context.principal_account}:" in caller:
            context = replace(context, principal_arn=caller)
        return evaluate(document, context, *more, **options)

    iam_actions.extract_resource_arn, iam_actions.request_tag_context = resource, facts
    iam_actions.s3_service_context = s3_facts
    iam_evaluator.enforce, iam_evaluator._resolve_condition_key = enforce_all, resolve
    iam_evaluator.evaluate_resource_policy = evaluate_for_caller


def refusal(action: str, arn: str, headers: dict[str, str], query: Any, facts: Facts | None = None) -> str:
    """Why a request's sender may not do something that the request needs besides; empty if they may."""
    access_key, service = extract_access_key_id(headers, query), action.partition(":")[0]
    if not iam_evaluator.enforce(access_key, action, service, get_region(), arn, facts):
        return ""
    caller = iam_evaluator.request_caller_arn(headers)
    return f"User: {caller} is not authorized to perform: {action} on resource: {arn}"
