"""Signing in and out at two identity providers that have nothing in common but the standard: MiniStack's Cognito, and
npm's `oidc-provider`, which is put in its place for uat's stack and takes nobody without PKCE."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from sandbox.approver import Approver
from sandbox.browser import Browser
from sandbox.environments import ENVIRONMENTS, MODEL_PACKAGE_GROUP
from sandbox.local_aws import root
from sandbox.people import OLIVER, PETRA, URSULA
from sandbox.story import Story
from sandbox.world import World
from tests.node.provider import other_provider

COGNITO, OTHER = "Cognito", "oidc-provider"
UAT = next(environment for environment in ENVIRONMENTS if environment.name == "uat")

only_other = pytest.mark.parametrize("provider", [OTHER], indirect=True)


@pytest.fixture(scope="module")
def base(world: World) -> str:
    url: str = world.stacks[UAT.name]["api_url"]
    return url


@pytest.fixture(scope="module", params=[COGNITO, OTHER])
def provider(request: pytest.FixtureRequest, world: World, base: str) -> Iterator[str]:
    if request.param == COGNITO:
        yield COGNITO
        return
    with other_provider([base]) as other, configured(world, other.settings()):
        yield OTHER


@contextmanager
def configured(world: World, changes: dict[str, str]) -> Iterator[None]:
    """Another identity provider in the environment of uat's approval function, as Terraform would write it there."""
    function = world.aws.client("lambda", root(UAT.account_id))
    [name] = [
        found["FunctionName"]
        for page in function.get_paginator("list_functions").paginate()
        for found in page["Functions"]
        if "OIDC" in found["Environment"]["Variables"]
    ]
    before = function.get_function_configuration(FunctionName=name)["Environment"]
    oidc = json.loads(before["Variables"]["OIDC"]) | {"discovery_url": None, "client_secret_parameter": None} | changes
    after = {"Variables": before["Variables"] | {"OIDC": json.dumps(oidc)}}
    try:
        function.update_function_configuration(FunctionName=name, Environment=after)
        yield
    finally:
        function.update_function_configuration(FunctionName=name, Environment=before)


def test_a_person_signs_in_and_out_in_chromium(page: Page, provider: str, base: str) -> None:
    page.goto(f"{base}/")
    page.fill("input[name=username]", URSULA.username)
    page.fill("input[name=password]", URSULA.password)
    page.click("button")
    expect(page).to_have_url(f"{base}/")
    expect(page.get_by_text(URSULA.email)).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "__Host-session"]
    there = page.get_by_role("link", name="Sign out there, too")
    if provider == COGNITO:
        expect(there).to_have_count(0)
        return
    there.click()
    page.get_by_role("button", name="Yes").click()
    # Back at our front door, which leads to the provider again: it does not know the person any more.
    expect(page.locator("input[name=password]")).to_be_visible()
    assert not page.url.startswith(base)


def test_a_person_signs_in_without_any_script(provider: str, base: str) -> None:
    browser = Browser()
    page = browser.sign_in(browser.open(f"{base}/"), URSULA.username, URSULA.password)
    assert (page.url, page.status, URSULA.email in page.text) == (f"{base}/", 200, True)


def test_the_groups_of_either_provider_decide_who_decides(provider: str, story: Story, world: World, base: str) -> None:
    link = f"{base}/requests/prod/{MODEL_PACKAGE_GROUP}/1"
    rule = "only members of the group &#39;ml-approvers-prod&#39; decide here"
    seen = {person: Approver(world.aws, person).visit(link).text for person in (PETRA, OLIVER)}
    assert rule not in seen[PETRA]
    assert rule in seen[OLIVER]
    claim = "cognito:groups" if provider == COGNITO else "groups"
    assert f"Your sign-in carries no &#39;{claim}&#39; claim." in seen[OLIVER]


@only_other
def test_signing_out_here_alone_leaves_the_providers_session(provider: str, base: str) -> None:
    browser = Browser()
    page = browser.sign_in(browser.open(f"{base}/"), URSULA.username, URSULA.password)
    out = browser.submit(page, next(form for form in page.forms if form.action.endswith("/auth/sign-out")), {})
    assert "__Host-session" not in browser.cookies
    assert "Your identity provider may still have you signed in there." in out.text
    assert URSULA.email in browser.open(f"{base}/").text  # no form on the way


@only_other
def test_without_our_code_challenge_this_provider_would_let_nobody_in(provider: str, base: str) -> None:
    browser = Browser()
    url = browser.open(f"{base}/", follow=False).headers["location"]
    query = dict(parse_qsl(urlsplit(url).query))
    assert query["code_challenge_method"] == "S256"
    del query["code_challenge"], query["code_challenge_method"]
    page = browser.open(f"{url.partition('?')[0]}?{urlencode(query)}")
    assert (page.url.partition("?")[0], page.status) == (f"{base}/auth/callback", 403)
    assert "error=invalid_request" in page.url
    assert "The identity provider did not sign you in." in page.text


@only_other
def test_who_cancels_is_told_so_and_not_signed_in(provider: str, base: str) -> None:
    browser = Browser()
    form = browser.open(f"{base}/")
    page = browser.submit(form, form.form_with("password"), {}, ("cancel", "yes"))
    assert (page.status, "__Host-session" in browser.cookies) == (403, False)
    assert "You or your identity provider cancelled the sign-in." in page.text
