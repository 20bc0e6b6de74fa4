"""Terraform lets through the gate rules that the functions can read, and no others."""

import json
import re
from pathlib import Path

import pytest

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.gates import NO_VIOLATIONS, RULE, Gate

VARIABLES = (Path(__file__).parents[2] / "variables_environments.tf").read_text()


def _local(name: str) -> str:
    """A local value of strings alone; Terraform escapes in them what JSON does."""
    match = re.search(rf'^  {name}\s*= (?:join\("", (\[.*?\])\)|(".*"))$', VARIABLES, re.MULTILINE | re.DOTALL)
    assert match, f"local.{name} is not where it was"
    if match[2]:
        return str(json.loads(match[2]))
    return "".join(json.loads(re.sub(r",\s*\]$", "]", match[1])))


def test_terraform_and_the_functions_read_rules_with_the_same_pattern() -> None:
    assert _local("_gate_rule") == RULE.pattern


def test_terraform_and_the_functions_know_the_same_rule_in_words() -> None:
    assert _local("_gate_in_words") == NO_VIOLATIONS


# To Python's "$" a line break at the end is nothing; to Terraform's it is.
@pytest.mark.parametrize("rule", ["auc >= 0.85\n", "no constraint violations\n"])
def test_the_functions_refuse_a_line_break_as_terraform_does(rule: str) -> None:
    with pytest.raises(InvalidRecord):
        Gate.parse(rule)
