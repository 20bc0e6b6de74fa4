"""examples/existing-identity-provider: people sign in where they always do, and their groups count."""

import json
import subprocess
from collections.abc import Sequence

import pytest

from sandbox.approver import Approver
from sandbox.people import DANA, OLIVER
from tests.examples.people import forget, path, register
from tests.examples.room import Applied, Cloud, Example, Variables


def variables(cloud: Cloud, accounts: Sequence[str]) -> Variables:
    settings = cloud.identity.settings()
    del settings["groups_claim"]
    return path(accounts[0]) | {"identity_provider": settings | {"kind": "cognito"}, "name": "own-people"}


EXAMPLE = Example("existing-identity-provider", variables)


def test_who_is_in_the_providers_group_may_decide_and_others_may_look(example: Applied, cloud: Cloud) -> None:
    [account] = example.account_ids
    cloud.allow_callback(example.outputs["callback_url"])
    dana, oliver = Approver(cloud.aws, DANA), Approver(cloud.aws, OLIVER)
    try:
        version = register(cloud, account, "signed-in")
        link = dana.mail(version, "dev").link
        assert dana.visit(link).form_with("decision")
        looked_at = oliver.visit(link)
    finally:
        forget(cloud, account)
    assert version in looked_at.text
    with pytest.raises(LookupError):
        looked_at.form_with("decision")


def test_people_come_back_to_the_board_after_a_sign_out(example: Applied, cloud: Cloud) -> None:
    cloud.allow_callback(example.outputs["callback_url"])
    page = Approver(cloud.aws, DANA).visit(example.outputs["post_logout_url"])
    assert page.url == example.outputs["post_logout_url"] == f"{example.outputs['api_url']}/"


@pytest.mark.parametrize(
    ("kind", "issuer"),
    [
        ("adfs", "https://adfs.example.com"),
        ("entra_id", "https://login.microsoftonline.com/example.com/v2.0"),
        ("okta", "https://example.okta.com/"),
    ],
)
def test_an_issuer_that_the_provider_would_not_use_is_refused(kind: str, issuer: str, example: Applied) -> None:
    said = refused(example, {"kind": kind, "issuer": issuer, "client_id": "1"})
    assert "identity_provider." in said


def refused(example: Applied, provider: dict[str, str]) -> str:
    options = ("-refresh=false", "-input=false", "-no-color", f"-var=identity_provider={json.dumps(provider)}")
    done = subprocess.run(
        ["terraform", "plan", *options],
        cwd=example.terraform.folder, env=example.terraform.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    return done.stderr
