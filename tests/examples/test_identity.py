"""Approvers sign in at the company's directory, and nobody but the directory says what they may approve."""

import json
import urllib.request
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from botocore.exceptions import ClientError

from sandbox.browser import Browser, Page
from sandbox.environments import REGION
from sandbox.local_aws import root
from sandbox.mailbox import wait_for_mail
from tests.examples.company_directory import METADATA, sign_in
from tests.examples.people import forget, register
from tests.examples.room import Applied, Cloud, Example, Variables

DEV_GROUP = "22222222-2222-2222-2222-222222222222"
PROD_GROUP = "CN=ML Approvers, Prod,OU=Groups,DC=example,DC=com"  # with all that could be taken for something else
GROUPS = "custom:directory_groups"
_ASKED = {"dev": "dev@identity.example.com", "prod": "prod@identity.example.com"}
_OWN_PROFILE = "aws.cognito.signin.user.admin"


def variables(cloud: Cloud, accounts: Sequence[str]) -> Variables:
    return {
        "name": "identity",
        "region": REGION,
        "account_ids": dict(zip(("dev", "prod"), accounts, strict=True)),
        "approvers": {name: [address] for name, address in _ASKED.items()},
        "mail_from": "model-approval@example.com",
        "domain_prefix": "example-model-approval",
        "saml": {"metadata_xml": METADATA},
        "directory_groups": {"dev": DEV_GROUP, "prod": PROD_GROUP},
        "deletion_protection": False,
        "cognito_endpoint": cloud.aws.endpoint,
    }


EXAMPLE = Example("identity", variables, accounts=2)


def authorize(cloud: Cloud, example: Applied, **changes: str) -> str:
    """The address to which the pages send people who are not signed in."""
    oidc = example.outputs["oidc"]
    asked = {
        "response_type": "code",
        "client_id": oidc["client_id"],
        "redirect_uri": callback(example),
        "scope": oidc["scopes"],
        "nonce": "nonce",
    }
    return f"{cloud.aws.endpoint}/oauth2/authorize?{urlencode(asked | changes)}"


def callback(example: Applied) -> str:
    return f"{example.outputs['api_urls']['dev']}/auth/callback"


def tokens(cloud: Cloud, example: Applied, person: str, groups: Sequence[str]) -> dict[str, str]:
    """What Cognito gives to the pages after somebody has signed in."""
    url, endpoint = authorize(cloud, example), cloud.aws.endpoint
    answer = sign_in(Browser(), url, endpoint, person, groups, follow=False)
    [code] = parse_qs(urlsplit(answer.headers["location"]).query)["code"]
    return exchange(cloud, example, grant_type="authorization_code", code=code, redirect_uri=callback(example))


def exchange(cloud: Cloud, example: Applied, **form: str) -> dict[str, str]:
    body = urlencode(form | {"client_id": example.outputs["oidc"]["client_id"]}).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{cloud.aws.endpoint}/oauth2/token", body, timeout=60) as answer:
        found: dict[str, str] = json.load(answer)
    return found


def claims(token: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return found


def groups_of(cloud: Cloud, example: Applied, person: str, groups: Sequence[str]) -> list[str]:
    found: list[str] = claims(tokens(cloud, example, person, groups)["id_token"])["cognito:groups"]
    return found


def pool(cloud: Cloud, example: Applied) -> Any:
    """Cognito, as the root of the account that the pool is in."""
    return cloud.aws.client("cognito-idp", root(example.account_ids[1]))


def kept(cloud: Cloud, example: Applied, person: str) -> dict[str, str]:
    """The attributes of somebody's profile in the pool."""
    user = pool(cloud, example).admin_get_user(
        UserPoolId=example.outputs["user_pool_id"], Username=f"CompanyDirectory_{person}"
    )
    return {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}


@pytest.fixture(scope="module")
def version(cloud: Cloud, example: Applied) -> Iterator[str]:
    """The address of a request for dev's approval, which waits."""
    account = example.account_ids[0]
    registered = register(cloud, account, "federated")
    yield wait_for_mail(cloud.aws, _ASKED["dev"], f"Approve {registered} for dev?").link
    forget(cloud, account)


def visit(cloud: Cloud, url: str, person: str, groups: Sequence[str]) -> Page:
    page = sign_in(Browser(), url, cloud.aws.endpoint, person, groups)
    assert page.status == 200, page.text
    return page


def may_decide(page: Page) -> bool:
    return any(("decision", "Approved") in form.buttons for form in page.forms)


def test_the_mails_link_leads_approvers_through_the_directory_to_the_decision(
    cloud: Cloud, example: Applied, version: str
) -> None:
    page = visit(cloud, version, "dana", ["Domain Users", DEV_GROUP])
    assert page.url == version
    assert may_decide(page)


def test_who_is_not_in_the_group_decides_nothing(cloud: Cloud, example: Applied, version: str) -> None:
    assert not may_decide(visit(cloud, version, "oliver", ["Domain Users", PROD_GROUP]))
    assert not may_decide(visit(cloud, version, "olga", []))


def test_each_way_in_which_cognito_keeps_groups_is_understood(cloud: Cloud, example: Applied) -> None:
    assert groups_of(cloud, example, "petra", [PROD_GROUP]) == ["approvers-prod"]
    assert groups_of(cloud, example, "petra", ["Domain Users", PROD_GROUP]) == ["approvers-prod"]
    assert groups_of(cloud, example, "petra", [PROD_GROUP, DEV_GROUP]) == ["approvers-dev", "approvers-prod"]


def test_groups_that_nobody_mapped_do_not_count_whatever_their_names(cloud: Cloud, example: Applied) -> None:
    sent = ["approvers-prod", f"Mine, {DEV_GROUP}", f"[{DEV_GROUP}]", DEV_GROUP.upper() + "x", PROD_GROUP.lower()]
    assert groups_of(cloud, example, "mallory", sent) == []
    assert [groups_of(cloud, example, "mallory", [one]) for one in sent if not one.startswith("[")] == [[]] * 4


def test_the_directorys_own_list_stays_out_of_the_token(cloud: Cloud, example: Applied) -> None:
    found = claims(tokens(cloud, example, "dana", [DEV_GROUP])["id_token"])
    assert GROUPS not in found
    assert (found["email"], found["name"], found["cognito:username"]) == (
        "dana@example.com", "Dana", "CompanyDirectory_dana",
    )  # fmt: skip


def test_who_left_the_last_group_is_in_none_at_the_next_sign_in(cloud: Cloud, example: Applied) -> None:
    """Cognito itself would keep what the directory does not send any more."""
    assert groups_of(cloud, example, "lea", [DEV_GROUP, PROD_GROUP]) == ["approvers-dev", "approvers-prod"]
    assert GROUPS in kept(cloud, example, "lea")
    assert groups_of(cloud, example, "lea", []) == []
    assert GROUPS not in kept(cloud, example, "lea")


def test_a_refreshed_token_has_no_groups(cloud: Cloud, example: Applied) -> None:
    given = tokens(cloud, example, "dana", [DEV_GROUP])
    again = exchange(cloud, example, grant_type="refresh_token", refresh_token=given["refresh_token"])
    assert claims(again["id_token"]).get("cognito:groups", []) == []


def test_people_cannot_change_what_is_kept_about_them(cloud: Cloud, example: Applied) -> None:
    token = tokens(cloud, example, "mallory", ["Domain Users"])["access_token"]
    assert _OWN_PROFILE not in claims(token)["scope"].split()
    before = kept(cloud, example, "mallory")
    with pytest.raises(ClientError, match="does not have required scopes"):
        pool(cloud, example).update_user_attributes(
            AccessToken=token, UserAttributes=[{"Name": GROUPS, "Value": DEV_GROUP}]
        )
    assert kept(cloud, example, "mallory") == before


def test_nobody_gets_a_token_that_could_change_it(cloud: Cloud, example: Applied) -> None:
    answer = Browser().open(authorize(cloud, example, scope=f"openid {_OWN_PROFILE}"), follow=False)
    assert "invalid_scope" in answer.headers["location"]


def test_if_the_function_fails_nobody_signs_in(cloud: Cloud, example: Applied) -> None:
    name, functions = "identity-group-claim", cloud.aws.client("lambda", root(example.account_ids[1]))
    before = functions.get_function_configuration(FunctionName=name)["Environment"]
    groups_of(cloud, example, "fiona", [DEV_GROUP])
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {}})
    try:
        with pytest.raises(HTTPError):
            tokens(cloud, example, "fred", [DEV_GROUP])  # makes no token
        with pytest.raises((HTTPError, KeyError)):
            tokens(cloud, example, "fiona", [DEV_GROUP])  # ends the sign-in before
    finally:
        functions.update_function_configuration(FunctionName=name, Environment=before)
    assert groups_of(cloud, example, "fred", [DEV_GROUP]) == ["approvers-dev"]


def test_the_functions_log_says_why_and_names_nobody(cloud: Cloud, example: Applied) -> None:
    tokens(cloud, example, "olga", [])
    logs = cloud.aws.client("logs", root(example.account_ids[1]))
    events = logs.filter_log_events(logGroupName="/aws/lambda/identity-group-claim")["events"]
    lines = [event["message"] for event in events if event["message"].startswith("{")]
    assert "The directory sent no groups." in [json.loads(line).get("reason") for line in lines]
    assert [line for line in lines if "olga" in line or "@" in line or DEV_GROUP in line] == []


def test_the_directory_is_told_where_its_answers_go(example: Applied) -> None:
    assert example.outputs["directory"] == {
        "entity_id": f"urn:amazon:cognito:sp:{example.outputs['user_pool_id']}",
        "acs_url": f"https://example-model-approval.auth.{REGION}.amazoncognito.com/saml2/idpresponse",
        "redirect_uri": None,
    }
