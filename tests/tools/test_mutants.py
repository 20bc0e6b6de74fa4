"""Mutants that survive are explained on the page, no more and no fewer, each row about a function that exists."""

import ast
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tools.mutants import workspace
from tools.mutants.survivors import Explanation, Mutant, explanations, mutants, problems

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mutants.md"

REDEEM, OPEN = "auth/oidc.py Provider.redeem", "auth/seal.py Seal.open"
TABLE = f"| where | survivors | why |\n|---|---|---|\n| `{REDEEM}` | 2 | nothing depends on it |\n"


def functions(path: Path) -> set[str]:
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return found


def test_every_row_of_the_page_is_about_a_function_that_exists() -> None:
    rows = list(explanations(PAGE.read_text()))
    assert rows
    for row in rows:
        path, _, function = row.where.partition(" ")
        assert function in functions(ROOT / workspace.PACKAGE / path), row


def test_all_of_the_scope_and_all_tests_exist() -> None:
    assert all((ROOT / workspace.PACKAGE / where).exists() for where in workspace.SCOPE)
    assert all((ROOT / name).exists() for name in workspace.PYTEST_ARGUMENTS if not name.startswith("-"))


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("model_approval.auth.oidc.xǁProviderǁredeem__mutmut_12", REDEEM),
        ("model_approval.auth.oidc.xǁProviderǁ__init____mutmut_1", "auth/oidc.py Provider.__init__"),
        ("model_approval.domain.gates.x__compare__mutmut_1", "domain/gates.py _compare"),
        ("model_approval.domain.votes.xǁVoteǁ_property_ballot__mutmut_1", "domain/votes.py Vote.ballot"),
        ("model_approval.domain.votes.x_in_order__mutmut_3", "domain/votes.py in_order"),
    ],
)
def test_a_mutant_is_said_to_be_in_its_function(name: str, where: str) -> None:
    assert Mutant(name, 0).where == where


def test_a_mutant_is_killed_only_if_a_test_failed_or_never_ended() -> None:
    assert [code for code in (0, 1, 33, 36) if Mutant("m", code).is_killed] == [1, 36]


def test_survivors_that_are_explained_are_no_problem() -> None:
    assert list(problems({REDEEM: 2}, explanations(TABLE), {REDEEM, OPEN})) == []


@pytest.mark.parametrize(
    ("survivors", "sentence"),
    [
        ({REDEEM: 3}, f"{REDEEM}: 3 mutants survive and 2 are explained; write a test or a row"),
        ({REDEEM: 1}, f"{REDEEM}: 2 mutants are explained but 1 survive; mend the row"),
        ({REDEEM: 2, OPEN: 1}, f"{OPEN}: 1 mutants survive and 0 are explained; write a test or a row"),
    ],
)
def test_more_survivors_than_are_explained_are_a_problem_and_fewer_too(
    survivors: dict[str, int], sentence: str
) -> None:
    assert list(problems(survivors, explanations(TABLE), {REDEEM, OPEN})) == [sentence]


def test_of_what_was_not_looked_at_nothing_is_said() -> None:
    assert list(problems({}, explanations(TABLE), {OPEN})) == []


def test_an_explanation_has_words() -> None:
    assert len(list(problems({REDEEM: 1}, [Explanation(REDEEM, 1, "fine")], {REDEEM}))) == 1


def test_a_workspace_follows_the_tree_and_keeps_the_time_of_what_is_the_same(tmp_path: Path) -> None:
    root, place = tmp_path / "root", tmp_path / "place"
    for name in (workspace.PACKAGE / "auth" / "seal.py", Path("tests/unit/test_a.py"), Path("tests/events/one.json")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("1")
    for name in ("reports", "security"):
        (root / "tests" / name).mkdir()
    workspace.make(root, place, ["auth", "steps/decide.py"])
    source = place / "src/model_approval/auth/seal.py"
    os.utime(source, (1, 1))
    (root / "tests/unit/test_a.py").unlink()
    workspace.make(root, place, ["auth", "steps/decide.py"])
    assert source.stat().st_mtime == 1
    assert not (place / "tests/unit/test_a.py").exists()
    (root / workspace.PACKAGE / "auth" / "seal.py").write_text("2")
    workspace.make(root, place, ["auth"])
    assert (source.read_text(), source.stat().st_mtime != 1) == ("2", True)
    settings = tomllib.loads((place / "pyproject.toml").read_text())["tool"]["mutmut"]
    assert settings["only_mutate"] == ["src/model_approval/auth/*"]


def test_properties_are_mutated_too() -> None:
    source = """
from functools import cached_property

class Circle:
    radius = 2
    @property
    def area(self) -> int:
        # nearly
        return (
            3 * self.radius
        )

    @cached_property
    def _edge(self) -> int:
        return 6 * self.radius
    @staticmethod
    def corners() -> int:
        return 0
"""
    plain = workspace.plain_properties(source)
    decorators = [
        ast.unparse(one) for node in ast.walk(ast.parse(plain)) for one in getattr(node, "decorator_list", [])
    ]
    assert decorators == ["staticmethod"]
    room: dict[str, Any] = {}
    exec(plain, room)  # noqa: S102 - it stands above
    circle = room["Circle"]()
    assert (circle.area, circle._edge, circle.corners(), vars(circle)) == (6, 12, 0, {"_edge": 12})


def test_what_came_of_the_mutants_is_read(tmp_path: Path) -> None:
    assert mutants(tmp_path) == []
    (tmp_path / "results.json").write_text('{"model_approval.auth.a.x_f__mutmut_1": 33}')
    assert mutants(tmp_path) == [Mutant("model_approval.auth.a.x_f__mutmut_1", 33)]
