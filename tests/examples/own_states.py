"""Three accounts in three regions, each with a checkout, a state and an administrator of its own."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sandbox.local_aws import root
from sandbox.people import DANA, PETRA, TOM
from sandbox.terraform import Terraform, terraform
from tests.examples.room import Cloud, check_same

EXAMPLE = GROUP = "per-account-states"
MODEL = b"a model"
PEOPLE = {"dev": DANA, "test": TOM, "prod": PETRA}
_STATES = ("", "NotVisible", "Delayed")
_REGIONS = {"dev": "eu-central-1", "test": "eu-west-1", "prod": "us-east-1"}


@dataclass(frozen=True)
class Stack:
    """One application of the example. What it applied last is in `outputs`."""

    environment: str
    account_id: str
    region: str
    terraform: Terraform
    outputs: dict[str, Any]

    @property
    def state_bucket(self) -> str:
        return f"terraform-state-{self.account_id}"


@dataclass(frozen=True)
class Stacks:
    """All three, by the environment's name."""

    cloud: Cloud
    by_name: dict[str, Stack]

    def client(self, service: str, environment: str, region: str | None = None) -> Any:
        """Of the environment's account, in its own region or another one."""
        stack = self.by_name[environment]
        return self.cloud.aws.client(service, root(stack.account_id), region or stack.region)

    def records(self, environment: str, region: str | None = None) -> dict[str, Any]:
        """What is recorded about the example's group, by parameter name."""
        pages = (
            self.client("ssm", environment, region)
            .get_paginator("get_parameters_by_path")
            .paginate(Path=f"/ml-models/{environment}/{GROUP}", Recursive=True)
        )
        return {one["Name"]: json.loads(one["Value"]) for page in pages for one in page["Parameters"]}

    def messages(self, environment: str) -> int:
        """In all queues of the environment's stack, dead letters as well."""
        sqs, names = self.client("sqs", environment), [f"ApproximateNumberOfMessages{s}" for s in _STATES]
        found = [
            sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
            for url in sqs.list_queues()["QueueUrls"]
        ]
        return sum(int(number) for attributes in found for number in attributes.values())

    def url(self, environment: str) -> str:
        return str(self.by_name[environment].outputs["api_url"])

    @property
    def package_arn(self) -> str:
        """Version 1 of the group, in the first account and region."""
        dev = self.by_name["dev"]
        return f"arn:aws:sagemaker:{dev.region}:{dev.account_id}:model-package/{GROUP}/1"

    @property
    def model_bucket(self) -> str:
        return f"models-{self.by_name['dev'].account_id}"


@contextmanager
def applied(cloud: Cloud) -> Iterator[Stacks]:
    """All of them applied at once, so that none can have waited for another; destroyed without a trace, but for the
    records, which nothing destroys."""
    ids = {name: cloud.new_account() for name in _REGIONS}
    before = cloud.aws.holdings(*ids.values())
    stacks = Stacks(cloud, {name: _checkout(cloud, name, account_id) for name, account_id in ids.items()})
    _create_bucket(stacks.client("s3", "dev"), stacks.model_bucket, _REGIONS["dev"])
    shared = _variables(stacks)

    def apply(stack: Stack) -> None:
        stack.outputs.update(stack.terraform.apply(shared))
        cloud.allow_callback(stack.outputs["callback_url"])

    try:
        at_once(apply, stacks)
        yield stacks
    finally:
        at_once(lambda stack: stack.terraform.destroy(), stacks)
    for name, stack in stacks.by_name.items():
        _remove_bucket(stacks.client("s3", name), stack.state_bucket)
    _remove_bucket(stacks.client("s3", "dev"), stacks.model_bucket)
    _check_history_and_remove_it(stacks)
    check_same(before, cloud.aws.holdings(*ids.values()))


def at_once(do: Any, stacks: Stacks) -> None:
    """Do it with each stack, all at the same time. Raises what the first of them raises."""
    with ThreadPoolExecutor(len(stacks.by_name)) as pool:
        list(pool.map(do, stacks.by_name.values()))


def _checkout(cloud: Cloud, environment: str, account_id: str) -> Stack:
    region, folder = _REGIONS[environment], cloud.folder / f"{EXAMPLE}-{environment}"
    folder.mkdir()
    stack = Stack(
        environment,
        account_id,
        region,
        terraform(folder, cloud.aws, cloud.administrator(account_id), print, EXAMPLE),
        {},
    )
    _create_bucket(cloud.aws.client("s3", root(account_id), region), stack.state_bucket, region)
    # The example's own file, with this room's bucket and region.
    backend = {"bucket": stack.state_bucket, "region": region, "use_path_style": "true"}
    options = [f"backends/{environment}.s3.tfbackend", *(f"{name}={value}" for name, value in backend.items())]
    told = {
        "TF_CLI_ARGS_init": " ".join(f"-backend-config={option}" for option in options),
        "TF_VAR_environment": environment,
    }
    return replace(stack, terraform=replace(stack.terraform, environment=stack.terraform.environment | told))


def _variables(stacks: Stacks) -> dict[str, Any]:
    """The file that is the same in every account."""
    return {
        "environments": [
            {
                "name": name,
                "account_id": stack.account_id,
                "region": stack.region,
                "approvers": [PEOPLE[name].email],
                "approver_group": f"ml-approvers-{name}",
            }
            for name, stack in stacks.by_name.items()
        ],
        "evidence": {
            "model_bucket_arns": [f"arn:aws:s3:::{stacks.model_bucket}"],
            "bucket": {"force_destroy": True},
        },
        "mail_from": "model-approval@example.com",
        "model_package_groups": {GROUP: "Goes through three accounts and regions"},
        "oidc": stacks.cloud.identity.settings(),
    }


def _check_history_and_remove_it(stacks: Stacks) -> None:
    for name in stacks.by_name:
        ssm, records = stacks.client("ssm", name), stacks.records(name)
        assert any(record.endswith("/decision") for record in records)
        # Requests stand where they were asked: with the environment before.
        for other in stacks.by_name:
            pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=f"/ml-models/{other}", Recursive=True)
            for record in [one["Name"] for page in pages for one in page["Parameters"]]:
                ssm.delete_parameter(Name=record)


def _create_bucket(s3: Any, name: str, region: str) -> None:
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **where)


def _remove_bucket(s3: Any, name: str) -> None:
    for one in s3.list_objects_v2(Bucket=name).get("Contents", []):
        s3.delete_object(Bucket=name, Key=one["Key"])
    s3.delete_bucket(Bucket=name)
