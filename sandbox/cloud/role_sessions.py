"""STS source identities: who a role session acts for, as CloudTrail would show it.

As on AWS, `AssumeRole` with a `SourceIdentity` also needs `sts:SetSourceIdentity`, in the caller's policy and in the
role's trust policy, and a session keeps its source identity when it assumes a further role.
"""

import contextvars
import functools
import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id
from ministack.services import sts

_source_identity: contextvars.ContextVar[str] = contextvars.ContextVar("source_identity", default="")


def install(handlers: dict[str, Any]) -> None:
    """Hook into MiniStack's STS; `handlers` are its services by name."""
    handle, register, trusts = handlers["sts"], sts.register_session, iam_evaluator.evaluate_trust_policy

    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        access_key = extract_access_key_id(headers, query)
        request = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        inherited = sts._sessions.get(access_key, {}).get("SourceIdentity", "")
        identity = request.get("SourceIdentity", inherited)
        if identity and request.get("Action") == "AssumeRole":
            denied = iam_evaluator.enforce(
                access_key, "sts:SetSourceIdentity", "sts", get_region(), request.get("RoleArn", "*"),
                {"sts:SourceIdentity": identity},
            )  # fmt: skip
            if denied or (inherited and identity != inherited):
                arn = iam_evaluator.request_caller_arn(headers)
                return iam_actions.access_denied_response("sts", "sts:SetSourceIdentity", arn, "")
            _source_identity.set(identity)
        return await handle(method, path, headers, body, query)

    @functools.wraps(trusts)
    def trusts_with_identity(document: Any, caller_arn: str, context: Any = None) -> bool:
        identity = _source_identity.get()
        if not identity or context is None:
            return bool(trusts(document, caller_arn, context))
        context.service_context["sts:sourceidentity"] = identity
        set_identity = replace(context, action="sts:SetSourceIdentity")
        return bool(trusts(document, caller_arn, context) and trusts(document, caller_arn, set_identity))

    @functools.wraps(register)
    def register_session(access_key: str, session: dict[str, Any]) -> None:
        if identity := _source_identity.get():
            session["SourceIdentity"] = identity
        register(access_key, session)

    handlers["sts"] = handle_request
    sts.register_session, iam_evaluator.evaluate_trust_policy = register_session, trusts_with_identity


def role_sessions() -> list[dict[str, str]]:
    """Roles that were assumed in the last hour, newest first: role session, who assumed it, and for whom."""
    assumed = [session for session in sts._sessions.values() if session.get("SourcePrincipalArn")]
    return [
        {
            "session": session["Arn"],
            "assumed_by": session["SourcePrincipalArn"],
            "source_identity": session.get("SourceIdentity", ""),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(session["IssuedAt"])),
        }
        for session in sorted(assumed, key=lambda session: -session["IssuedAt"])
    ]
