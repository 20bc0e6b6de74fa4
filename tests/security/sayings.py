"""What a request may say about who sends it: in the places where other systems look for that."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from model_approval.auth import base64url

Event = dict[str, Any]

EVE = {"sub": "00u9", "email": "eve@example.com", "name": "Eve", "groups": ["dev-approvers", "test-approvers"]}
UNSIGNED = ".".join(base64url.encode(json.dumps(part).encode()) for part in ({"alg": "none"}, EVE)) + "."

# fmt: off
HEADERS = [
    "authorization", "cookie", "forwarded", "from", "remote-user", "x-amz-security-token", "x-amzn-oidc-accesstoken",
    "x-amzn-oidc-data", "x-amzn-oidc-identity", "x-auth-request-email", "x-auth-request-groups", "x-auth-request-user",
    "x-authenticated-userid", "x-client-cert", "x-email", "x-forwarded-access-token", "x-forwarded-email",
    "x-forwarded-for", "x-forwarded-groups", "x-forwarded-preferred-username", "x-forwarded-user",
    "x-goog-authenticated-user-email", "x-http-method-override", "x-impersonate-user", "x-ms-client-principal",
    "x-ms-client-principal-name", "x-original-url", "x-original-user", "x-real-ip", "x-remote-user", "x-user",
    "x-user-groups", "x-username",
]
FIELDS = [
    "decided_by", "voted_by", "revoked_by", "sub", "subject", "issuer", "name", "person", "group", "groups", "session",
    "id_token", "access_token", "actor", "approver", "as", "cookie", "email", "identity", "iss", "key", "on_behalf_of",
    "preferred_username", "principal", "role", "source_identity", "upn", "user", "user_id", "username",
]
# fmt: on
AT_ONCE = dict.fromkeys(FIELDS[:12], "00u9")
"""A form may have twenty fields."""
CONTEXTS: dict[str, Any] = {
    "authorizer": {
        "jwt": {"claims": EVE, "scopes": ["openid"]},
        "lambda": EVE,
        "claims": EVE,
        "principalId": "00u9",
        "iam": {"userArn": "arn:aws:iam::111111111111:user/eve", "userId": "00u9", "accessKey": "AKIA"},
    },
    "identity": {"user": "00u9", "userArn": "arn:aws:iam::111111111111:user/eve", "cognitoIdentityId": "00u9"},
    "authentication": {"clientCert": {"subjectDN": "CN=eve@example.com", "issuerDN": "CN=id.example.com"}},
    "accountId": "999999999999",
}
OTHERS = {
    "stageVariables": EVE,
    "pathParameters": {"environment": "test", "group": "abalone", "version": "2", "proxy": "eve", **EVE},
    "queryStringParameters": dict.fromkeys(FIELDS, "00u9"),
    "multiValueHeaders": {name: ["00u9"] for name in HEADERS},
    "identitySource": ["00u9"],
}
SAYINGS = ["00u9", "eve@example.com", json.dumps(EVE), f"Bearer {UNSIGNED}", UNSIGNED, "dev-approvers", "", None, [EVE]]


def paths(value: object, to: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where everything stands in an event, the whole and each part."""
    yield to
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from paths(part, (*to, name))


def put(event: Event, path: tuple[Any, ...], value: object) -> Event:
    changed = copy.deepcopy(event)
    place: Any = changed
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return changed


def added(event: Event, **more: Any) -> Event:
    """With everything in it that anything in front of a function might say about who sends it."""
    claims = {"headers": dict.fromkeys(HEADERS, "00u9"), "requestContext": CONTEXTS}
    return {**event, **OTHERS} | {name: event[name] | value for name, value in (claims | more).items()}
