"""No check of an input is there untried: for each, `terraform test` has a run that expects it to fail.

A variable with three validations needs three runs. Which run meets which validation cannot be seen from the files; the
runs' names say it.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hcl2
import pytest

ROOT = Path(__file__).parents[2]
MODULES = [".", *(path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("modules/*")) if path.is_dir())]


@cache
def parsed(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = hcl2.loads(path.read_text())
    return content


def blocks(content: dict[str, Any], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The blocks of a kind with one label, as label and content."""
    for block in content.get(kind, []):
        for label, inner in block.items():
            if label != "__is_block__":
                yield label.strip('"'), inner


def checks(module: str) -> Counter[str]:
    """How many things are checked, by the address that `expect_failures` would name."""
    found: Counter[str] = Counter()
    for path in (ROOT / module).glob("*.tf"):
        content = parsed(path)
        for name, variable in blocks(content, "variable"):
            found[f"var.{name}"] += len(variable.get("validation", []))
        for kind, prefix in (("resource", ""), ("data", "data.")):
            for type_, named in blocks(content, kind):
                for name, body in blocks({"": [named]}, ""):
                    for lifecycle in body.get("lifecycle", []):
                        conditions = lifecycle.get("precondition", []) + lifecycle.get("postcondition", [])
                        found[f"{prefix}{type_}.{name}"] += len(conditions)
        for name, output in blocks(content, "output"):
            found[f"output.{name}"] += len(output.get("precondition", []))
    return +found


def expected_failures(module: str) -> Counter[str]:
    """How many runs expect a failure, by address."""
    found: Counter[str] = Counter()
    for path in (ROOT / "tests" / "terraform").glob("*.tftest.hcl"):
        for _, run in blocks(parsed(path), "run"):
            sources = [one["source"].strip('"').removeprefix("./") for one in run.get("module", [])]
            if (sources or ["."]) == [module]:
                found.update(address.strip("${}") for address in run.get("expect_failures", []))
    return found


@pytest.mark.parametrize("module", MODULES)
def test_every_check_has_a_run_that_it_fails(module: str) -> None:
    tried = expected_failures(module)
    untried = {
        address: number - tried[address] for address, number in checks(module).items() if tried[address] < number
    }
    assert untried == {}, f"{module}: so many runs with expect_failures are missing"


def test_the_checks_are_found() -> None:
    assert checks(".")["var.environments"] > 10
    assert checks(".")["aws_ssm_parameter.stack"] == 3
    assert expected_failures(".")["aws_ssm_parameter.stack"] >= 3


@pytest.mark.parametrize("module", MODULES)
def test_every_variable_has_a_type_and_a_description_and_no_null_by_accident(module: str) -> None:
    for path in (ROOT / module).glob("*.tf"):
        for name, variable in blocks(parsed(path), "variable"):
            assert variable.get("type"), f"{module}: {name} has no type"
            assert len(variable.get("description", "")) > 10, f"{module}: {name} has no description"
            absent = "default" in variable and variable["default"] in (None, "null")
            assert absent or variable.get("nullable") is False, f"{module}: {name} may be null though it has a meaning"


def test_the_module_has_few_variables() -> None:
    names = [name for path in ROOT.glob("*.tf") for name, _ in blocks(parsed(path), "variable")]
    assert len(names) <= 25
