"""What a company asks of whatever runs in its accounts reaches every resource of a stack that it concerns.

Nothing is applied: the plan says it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sandbox.environments import REGION
from sandbox.terraform import terraform
from tests.examples.room import Cloud

KEY = f"arn:aws:kms:{REGION}:{{account}}:key/company"
BOUNDARY = "arn:aws:iam::{account}:policy/company-boundary"
TOPIC = f"arn:aws:sns:{REGION}:{{account}}:on-call"
STACK = """
module "{environment}" {{
  source = "../.."

  environment = "{environment}"
  environments = [
    {{ name = "dev", account_id = "{account}", approvers = ["dana@example.com"], approver_group = "dev-approvers" }},
    {{ name = "prod", account_id = "{account}", approvers = ["petra@example.com"], approver_group = "prod-approvers" }},
  ]
  mail = {{ from = "model-approval@example.com" }}
  oidc = {{ issuer = "https://login.example.com", client_id = "model-approval" }}
  {settings}
}}
"""
STANDARDS = f"""
  alarm_topic_arns   = ["{TOPIC}"]
  kms_key_arn        = "{KEY}"
  limits             = {{{{ requests_per_second = 5, burst = 10, concurrency = 4 }}}}
  log_retention_days = 365
  roles              = {{{{ path = "/ml/", permissions_boundary_arn = "{BOUNDARY}" }}}}
  tags               = {{{{ cost-center = "4711" }}}}
  tracing            = true
"""

Resource = dict[str, Any]
Plans = dict[bool, list[Resource]]


@pytest.fixture(scope="module")
def plans(cloud: Cloud) -> Plans:
    """The resources that two environments' stacks would have, with and without the company's standards."""
    account = cloud.new_account()
    return {True: _planned(cloud, account, STANDARDS), False: _planned(cloud, account, "")}


def _planned(cloud: Cloud, account: str, settings: str) -> list[Resource]:
    run_dir = cloud.folder / f"standards-{bool(settings)}"
    run_dir.mkdir()
    configuration = terraform(run_dir, cloud.aws, cloud.administrator(account), print)
    configuration = replace(configuration, folder=configuration.folder.parent / "company")
    configuration.folder.mkdir()
    stacks = [
        STACK.format(environment=environment, account=account, settings=settings.format(account=account))
        for environment in ("dev", "prod")
    ]
    (configuration.folder / "main.tf").write_text("".join(stacks))
    plan = configuration.plan({})
    return [resource for resource in _resources(plan["planned_values"]["root_module"]) if resource["mode"] == "managed"]


def _resources(module: dict[str, Any]) -> Iterator[Resource]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _resources(child)


def values(plans: Plans, given: bool, *kinds: str) -> dict[str, dict[str, Any]]:
    """The attributes of all resources of some types in both environments, by address."""
    return {resource["address"]: resource["values"] for resource in plans[given] if resource["type"] in kinds}


def but(found: dict[str, dict[str, Any]], attribute: str, expected: str | int | None) -> dict[str, Any]:
    """Those whose attribute is something else."""
    assert found
    return {name: one[attribute] for name, one in found.items() if one[attribute] != expected}


def account_of(plans: Plans) -> str:
    [key] = {one["kms_key_id"] for one in values(plans, True, "aws_cloudwatch_log_group").values()}
    return str(key).split(":")[4]


def test_every_role_stands_at_the_path_and_within_the_boundary(plans: Plans) -> None:
    roles = values(plans, True, "aws_iam_role")
    assert but(roles, "path", "/ml/") == {}
    assert but(roles, "permissions_boundary", BOUNDARY.format(account=account_of(plans))) == {}
    # Functions (3 in dev, 2 in prod), reader, reminders; in dev the registry role, in prod the promotion role.
    assert len(roles) == 3 + 1 + 2 + 2 + 1 + 1


def test_everything_that_is_stored_is_under_the_key(plans: Plans) -> None:
    key = KEY.format(account=account_of(plans))
    assert but(values(plans, True, "aws_cloudwatch_log_group"), "kms_key_id", key) == {}
    assert but(values(plans, True, "aws_sqs_queue"), "kms_master_key_id", key) == {}
    buckets = values(plans, True, "aws_s3_bucket_server_side_encryption_configuration")
    keys = [
        rule["apply_server_side_encryption_by_default"][0]["kms_master_key_id"]
        for bucket in buckets.values()
        for rule in bucket["rule"]
    ]
    assert keys == [key, key]


def test_everything_that_can_have_tags_has_them(plans: Plans) -> None:
    tagged = {
        resource["address"]: resource["values"]["tags"] for resource in plans[True] if "tags" in resource["values"]
    }
    assert len(tagged) > 50
    assert {name: tags for name, tags in tagged.items() if tags != {"cost-center": "4711"}} == {}


def test_logs_are_kept_as_long_as_the_company_says(plans: Plans) -> None:
    assert but(values(plans, True, "aws_cloudwatch_log_group"), "retention_in_days", 365) == {}


def test_every_function_is_traced_and_only_the_pages_have_concurrency_of_their_own(plans: Plans) -> None:
    functions = values(plans, True, "aws_lambda_function")
    assert {name: one["tracing_config"][0]["mode"] for name, one in functions.items()} == dict.fromkeys(
        functions, "Active"
    )
    reserved = {name: one["reserved_concurrent_executions"] for name, one in functions.items()}
    assert {name for name, number in reserved.items() if number == 4} == {
        "module.dev.module.approval.aws_lambda_function.this",
        "module.prod.module.approval.aws_lambda_function.this",
    }
    assert set(reserved.values()) == {4, -1}


def test_the_pages_take_no_more_than_the_company_says(plans: Plans) -> None:
    for stage in values(plans, True, "aws_apigatewayv2_stage").values():
        [settings] = stage["default_route_settings"]
        assert (settings["throttling_rate_limit"], settings["throttling_burst_limit"]) == (5, 10)


def test_every_alarm_goes_to_the_given_topic_and_none_is_made(plans: Plans) -> None:
    topic = [TOPIC.format(account=account_of(plans))]
    alarms = values(plans, True, "aws_cloudwatch_metric_alarm")
    assert len(alarms) > 20
    assert {name: alarm["alarm_actions"] for name, alarm in alarms.items() if alarm["alarm_actions"] != topic} == {}
    assert values(plans, True, "aws_sns_topic") == {}


def test_without_standards_a_stack_has_a_topic_of_its_own_and_leaves_the_rest_to_aws(plans: Plans) -> None:
    assert len(values(plans, False, "aws_sns_topic")) == 2
    assert but(values(plans, False, "aws_cloudwatch_log_group"), "kms_key_id", None) == {}
    assert but(values(plans, False, "aws_sqs_queue"), "sqs_managed_sse_enabled", True) == {}
    assert but(values(plans, False, "aws_iam_role"), "path", "/") == {}
    assert but(values(plans, False, "aws_iam_role"), "permissions_boundary", None) == {}


def test_environments_in_one_account_share_the_senders_identity(plans: Plans) -> None:
    assert list(values(plans, False, "aws_sesv2_email_identity")) == [
        "module.dev.module.email.aws_sesv2_email_identity.this[0]"
    ]
