"""What the workflow's roles are granted, and which of it was used."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from sandbox.environments import ENVIRONMENTS, Environment
from sandbox.local_aws import LocalAws, root

_NAMES = [environment.name for environment in ENVIRONMENTS]
_ACCOUNTS = [environment.account_id for environment in ENVIRONMENTS]
_ROLE = re.compile(r"model-approval-(?P<environment>[a-z]+)-(?P<kind>[a-z-]+)")
_OF_PIPELINES = ("inference-pipeline", "approved-models")
"""A role that is not the workflow's, and its policy that is (`inference_pipeline_policy_json`)."""
_WHERE = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(_NAMES + _ACCOUNTS)})(?![a-z0-9])")


@dataclass(frozen=True, order=True)
class Grant:
    """One action on one resource of a statement. `role` is its kind, such as `approval`, `environment` where it is."""

    environment: str
    role: str
    role_arn: str
    action: str
    resource: str

    def __str__(self) -> str:
        return f"{self.environment} {self.role}: {self.action} on {self.resource}"

    def allows(self, right: dict[str, str]) -> bool:
        """Whether this is what allowed a role to do something."""
        return (
            right["role"] == self.role_arn
            and fnmatchcase(right["action"].lower(), self.action.lower())
            and fnmatchcase(right["resource"], self.resource)
        )

    @property
    def shape(self) -> tuple[str, str, str, str]:
        """The same for the same right in another environment that has others before and after it.

        The first environment has the registry and none before it, the last one asks nobody: theirs are theirs alone.
        """
        place = _NAMES.index(self.environment)
        if place in (0, len(_NAMES) - 1):
            return self.environment, self.role, self.action, self.resource

        def relative(found: re.Match[str]) -> str:
            names = _NAMES if found[0] in _NAMES else _ACCOUNTS
            return f"{names.index(found[0]) - place:+}"

        return "between", self.role, self.action, _WHERE.sub(relative, self.resource)


def granted(aws: LocalAws) -> set[Grant]:
    """All that the workflow's roles are allowed by their own policies, and by trust policies of roles they take on."""
    return {grant for environment in ENVIRONMENTS for grant in _granted(aws, environment)}


def unused(grants: Iterable[Grant], used: Iterable[dict[str, str]]) -> set[Grant]:
    """Those that nobody used, neither there nor in another environment where the same right is granted."""
    grants, used = set(grants), list(used)
    shapes = {grant.shape for grant in grants if any(map(grant.allows, used))}
    return {grant for grant in grants if grant.shape not in shapes}


def _granted(aws: LocalAws, environment: Environment) -> Iterator[Grant]:
    iam = aws.client("iam", root(environment.account_id))
    for role in iam.get_paginator("list_roles").paginate().search("Roles[]"):
        name, found = role["RoleName"], _ROLE.fullmatch(role["RoleName"])
        if not found and name != _OF_PIPELINES[0]:
            continue

        def grant(
            action: str, resource: str, arn: str = role["Arn"], kind: str = found["kind"] if found else name
        ) -> Grant:
            return Grant(environment.name, kind, arn, action, resource)

        assert not iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            if found or (name, policy) == _OF_PIPELINES:
                yield from _of(iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"], grant)
        yield from _trusted(role)


def _of(document: dict[str, Any], grant: Callable[[str, str], Grant]) -> Iterator[Grant]:
    for statement in document["Statement"]:
        assert not {"NotAction", "NotResource"} & statement.keys()
        if statement["Effect"] == "Allow":
            for action in _listed(statement["Action"]):
                for resource in _listed(statement["Resource"]):
                    yield grant(action, resource)


def _trusted(role: dict[str, Any]) -> Iterator[Grant]:
    """What a role's trust policy says that other roles may do: take it on."""
    for statement in role["AssumeRolePolicyDocument"]["Statement"]:
        callers = statement.get("Condition", {}).get("ArnEquals", {}).get("aws:PrincipalArn", [])
        for arn in _listed(callers):
            environment = _NAMES[_ACCOUNTS.index(arn.split(":")[4])]
            found = _ROLE.fullmatch(arn.rpartition("/")[2])
            for action in _listed(statement["Action"]):
                yield Grant(environment, found["kind"] if found else arn, arn, action, role["Arn"])


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
