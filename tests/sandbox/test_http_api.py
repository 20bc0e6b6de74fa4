"""A browser meets an HTTP API as on AWS: without credentials, with cookies, at an address of its own."""

import io
import json
import zipfile

import pytest

from sandbox.browser import Browser
from sandbox.local_aws import root

from .conftest import OTHER_ACCOUNT

CODE = """
import json

PAGE = '''<form method="post" action="/post"><textarea name="comment"></textarea><input type="hidden" name="token">
<button name="decision" value="Approved">Yes</button><button name="decision" value="Rejected">No</button></form>'''

def handler(event, context):
    if event["rawPath"] == "/set":
        cookie = "__Host-session=1; Path=/; Secure; HttpOnly; SameSite=Lax"
        return {"statusCode": 303, "headers": {"location": "/show"}, "cookies": [cookie, "plain=2; Path=/"]}
    told = {name: event.get(name) for name in ("cookies", "headers", "requestContext")}
    return {"statusCode": 200, "headers": {"content-type": "text/html"}, "body": PAGE + json.dumps(told)}
"""


@pytest.fixture(scope="module")
def address(aws):
    """The address of an API in an account that is not the default one."""
    iam, name = aws.client("iam", root(OTHER_ACCOUNT)), "browsed"
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("browsed.py", CODE)
    function = aws.client("lambda", root(OTHER_ACCOUNT)).create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role,
        Handler="browsed.handler",
        Code={"ZipFile": packed.getvalue()},
    )["FunctionArn"]
    gateway = aws.client("apigatewayv2", root(OTHER_ACCOUNT))
    api = gateway.create_api(Name=name, ProtocolType="HTTP")
    integration = gateway.create_integration(
        ApiId=api["ApiId"], IntegrationType="AWS_PROXY", IntegrationUri=function, PayloadFormatVersion="2.0"
    )
    target = f"integrations/{integration['IntegrationId']}"
    gateway.create_route(ApiId=api["ApiId"], RouteKey="$default", Target=target)
    gateway.create_stage(ApiId=api["ApiId"], StageName="$default", AutoDeploy=True)
    return api["ApiEndpoint"]


def told(page):
    return json.loads(page.text.rpartition("</form>")[2])


def test_the_address_is_one_that_a_browser_on_this_machine_can_open(aws, address):
    assert address.endswith(f".execute-api.localhost:{aws.endpoint.rpartition(':')[2]}")
    assert Browser().open(f"{address}/").status == 200


def test_cookies_come_back_secure_ones_too_and_as_a_list(address):
    browser = Browser()
    assert browser.open(f"{address}/set", follow=False).status == 303
    page = browser.open(f"{address}/show")
    assert sorted(told(page)["cookies"]) == ["__Host-session=1", "plain=2"]
    assert "cookie" not in told(page)["headers"]
    assert told(Browser().open(f"{address}/show"))["cookies"] is None


def test_redirects_are_followed_on_demand(address):
    assert Browser().open(f"{address}/set").url == f"{address}/show"
    assert Browser().open(f"{address}/set", follow=False).headers["location"] == "/show"


def test_a_form_is_submitted_as_a_browser_does(address):
    browser = Browser()
    page = browser.open(f"{address}/")
    form = page.form_with("decision")
    assert form.buttons == [("decision", "Approved"), ("decision", "Rejected")]
    answer = told(browser.submit(page, form, {"comment": "fine & good"}, form.buttons[0]))
    assert answer["requestContext"]["http"]["method"] == "POST"
    assert answer["headers"]["origin"] == address
    assert answer["headers"]["sec-fetch-site"] == "same-origin"
    with pytest.raises(LookupError, match="no form with 'password'"):
        page.form_with("password")


def test_it_goes_nowhere_else():
    with pytest.raises(ValueError, match="not on this machine"):
        Browser().open("http://example.com/")
