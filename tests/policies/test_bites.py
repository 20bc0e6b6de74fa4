"""The table would notice: no policy could be wider, and no denial or condition absent, without a row failing."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from sandbox.environments import ENVIRONMENTS
from tests.policies.rendered import OPEN, Policy, Rendered
from tests.policies.simulator import ALLOWED, ENTER, Simulator
from tests.policies.table.row import Row
from tests.policies.table.rows import ROWS

# As wide as can be: whatever other accounts say, they let nobody into their jobs, and repositories may be anybody's.
_ALL = re.compile(
    r"\*|.*:repository/\*|arn:aws:sagemaker:[^/]*:(model|transform-job|processing-job|pipeline/\*/execution)/\*"
)


def widened(policy: Policy) -> Iterator[tuple[str, set[str], Policy]]:
    """The policy as it would be after each single mistake: which mistake that is, and the services that it is about."""
    allowed = {action for one in policy["Statement"] if one["Effect"] == "Allow" for action in _list(one["Action"])}
    for number, statement in enumerate(policy["Statement"]):
        if (
            statement["Effect"] == "Deny"
            and not allowed & set(_list(statement["Action"]))
            and "Principal" not in statement
        ):
            continue  # it denies what nothing allows
        name = statement.get("Sid", f"statement {number + 1}")
        services = {action.split(":")[0] for action in _list(statement["Action"])}
        for mistake, wrong in _mistakes(statement):
            yield f"{name} {mistake}", services, _with(policy, number, wrong)


def _mistakes(statement: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    if statement["Effect"] == "Deny":
        yield "is missing", None
        return
    for operator, keys in statement.get("Condition", {}).items():
        for key in keys:
            condition = deepcopy(statement["Condition"])
            del condition[operator][key]
            yield f"without {operator} {key}", statement | {"Condition": condition}
    resources = _list(statement.get("Resource", []))
    for resource in resources:
        if not _ALL.fullmatch(resource):
            others = [other for other in resources if other != resource]
            yield f"on * instead of {resource}", statement | {"Resource": [*others, "*"]}


@pytest.mark.parametrize("environment", [environment.name for environment in ENVIRONMENTS])
def test_a_wider_policy_of_a_role_does_not_pass(environment: str, rendered: Rendered, iam: Simulator) -> None:
    unnoticed = []
    for name, role in rendered.of_workflow().items():
        if not name.startswith(f"{environment} "):
            continue
        rows = [row for row in ROWS if row.who == name]
        for number, policy in enumerate(role.policies):
            for mistake, services, wrong in widened(policy):
                policies = [*role.policies[:number], wrong, *role.policies[number + 1 :]]
                principals = rendered.principals | {name: replace(role, policies=policies)}
                if _passes(iam, _about(services, rows), replace(rendered, principals=principals)):
                    unnoticed.append(f"{name}: {mistake}")
    assert not unnoticed, "\n".join(unnoticed)


def test_a_wider_policy_of_a_resource_does_not_pass(rendered: Rendered, iam: Simulator) -> None:
    unnoticed = []
    known = {name.replace(" ", "_"): arn for name, arn in rendered.resources.items()}
    for arn, policy in rendered.guards.items():
        if arn in OPEN.values():
            continue
        rows = [row for row in ROWS if rendered.guard(row.on.format_map(known)) == arn]
        for mistake, services, wrong in widened(policy):
            if " on *" in mistake:
                continue  # it is about this one resource anyway
            if _passes(iam, _about(services, rows), replace(rendered, guards=rendered.guards | {arn: wrong})):
                unnoticed.append(f"{arn}: {mistake}")
    assert not unnoticed, "\n".join(unnoticed)


def _about(services: set[str], rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.action.replace(ENTER, "sts:").split(":")[0] in services]


def _passes(iam: Simulator, rows: list[Row], rendered: Rendered) -> bool:
    decisions = iam.decide(rows, rendered)
    return all((decision == ALLOWED) == row.may for row, decision in zip(rows, decisions, strict=True))


def _with(policy: Policy, number: int, statement: dict[str, Any] | None) -> Policy:
    statements = policy["Statement"]
    return policy | {
        "Statement": [*statements[:number], *([statement] if statement else []), *statements[number + 1 :]]
    }


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
