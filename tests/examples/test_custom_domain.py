"""examples/custom-domain: the pages answer under the company's name, and under no other."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from sandbox.approver import Approver
from sandbox.browser import Browser
from sandbox.local_aws import root
from sandbox.people import DANA
from tests.examples.people import path
from tests.examples.room import Applied, Cloud, Example, Variables

ZONE, PAGES = "example.com", "approvals-dev.example.com"


def variables(cloud: Cloud, accounts: Sequence[str]) -> Variables:
    cloud.aws.client("route53", root(accounts[0])).create_hosted_zone(Name=ZONE, CallerReference=PAGES)
    return path(accounts[0]) | {
        "domain_name": PAGES,
        "name": "own-name",
        "oidc": cloud.identity.settings(),
        "zone_name": ZONE,
    }


EXAMPLE = Example("custom-domain", variables)


def test_the_zone_has_a_record_for_the_certificate_the_pages_and_each_key_of_the_mail(
    example: Applied, cloud: Cloud
) -> None:
    [account] = example.account_ids
    route53 = cloud.aws.client("route53", root(account))
    [zone] = route53.list_hosted_zones()["HostedZones"]
    found = {
        one["Name"].rstrip("."): one["ResourceRecords"][0]["Value"].rstrip(".")
        for one in route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
        if one["Type"] == "CNAME"
    }
    [certificate] = cloud.aws.client("acm", root(account)).list_certificates()["CertificateSummaryList"]
    described = cloud.aws.client("acm", root(account)).describe_certificate(
        CertificateArn=certificate["CertificateArn"]
    )
    [option] = described["Certificate"]["DomainValidationOptions"]
    wanted = {one["name"]: one["value"] for one in example.outputs["dns_records"]}
    assert set(wanted) > {PAGES}
    assert sum("._domainkey." in name for name in wanted) == 3
    assert found == wanted | {
        option["ResourceRecord"]["Name"].rstrip("."): option["ResourceRecord"]["Value"].rstrip(".")
    }
    [domain] = cloud.aws.client("apigatewayv2", root(account)).get_domain_names()["Items"]
    [configuration] = domain["DomainNameConfigurations"]
    assert found[PAGES] == configuration["ApiGatewayDomainName"]
    assert configuration["CertificateArn"] == certificate["CertificateArn"]


def test_somebody_signs_in_under_the_companys_name(example: Applied, cloud: Cloud) -> None:
    assert example.outputs["api_url"] == f"https://{PAGES}"
    cloud.allow_callback(example.outputs["callback_url"])
    dana = Approver(cloud.aws, DANA)
    dana.browser = Browser({PAGES: urlsplit(cloud.aws.endpoint).port or 0})
    page = dana.visit(f"https://{PAGES}/")
    assert page.url == f"https://{PAGES}/"
    assert DANA.email in page.text


def test_the_name_that_api_gateway_gave_answers_no_more(example: Applied, cloud: Cloud) -> None:
    [account] = example.account_ids
    [api] = cloud.aws.client("apigatewayv2", root(account)).get_apis()["Items"]
    assert api["DisableExecuteApiEndpoint"]
    assert Browser().open(f"{api['ApiEndpoint']}/").status == 404
