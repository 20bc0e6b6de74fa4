"""The policies of the four stacks, as Terraform rendered them: of each role, and of each guarded thing."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.environments import ADMINISTRATOR_ROLE, ENVIRONMENTS

Policy = dict[str, Any]

STRANGER = "666666666666"
"""An account that has nothing to do with the workflow."""

OPEN = {
    "role": f"arn:aws:iam::{STRANGER}:role/open",
    "key": f"arn:aws:kms:eu-central-1:{STRANGER}:key/open",
    "group": f"arn:aws:sagemaker:eu-central-1:{STRANGER}:model-package-group/open",
}
"""What the stranger lets everybody use: only their own policies keep the workflow's roles away."""

_EVERYTHING: Policy = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
_OWNED = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_CARRIERS = {"policy", "assume_role_policy", "resource_policy", "policy_arn", "managed_policy_arns", "inline_policy"}
_KNOWN = {
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_kms_key",
    "aws_s3_bucket_policy",
    "aws_sagemaker_model_package_group_policy",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_sqs_queue",
}


@dataclass(frozen=True)
class Principal:
    """Whoever asks: a role, with its policies."""

    arn: str
    policies: list[Policy]
    boundary: Policy | None = None


@dataclass(frozen=True)
class Rendered:
    """All policies. Roles have names such as `dev approval`, `test promotion` or `uat administrator`."""

    principals: dict[str, Principal] = field(default_factory=dict)
    guards: dict[str, Policy] = field(default_factory=dict)
    """Policies of resources (trust policies among them), by ARN."""
    resources: dict[str, str] = field(default_factory=dict)
    """ARNs that only AWS knows, by name: `dev session key`, `dev api`."""

    def guard(self, resource: str) -> str | None:
        """The ARN of what has the policy that guards this resource; None: nothing does."""
        bucket = resource.partition("/")[0] if resource.startswith("arn:aws:s3:::") else resource
        group = re.sub(r":model-package/([^/]+)/.+", r":model-package-group/\1", bucket)
        return group if group in self.guards else None

    def of_workflow(self) -> dict[str, Principal]:
        """The roles that the module makes, by name."""
        return {
            name: one
            for name, one in self.principals.items()
            if not name.endswith(("administrator", "pipeline", "stranger"))
        }


def owner(resource: str, otherwise: str) -> str:
    """The account that a resource is in, which for buckets stands in their names."""
    found = _OWNED.search(resource)
    return found.group() if found else otherwise


def read(shown: dict[str, Any]) -> Rendered:
    """Read what `terraform show -json` says about examples/multi-account."""
    rendered = Rendered()
    resources = [one for one in _walk(shown["values"]["root_module"]) if one["mode"] == "managed"]
    unknown = {
        one["type"]
        for one in resources
        if any(one["values"].get(carrier) for carrier in _CARRIERS) and one["type"] not in _KNOWN
    }
    assert not unknown, f"These have policies that nothing here looks at: {unknown}"
    for one in resources:
        _add(rendered, one["type"], one["address"], one["values"], resources)
    for environment in ENVIRONMENTS:
        stack = shown["values"]["outputs"]["stacks"]["value"][environment.name]
        policy = json.loads(stack["inference_pipeline_policy_json"])
        rendered.principals[f"{environment.name} pipeline"] = Principal(environment.inference_role_arn, [policy])
    for name, one in list(rendered.principals.items()):
        namesake = one.arn.replace(owner(one.arn, ""), STRANGER)
        rendered.principals[f"{name} of a stranger"] = Principal(namesake, [_EVERYTHING])
    for name, account in [*((one.name, one.account_id) for one in ENVIRONMENTS), ("stranger", STRANGER)]:
        arn = f"arn:aws:iam::{account}:role/{ADMINISTRATOR_ROLE}"
        rendered.principals[f"{name} administrator"] = Principal(arn, [_EVERYTHING])
    for kind, arn in OPEN.items():
        everything = {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": f"{'sts' if kind == 'role' else arn.split(':')[2]}:*",
        }
        rendered.guards[arn] = {
            "Version": "2012-10-17",
            "Statement": [everything | ({} if kind == "role" else {"Resource": "*"})],
        }
    return rendered


def _add(rendered: Rendered, kind: str, address: str, values: dict[str, Any], resources: list[dict[str, Any]]) -> None:
    environment = address.split(".")[1]
    if kind == "aws_iam_role":
        assert not values["managed_policy_arns"]
        assert not values["permissions_boundary"], "the sandbox gives none"
        policies = [
            json.loads(other["values"]["policy"])
            for other in resources
            if other["type"] == "aws_iam_role_policy"
            and other["address"].rpartition(".aws_")[0] == address.rpartition(".aws_")[0]
        ]
        name = values["name"].removeprefix(f"model-approval-{environment}-")
        rendered.principals[f"{environment} {name}"] = Principal(values["arn"], policies)
        rendered.guards[values["arn"]] = json.loads(values["assume_role_policy"])
    elif kind == "aws_lambda_permission":
        arn = next(
            one["values"]["arn"]
            for one in resources
            if one["type"] == "aws_lambda_function" and one["values"]["function_name"] == values["function_name"]
        )
        rendered.guards[arn] = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": values["principal"]},
                    "Action": values["action"],
                    "Resource": arn,
                    "Condition": {"ArnLike": {"aws:SourceArn": values["source_arn"]}},
                }
            ],
        }
    elif kind == "aws_kms_key":
        rendered.resources[f"{environment} session key"] = values["arn"]
        rendered.guards[values["arn"]] = json.loads(values["policy"])
    elif kind == "aws_apigatewayv2_api":
        rendered.resources[f"{environment} api"] = values["execution_arn"]
    elif kind == "aws_s3_bucket_policy":
        rendered.guards[f"arn:aws:s3:::{values['bucket']}"] = json.loads(values["policy"])
    elif kind == "aws_sagemaker_model_package_group_policy":
        policy = json.loads(values["resource_policy"])
        rendered.guards[policy["Statement"][0]["Resource"]] = policy
    elif kind in {"aws_sns_topic", "aws_sns_topic_policy", "aws_sqs_queue"} and values.get("policy"):
        rendered.guards[values["arn"]] = json.loads(values["policy"])


def _walk(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _walk(child)
