"""examples/existing-email-identity: mail goes out with an identity that another team made and keeps."""

from collections.abc import Sequence

from sandbox.environments import REGION
from sandbox.local_aws import root
from sandbox.mailbox import wait_for_mail
from sandbox.people import DANA
from tests.examples.people import SENDER, forget, path, register
from tests.examples.room import Applied, Cloud, Example, Variables

DOMAIN = SENDER.partition("@")[2]


def variables(cloud: Cloud, accounts: Sequence[str]) -> Variables:
    cloud.aws.client("sesv2", root(accounts[0])).create_email_identity(EmailIdentity=DOMAIN)
    return path(accounts[0]) | {"identity": DOMAIN, "name": "own-mail", "oidc": cloud.identity.settings()}


EXAMPLE = Example("existing-email-identity", variables)


def test_the_companys_identity_is_the_only_one_and_needs_no_more_records(example: Applied, cloud: Cloud) -> None:
    [account] = example.account_ids
    assert example.outputs["ses_identity_arn"] == f"arn:aws:ses:{REGION}:{account}:identity/{DOMAIN}"
    assert example.outputs["dns_records"] == []
    identities = cloud.aws.client("sesv2", root(account)).list_email_identities()["EmailIdentities"]
    assert [identity["IdentityName"] for identity in identities] == [DOMAIN]


def test_mail_goes_out_with_it(example: Applied, cloud: Cloud) -> None:
    [account] = example.account_ids
    try:
        version = register(cloud, account, "mailed")
        mail = wait_for_mail(cloud.aws, DANA.email, f"Approve {version} for dev?")
    finally:
        forget(cloud, account)
    assert mail.link.startswith(example.outputs["callback_url"].removesuffix("/auth/callback"))
