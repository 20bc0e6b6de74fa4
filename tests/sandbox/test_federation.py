"""Cognito between a company's directory and an application: what MiniStack does otherwise. Sign-ins that go all the way
are in tests/examples/test_identity.py."""

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from botocore.exceptions import ClientError

from sandbox.browser import Browser, Form, Page
from sandbox.environments import REGION
from sandbox.local_aws import LocalAws, root

from .conftest import ACCOUNT, allow, refused

CALLBACK = "http://localhost/callback"
METADATA = """<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"><IDPSSODescriptor>
<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://directory.example.com/"/>
</IDPSSODescriptor></EntityDescriptor>"""


@pytest.fixture
def cognito(aws: LocalAws) -> Any:
    return aws.client("cognito-idp", root(ACCOUNT))


@pytest.fixture
def pool(cognito: Any, names: Iterator[int]) -> str:
    """The id of a pool with a directory that sends groups."""
    made = cognito.create_user_pool(
        PoolName=f"federation-{next(names)}",
        Schema=[{"Name": "groups", "AttributeDataType": "String", "Mutable": True}],
    )
    pool_id: str = made["UserPool"]["Id"]
    cognito.create_identity_provider(
        UserPoolId=pool_id,
        ProviderName="Directory",
        ProviderType="SAML",
        ProviderDetails={"MetadataFile": METADATA},
        AttributeMapping={"custom:groups": "groups"},
    )
    return pool_id


def add_client(cognito: Any, pool: str, *providers: str) -> str:
    client: str = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="pages",
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        SupportedIdentityProviders=[*providers],
        CallbackURLs=[CALLBACK],
    )["UserPoolClient"]["ClientId"]
    return client


def authorize(aws: LocalAws, client: str) -> Page:
    asked = {"response_type": "code", "client_id": client, "redirect_uri": CALLBACK, "scope": "openid"}
    return Browser().open(f"{aws.endpoint}/oauth2/authorize?{urlencode(asked)}", follow=False)


def sign_in(aws: LocalAws, client: str, *groups: str) -> None:
    [state] = parse_qs(urlsplit(authorize(aws, client).headers["location"]).query)["RelayState"]
    values = "".join(f"<AttributeValue>{group}</AttributeValue>" for group in groups)
    answer = f"""<Response xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Assertion>
        <Subject><NameID>dana</NameID></Subject>
        <AttributeStatement><Attribute Name="groups">{values}</Attribute></AttributeStatement></Assertion></Response>"""
    fields = {"SAMLResponse": base64.b64encode(answer.encode()).decode(), "RelayState": state}
    here = Page(aws.endpoint, 200, {}, "")
    done = Browser().submit(here, Form(f"{aws.endpoint}/saml2/idpresponse", "POST", fields), {}, follow=False)
    assert done.headers["location"].startswith(f"{CALLBACK}?code="), done.text


def kept(cognito: Any, pool: str) -> str | None:
    user = cognito.admin_get_user(UserPoolId=pool, Username="Directory_dana")
    return {one["Name"]: one["Value"] for one in user["UserAttributes"]}.get("custom:groups")


def test_a_client_of_one_directory_sends_people_there_at_once(aws: LocalAws, cognito: Any, pool: str) -> None:
    answer = authorize(aws, add_client(cognito, pool, "Directory"))
    assert answer.headers["location"].startswith("https://directory.example.com/?SAMLRequest=")


@pytest.mark.parametrize("providers", [["COGNITO"], ["COGNITO", "Directory"]])
def test_a_client_with_a_choice_shows_it(aws: LocalAws, cognito: Any, pool: str, providers: list[str]) -> None:
    assert authorize(aws, add_client(cognito, pool, *providers)).status == 200


def test_several_values_are_kept_as_an_encoded_list_and_one_as_it_is(aws: LocalAws, cognito: Any, pool: str) -> None:
    client = add_client(cognito, pool, "Directory")
    sign_in(aws, client, "ML Approvers, Prod")
    assert kept(cognito, pool) == "ML Approvers, Prod"
    sign_in(aws, client, "ML Approvers, Prod", "a.b-c*d_e~f")
    assert kept(cognito, pool) == "[ML+Approvers%2C+Prod, a.b-c*d_e%7Ef]"


def test_what_the_directory_stops_sending_is_kept_until_somebody_deletes_it(
    aws: LocalAws, cognito: Any, pool: str
) -> None:
    client = add_client(cognito, pool, "Directory")
    sign_in(aws, client, "approvers")
    sign_in(aws, client)
    assert kept(cognito, pool) == "approvers"
    cognito.admin_delete_user_attributes(
        UserPoolId=pool, Username="Directory_dana", UserAttributeNames=["custom:groups"]
    )
    assert kept(cognito, pool) is None


def test_attributes_are_deleted_only_in_pools_that_the_role_names(
    aws: LocalAws, cognito: Any, pool: str, client_as: Any
) -> None:
    sign_in(aws, add_client(cognito, pool, "Directory"), "approvers")
    request = {"UserPoolId": pool, "Username": "Directory_dana", "UserAttributeNames": ["custom:groups"]}
    pools = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool"
    deletes = "cognito-idp:AdminDeleteUserAttributes"
    stranger, owner = (client_as("cognito-idp", allow(deletes, f"{pools}/{named}")) for named in ("other", pool))
    assert deletes in refused(stranger.admin_delete_user_attributes, **request)
    owner.admin_delete_user_attributes(**request)
    assert kept(cognito, pool) is None


def test_a_token_without_the_scope_for_it_changes_no_profile(cognito: Any) -> None:
    payload = base64.urlsafe_b64encode(json.dumps({"scope": "openid"}).encode()).rstrip(b"=").decode()
    for change in (
        lambda token: cognito.update_user_attributes(
            AccessToken=token, UserAttributes=[{"Name": "email", "Value": "x"}]
        ),
        lambda token: cognito.delete_user_attributes(AccessToken=token, UserAttributeNames=["email"]),
    ):
        with pytest.raises(ClientError, match="does not have required scopes"):
            change(f"e30.{payload}.x")
