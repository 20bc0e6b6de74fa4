"""`make docs` writes the tables into each README, and `make check` notices when that has not been done."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.terraform import README, folder, variable
from tools.terraform_docs.__main__ import BEGIN, END, document

ROOT = Path(__file__).parents[2]
SOURCE = variable("x", 'description = "What."\ntype = string')


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The root, a module and an example."""
    folder(tmp_path, SOURCE)
    folder(tmp_path / "modules" / "queue", SOURCE + 'resource "aws_sqs_queue" "this" {}\n')
    folder(tmp_path / "examples" / "one", SOURCE + 'resource "aws_sqs_queue" "this" {}\n')
    return tmp_path


def readmes(tree: Path) -> dict[str, str]:
    return {path.relative_to(tree).as_posix(): path.read_text() for path in sorted(tree.rglob("README.md"))}


def test_each_readme_gets_its_tables_between_the_markers_and_keeps_the_rest(tree: Path) -> None:
    assert document(tree, check=False) == []
    for text in readmes(tree).values():
        assert text.startswith("# churn\n\nWhat it is for.\n\n" + BEGIN)
        assert text.endswith(END + "\n\nAfterwards.\n")
        assert "| `x` | What. | `string` | required |" in text
    assert "aws_sqs_queue" in readmes(tree)["modules/queue/README.md"]
    assert "aws_sqs_queue" not in readmes(tree)["examples/one/README.md"]


def test_a_second_run_changes_nothing(tree: Path) -> None:
    document(tree, check=False)
    once = readmes(tree)
    assert document(tree, check=False) == []
    assert readmes(tree) == once


def test_checking_names_what_is_not_up_to_date_and_writes_nothing(tree: Path) -> None:
    document(tree, check=False)
    assert document(tree, check=True) == []
    path = tree / "modules" / "queue" / "main.tf"
    path.write_text(path.read_text().replace("What.", "What else."))
    before = readmes(tree)
    (problem,) = document(tree, check=True)
    assert "modules/queue/README.md" in problem
    assert "examples" not in problem
    assert "make docs" in problem
    assert readmes(tree) == before


@pytest.mark.parametrize(
    "readme",
    [None, "# churn\n", f"{BEGIN}\n", f"{END}\n{BEGIN}\n", README + README, f"{END}\n{README}"],
    ids=["no README", "no markers", "one marker", "wrong order", "twice", "too many"],
)
def test_a_new_folder_without_a_place_for_the_tables_is_named(readme: str | None, tree: Path) -> None:
    new = folder(tree / "modules" / "new", SOURCE, readme)
    (problem,) = document(tree, check=False)
    assert problem.startswith("modules/new/README.md is missing: " if readme is None else "modules/new/README.md: ")
    assert BEGIN in problem
    assert not readme or (new / "README.md").read_text() == readme
    assert "What." in readmes(tree)["README.md"], "the others get theirs all the same"


def test_a_folder_without_terraform_needs_no_tables(tree: Path) -> None:
    (tree / "examples" / "notes").mkdir()
    assert document(tree, check=False) == []


def test_the_command_fails_with_a_sentence(tree: Path) -> None:
    command = [sys.executable, "-m", "tools.terraform_docs"]
    environment = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, "--check"], cwd=tree, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("error: Not up to date")
    assert subprocess.run(command, cwd=tree, env=environment).returncode == 0
    assert subprocess.run([*command, "--check"], cwd=tree, env=environment).returncode == 0
