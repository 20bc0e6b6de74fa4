"""The service control policies of modules/guardrails: the workflow works under them, and nobody gets past it."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.environments import ENVIRONMENTS
from sandbox.terraform import Terraform
from tests.policies.rendered import Policy, Rendered
from tests.policies.simulator import ALLOWED, Simulator
from tests.policies.table.guardrails import approving, changing, unrelated
from tests.policies.table.row import (
    ACCOUNTS,
    APPROVED,
    FIRST,
    LATER,
    OVERWRITING,
    Row,
    may,
    may_not,
    parameter,
    version,
)
from tests.policies.table.rows import ROWS

_MODULE = Path(__file__).parents[2] / "modules/guardrails"
_APPROVED = {"sagemaker:ModelApprovalStatus": "Approved"}


@pytest.fixture(scope="module")
def scps(tmp_path_factory: pytest.TempPathFactory) -> list[Policy]:
    """What the module says for the sandbox's environments, deployed by a role of the name `deploy`."""
    folder = tmp_path_factory.mktemp("guardrails")
    shutil.copytree(_MODULE, folder / "guardrails", ignore=shutil.ignore_patterns(".terraform*"))
    (folder / "main.tf").write_text(
        """
        variable "environments" { type = list(object({ name = string, account_id = string })) }

        module "guardrails" {
          source                = "./guardrails"
          environments          = var.environments
          exempt_principal_arns = ["arn:aws:iam::*:role/deploy"]
        }

        output "scp_json" { value = module.guardrails.scp_json }
        """
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_VAR_")}
    root = Terraform(folder, environment, folder / "terraform.log", print)
    environments = [{"name": one.name, "account_id": one.account_id} for one in ENVIRONMENTS]
    return [json.loads(document) for document in root.apply({"environments": environments})["scp_json"]]


def wrong(iam: Simulator, rows: list[Row], scps: list[Policy], rendered: Rendered | None = None) -> list[str]:
    """The rows that are not decided as they say."""
    decisions = iam.decide(rows, rendered, scps)
    return [
        f"{row}: {decision}" for row, decision in zip(rows, decisions, strict=True) if (decision == ALLOWED) != row.may
    ]


def test_the_workflow_works_under_the_guardrails(iam: Simulator, scps: list[Policy]) -> None:
    rows = [row for row in ROWS if row.may and not row.who.endswith(("administrator", ".amazonaws.com"))]
    assert len(rows) > 200
    assert not wrong(iam, rows, scps)


@pytest.mark.parametrize("environment", ACCOUNTS)
def test_an_administrator_can_neither_approve_nor_become_somebody_who_can(
    environment: str, iam: Simulator, scps: list[Policy]
) -> None:
    who = f"{environment} administrator"
    rows = [*changing(who, environment), *(approving(who) if environment == FIRST else [])]
    assert not wrong(iam, rows, scps)
    # Without the guardrails: all but what the resources' own policies refuse.
    assert not wrong(iam, [replace(row, may=True) for row in rows], [])


@pytest.mark.parametrize("environment", ACCOUNTS)
def test_an_administrator_can_do_everything_else(environment: str, iam: Simulator, scps: list[Policy]) -> None:
    rows = unrelated(f"{environment} administrator", environment)
    if environment in LATER:  # where the registry is not, approval statuses are nobody's business
        rows += may(
            f"{environment} administrator", "sagemaker:UpdateModelPackage", version(environment=environment), _APPROVED
        )
    assert not wrong(iam, rows, scps)


@pytest.mark.parametrize("environment", ACCOUNTS)
def test_who_deploys_may_change_everything_but_an_approval(
    environment: str, rendered: Rendered, iam: Simulator, scps: list[Policy]
) -> None:
    with_deploy = _renamed(rendered, f"{environment} administrator", "deploy")
    rows = [replace(row, may=True) for row in changing(f"{environment} administrator", environment)]
    assert not wrong(iam, rows, scps, with_deploy)
    if environment == FIRST:
        assert not wrong(iam, approving(f"{environment} administrator"), scps, with_deploy)


@pytest.mark.parametrize("name", ["inference-notifier", "registration-notifier", "reader", "reminders"])
def test_another_role_of_the_workflow_cannot_approve_even_with_an_administrator_s_policy(
    name: str, rendered: Rendered, iam: Simulator, scps: list[Policy]
) -> None:
    widened = _renamed(rendered, f"{FIRST} administrator", f"model-approval-{FIRST}-{name}")
    statuses = [row for row in approving(f"{FIRST} administrator") if any("Status" in key for key in row.given)]
    assert not wrong(iam, statuses, scps, widened)


@pytest.mark.parametrize(
    "name", ["model-approval-dev-approval2", "model-approval-dev-reader", "x-model-approval-dev-approval", "approval"]
)
def test_a_similar_name_lets_nobody_through(name: str, rendered: Rendered, iam: Simulator, scps: list[Policy]) -> None:
    similar = _renamed(rendered, f"{FIRST} administrator", name)
    records = may_not(f"{FIRST} administrator", "ssm:PutParameter", parameter(FIRST, APPROVED), OVERWRITING)
    assert not wrong(iam, [*approving(f"{FIRST} administrator"), *records], scps, similar)


def test_no_guardrail_could_be_missing(iam: Simulator, scps: list[Policy]) -> None:
    who = f"{FIRST} administrator"
    rows = [*approving(who), *changing(who, FIRST)]
    for number, policy in enumerate(scps):
        for statement in policy["Statement"]:
            services = {action.split(":")[0] for action in statement["Action"]}
            fewer = policy | {"Statement": [other for other in policy["Statement"] if other is not statement]}
            about = [row for row in rows if row.action.split(":")[0] in services]
            assert wrong(iam, about, [*scps[:number], fewer, *scps[number + 1 :]]), statement["Sid"]


def _renamed(rendered: Rendered, who: str, name: str) -> Rendered:
    """Somebody's role under another name."""
    principal = rendered.principals[who]
    renamed = replace(principal, arn=f"{principal.arn.rpartition('/')[0]}/{name}")
    return replace(rendered, principals=rendered.principals | {who: renamed})
