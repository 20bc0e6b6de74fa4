"""Sign-in at a company's identity provider, where MiniStack's Cognito does less than AWS or something else.

Source: Amazon Cognito's developer guide ("Mapping IdP attributes to profiles and tokens", the Lambda triggers, the
authorize endpoint) and API reference.
"""

import functools
from typing import Any
from urllib.parse import quote_plus

from ministack.services import cognito, lambda_svc

from .resources import as_object

_ATTRIBUTE = ".//{urn:oasis:names:tc:SAML:2.0:assertion}Attribute"
_VALUE = "{urn:oasis:names:tc:SAML:2.0:assertion}AttributeValue"
_OWN_PROFILE = "aws.cognito.signin.user.admin"
_OF_OWN_PROFILE = ("UpdateUserAttributes", "DeleteUserAttributes")


def install(handlers: dict[str, Any]) -> None:
    """Hook into MiniStack's Cognito; `handlers` are its services by name."""
    authorize, parse = cognito.handle_oauth2_authorize, cognito._parse_saml_response
    linked, event_of = cognito._linked_username_for_federation, cognito._build_pretoken_event
    handle = handlers["cognito-idp"]

    @functools.wraps(authorize)
    def authorize_at_only_provider(method: str, path: str, headers: Any, query: dict[str, Any]) -> Any:
        """A client with one provider, which is not Cognito itself, asks nobody where to sign in."""
        client = cognito._find_pool_by_client_id(cognito._qp(query, "client_id"))[2] or {}
        providers = client.get("SupportedIdentityProviders", [])
        if len(providers) == 1 and providers != ["COGNITO"]:
            query = {"identity_provider": providers} | query
        return authorize(method, path, headers, query)

    @functools.wraps(parse)
    def parse_all_values(response: str) -> dict[str, Any]:
        """MiniStack takes an attribute's first value; Cognito makes a list of several, each of them encoded."""
        found: dict[str, Any] = parse(response)
        for attribute in cognito.safe_xml_parse(cognito.base64.b64decode(response)).findall(_ATTRIBUTE):
            values = [value.text or "" for value in attribute.findall(_VALUE)]
            if len(values) > 1:
                encoded = (quote_plus(value, safe="*").replace("~", "%7E") for value in values)
                found["attributes"][attribute.get("Name", "")] = f"[{', '.join(encoded)}]"
        return found

    @functools.wraps(linked)
    def authenticate(pool: dict[str, Any], provider: str, name: str, attributes: dict[str, str]) -> Any:
        """Whoever has signed in before is announced to the pool's function before their attributes are taken over."""
        username = linked(pool, provider, name, attributes)
        if user := pool["_users"].get(username or f"{provider}_{name}"):
            _announce(pool, user)
        return username

    @functools.wraps(event_of)
    def event_with_status(pool_id: str, client_id: str, username: str, *arguments: Any, **options: Any) -> Any:
        event = event_of(pool_id, client_id, username, *arguments, **options)
        event["request"]["userAttributes"] |= _status(cognito._user_pools[pool_id]["_users"].get(username))
        return event

    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        operation, request = headers.get("x-amz-target", "").rpartition(".")[2], as_object(body)
        if operation in _OF_OWN_PROFILE:
            scopes = cognito._token_claims(request.get("AccessToken", "")).get("scope", "")
            if _OWN_PROFILE not in scopes.split():
                reason = "Access Token does not have required scopes"
                return cognito.error_response_json("NotAuthorizedException", reason, 400)
        if operation == "AdminDeleteUserAttributes":
            return _delete_attributes(request)
        return await handle(method, path, headers, body, query)

    cognito.handle_oauth2_authorize, cognito._parse_saml_response = authorize_at_only_provider, parse_all_values
    cognito._linked_username_for_federation, cognito._build_pretoken_event = authenticate, event_with_status
    handlers["cognito-idp"] = handle_request


def _announce(pool: dict[str, Any], user: dict[str, Any]) -> None:
    """The pre authentication trigger. Raises RuntimeError, which ends the sign-in, if the function fails."""
    arn = (pool.get("LambdaConfig") or {}).get("PreAuthentication")
    if not arn:
        return
    function, config, _name = lambda_svc._get_func_record_for_ref(arn)
    record = lambda_svc._execution_record_for_config(function, config)
    attributes = cognito._attr_list_to_dict(user["Attributes"]) | _status(user)
    event = {
        "version": "1",
        "triggerSource": "PreAuthentication_Authentication",
        "region": cognito._pool_region(pool["Id"]),
        "userPoolId": pool["Id"],
        "userName": user["Username"],
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": ""},
        "request": {"userAttributes": attributes, "validationData": {}},
        "response": {},
    }
    answer = lambda_svc._execute_function_with_config_scope(record, event)
    if answer.get("error"):
        raise RuntimeError(f"PreAuthentication failed: {answer.get('body')}")


def _status(user: dict[str, Any] | None) -> dict[str, str]:
    return {"cognito:user_status": user["UserStatus"]} if user else {}


def _delete_attributes(request: dict[str, Any]) -> Any:
    pool, error = cognito._resolve_pool(request.get("UserPoolId"))
    if error:
        return error
    user, error = cognito._resolve_user(pool, request.get("Username"))
    if error:
        return error
    gone = request.get("UserAttributeNames", [])
    user["Attributes"] = [attribute for attribute in user["Attributes"] if attribute["Name"] not in gone]
    return cognito.json_response({})
