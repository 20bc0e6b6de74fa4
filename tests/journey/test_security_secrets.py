"""Promises 11 and 12 for all that the sandbox's accounts, mailboxes and Terraform hold after the story."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from sandbox.browser import Browser
from sandbox.environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, Environment
from sandbox.local_aws import root
from sandbox.mailbox import mails
from sandbox.people import DANA, PEOPLE
from sandbox.story import Story
from sandbox.world import World
from tests.journey.queues import until
from tests.journey.test_runbook import run

_EMULATOR = ("START RequestId: ", "END RequestId: ", "REPORT RequestId: ")
"""What Lambda itself logs comes as JSON on AWS; the emulator does not."""


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.fixture(scope="module")
def secrets(story: Story, world: World) -> dict[str, str]:
    """Those of a sign-in, step by step; and of attempts at one that do not come to anything."""
    browser, home = Browser(), world.stacks["dev"]["api_url"]
    there = browser.open(f"{home}/", follow=False).headers["location"]
    found = {name: query(there)[name] for name in ("state", "nonce")}
    found["sign-in cookie"] = browser.cookies["__Host-sign-in"]
    page = browser.open(there)
    form = page.form_with("password")
    back = browser.submit(page, form, {"username": DANA.username, "password": DANA.password}, follow=False)
    callback = back.headers["location"]
    found["code"] = query(callback)["code"]
    assert browser.open(callback.replace(found["state"], "another"), follow=False).status == 403
    again = Browser()
    assert again.open(callback, follow=False).status == 403
    there = browser.open(f"{home}/", follow=False).headers["location"]
    page = browser.open(there)
    if any("password" in form.fields for form in page.forms):
        page = browser.sign_in(page, DANA.username, DANA.password)
    assert page.status == 200
    found["session cookie"] = browser.cookies["__Host-session"]
    page = browser.open(f"{home}/requests/dev/{MODEL_PACKAGE_GROUP}/1/revocation")
    found["CSRF token"] = page.form_with("csrf_token").fields["csrf_token"]
    form = page.form_with("csrf_token")
    assert browser.submit(page, form, {"reason": "", "csrf_token": found["CSRF token"]}).status == 400
    assert browser.open(f"{home}/auth/callback?code={found['code']}&state=x").status == 403
    return found | {"password": DANA.password}


def lines(world: World, environment: Environment) -> Iterator[tuple[str, str]]:
    """Each log group's name, and what was said in it."""
    logs = world.aws.client("logs", root(environment.account_id))
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            said = logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
            yield from ((group["logGroupName"], event["message"]) for one in said for event in one["events"])


def parameters(world: World, environment: Environment) -> Iterator[tuple[str, str]]:
    ssm = world.aws.client("ssm", root(environment.account_id))
    for page in ssm.get_paginator("get_parameters_by_path").paginate(Path="/", Recursive=True):
        yield from ((one["Name"], one["Value"]) for one in page["Parameters"])


def objects(world: World, environment: Environment) -> Iterator[tuple[str, str]]:
    s3 = world.aws.client("s3", root(environment.account_id))
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for one in page.get("Contents", []):
                body = s3.get_object(Bucket=bucket["Name"], Key=one["Key"])["Body"].read()
                yield f"{bucket['Name']}/{one['Key']}", one["Key"] + body.decode("latin-1")


def everything(world: World) -> Iterator[tuple[str, str]]:
    """All that is kept, by where."""
    for environment in ENVIRONMENTS:
        for kind in (lines, parameters, objects):
            for where, text in kind(world, environment):
                yield f"{environment.name} {where}", text
    for person in PEOPLE:
        for mail in mails(world.aws, person.email):
            yield f"mail to {person.email}", f"{mail.subject} {mail.text} {mail.html} {mail.headers}"
    for path in world.terraform.folder.glob("**/*.tfstate*"):
        yield path.name, path.read_text()
    yield "Terraform's state", json.dumps(world.terraform.shown())


def test_nothing_that_is_kept_holds_a_secret(secrets: dict[str, str], world: World) -> None:
    kept = list(everything(world))
    places = " ".join(where for where, _ in kept)
    for expected in ("/aws/lambda/model-approval-dev-approval", "/decision", "evidence", "mail to", "state"):
        assert expected in places
    forms = {name: {secret, quote(secret, safe=""), json.dumps(secret)[1:-1]} for name, secret in secrets.items()}
    assert [
        f"{name}: {where}" for where, text in kept for name, one in forms.items() if any(f in text for f in one)
    ] == []


def of_functions(world: World, environment: Environment) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for group, line in lines(world, environment):
        if group.startswith(f"/aws/lambda/model-approval-{environment.name}-") and not line.startswith(_EMULATOR):
            value = json.loads(line)
            assert isinstance(value, dict), line
            found.append((group.rpartition("/")[2], value))
    return found


def test_each_line_of_the_functions_is_one_object_that_says_what_it_belongs_to(story: Story, world: World) -> None:
    for environment in ENVIRONMENTS:
        found = of_functions(world, environment)
        assert found
        for _, line in found:
            assert line.get("correlation_id"), line
            assert line.get("message") or "_aws" in line, line


def test_what_a_decision_set_in_motion_has_the_decisions_id(story: Story, world: World) -> None:
    def ids(message: str) -> set[str]:
        told = of_functions(world, DEV)
        return {line["correlation_id"] for _, line in told if re.search(message, str(line.get("message")))}

    decided = ids("^answered$")
    assert len(decided) >= 3
    until(lambda: decided <= ids(" everywhere$"), "each decision is carried through from the queue under its own id")
    registered = ids(r"^requested .+ for dev$")
    assert registered
    assert registered <= ids("^sent the request of ")
    for id in registered:
        found = run(world, "Follow a request", FUNCTION="model-approval-dev-registration-notifier", CORRELATION_ID=id)
        assert any("requested" in event["message"] for event in found["events"])
