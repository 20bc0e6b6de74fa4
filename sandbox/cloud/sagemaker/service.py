"""SageMaker as one of MiniStack's services: routed, authenticated and authorised like the others, answered by moto.

MiniStack finds its services by module name, so this module is also known as `ministack.services.sagemaker`.
"""

import json
import sys
from typing import Any

from ministack import app
from ministack.core import iam_actions, iam_evaluator, responses, router
from moto.core.request import Request
from moto.sagemaker.models import sagemaker_backends

from .. import service_roles
from ..resources import as_object
from . import permissions
from .registry import CALLER, SageMaker

_NAME = "sagemaker"
_PRINCIPAL = "sagemaker.amazonaws.com"


def install() -> None:
    """Make SageMaker one of MiniStack's services."""
    sys.modules[f"ministack.services.{_NAME}"] = sys.modules[__name__]
    router.SERVICE_PATTERNS[_NAME] = {"target_prefixes": ["SageMaker."], "host_patterns": [r"api\.sagemaker\."]}
    app.SERVICE_HANDLERS[_NAME] = handle_request
    iam_actions.SERVICE_TO_IAM_NAMESPACE[_NAME] = _NAME
    iam_evaluator._RESOURCE_POLICY_LOOKUPS[_NAME] = (_NAME, "policy_for_arn")


async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
    """Answer a request that IAM has allowed."""
    operation, request = headers["x-amz-target"].rpartition(".")[2], as_object(body)
    account, region = responses.get_account_id(), responses.get_region()
    role = permissions.PASSED_ROLES.get(operation)
    if role and (refused := _refuse_role(request.get(role, ""), headers, query)):
        return refused
    moto_headers = {
        "content-type": headers.get("content-type", "application/x-amz-json-1.1"),
        "x-amz-target": headers["x-amz-target"],
        "x-moto-account-id": permissions.owner(request, account),
        CALLER: json.dumps(_caller(router.extract_access_key_id(headers, query))),
    }
    try:
        status, _, answer = SageMaker.dispatch(
            Request.from_primitives(method, f"https://sagemaker.{region}.amazonaws.com/", moto_headers, body)
        )
    except NotImplementedError:
        return _error("UnknownOperationException", f"The sandbox's SageMaker does not know {operation}.")
    return status, {"Content-Type": "application/x-amz-json-1.1"}, answer.encode()


def policy_for_arn(arn: str) -> tuple[str | None, str] | None:
    """The resource policy of a model package group, which is also its versions', and the account that owns it."""
    _, _, _, region, account, resource = arn.split(":", 5)
    kind, _, name = resource.partition("/")
    if kind not in ("model-package", "model-package-group"):
        return None
    groups = sagemaker_backends[account][region].model_package_groups
    group = next((groups[key] for key in groups if key.lower() == name.split("/")[0].lower()), None)
    return getattr(group, "resource_policy", None), account


def _refuse_role(role_arn: str, headers: dict[str, str], query: Any) -> Any:
    """A role is used only if the caller may pass it and SageMaker may assume it."""
    if reason := service_roles.refuse_passing(_PRINCIPAL, role_arn, headers, query):
        return _error("AccessDeniedException", reason)
    if not service_roles.trusts(role_arn, _PRINCIPAL):
        return _error("ValidationException", f"Could not assume role {role_arn}: {_PRINCIPAL} may not.")
    return None


def _caller(access_key: str) -> dict[str, Any]:
    """Who sends a request, as SageMaker notes it of callers from outside Studio (UserContext)."""
    caller = iam_evaluator.resolve_caller_identity(access_key) or {}
    identity = {"Arn": caller.get("userArn", ""), "PrincipalId": caller.get("userId", "")}
    if source := (caller.get("session") or {}).get("SourceIdentity"):
        identity["SourceIdentity"] = source
    return {"IamIdentity": identity}


def _error(code: str, message: str) -> Any:
    body = json.dumps({"__type": code, "message": message}).encode()
    return 400, {"Content-Type": "application/x-amz-json-1.1"}, body
