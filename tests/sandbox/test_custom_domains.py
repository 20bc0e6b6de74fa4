"""An HTTP API under a name of its own, as a browser behind a proxy with that name's certificate meets it."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from sandbox.browser import Browser
from sandbox.local_aws import LocalAws, root

from .conftest import OTHER_ACCOUNT

NAME = "pages.example.com"


@pytest.fixture(scope="module")
def api(aws: LocalAws) -> dict[str, Any]:
    """An API of an account that is not the default one, with a name of its own besides the one it was given."""
    gateway = aws.client("apigatewayv2", root(OTHER_ACCOUNT))
    api: dict[str, Any] = gateway.create_api(Name="named", ProtocolType="HTTP")
    gateway.create_stage(ApiId=api["ApiId"], StageName="$default", AutoDeploy=True)
    certificate = f"arn:aws:acm:eu-central-1:{OTHER_ACCOUNT}:certificate/one"
    gateway.create_domain_name(
        DomainName=NAME, DomainNameConfigurations=[{"CertificateArn": certificate, "EndpointType": "REGIONAL"}]
    )
    gateway.create_api_mapping(DomainName=NAME, ApiId=api["ApiId"], Stage="$default")
    return api


def test_it_is_reached_by_its_name(aws: LocalAws, api: dict[str, Any]) -> None:
    browser = Browser({NAME: urlsplit(aws.endpoint).port or 0})
    page = browser.open(f"https://{NAME}/somewhere")
    assert "apigw-requestid" in page.headers, page  # an answer of an HTTP API, though it has no routes
    with pytest.raises(ValueError, match="not on this machine"):
        browser.open(f"http://{NAME}/")
    with pytest.raises(ValueError, match="not on this machine"):
        browser.open("https://other.example.com/")


def test_the_name_that_it_was_given_can_be_switched_off(aws: LocalAws, api: dict[str, Any]) -> None:
    assert "apigw-requestid" in Browser().open(f"{api['ApiEndpoint']}/").headers
    gateway = aws.client("apigatewayv2", root(OTHER_ACCOUNT))
    gateway.update_api(ApiId=api["ApiId"], DisableExecuteApiEndpoint=True)
    page = Browser().open(f"{api['ApiEndpoint']}/")
    assert (page.status, page.text) == (404, '{"message": "Not Found"}')
    assert "apigw-requestid" not in page.headers
