"""Each folder of Terraform stands by itself, and `terraform test` passes, all in a copy that leaves the tree alone."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sandbox.terraform import _plugin_dir as mirror

ROOT = Path(__file__).parents[2]
FOLDERS = [
    ".",
    *(path.parent.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("modules/*/versions.tf"))),
    *(path.parent.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("examples/*/versions.tf"))),
]


def terraform(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run it without the caller's account, region and variables, which no test may need; the output, if it ends with
    ``code``."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_VAR_"))}
    command = ["terraform", *arguments, "-no-color"]
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == code, f"{' '.join(command)}\n{done.stdout}"
    return done.stdout


def initialise(folder: Path, *arguments: str) -> None:
    terraform(folder, "init", "-backend=false", "-input=false", *arguments, *mirror())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracked kinds of files that Terraform reads, without what an earlier run in the tree has left."""
    tree = tmp_path_factory.mktemp("terraform")
    left = shutil.ignore_patterns(".terraform", ".terraform.lock.hcl", "*.tfstate*", "__pycache__")
    for path in ROOT.glob("*.tf"):
        shutil.copy(path, tree)
    for folder in ("modules", "examples", "lambdas/dist", "tests/terraform"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=left)
    return tree


def test_everything_is_formatted(copy: Path) -> None:
    terraform(copy, "fmt", "-check", "-recursive", "-diff")


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_validates(folder: str, copy: Path) -> None:
    initialise(copy / folder)
    terraform(copy / folder, "validate")


def test_what_terraform_test_runs(copy: Path) -> None:
    initialise(copy, "-test-directory=tests/terraform")
    said = terraform(copy, "test", "-test-directory=tests/terraform")
    assert "Success!" in said
    assert "Success! 0 passed" not in said


@pytest.mark.parametrize("given", ["", "oidc = null"])
def test_nobody_can_apply_the_module_without_an_identity_provider(given: str, copy: Path) -> None:
    folder = copy / "caller"
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(
        f"""
        module "model_approval" {{
          source       = "./.."
          environment  = "dev"
          environments = []
          mail         = {{ from = "model-approval@example.com" }}
          {given}
        }}
        """
    )
    initialise(folder)
    said = terraform(folder, "validate", code=1)
    assert "oidc" in said
    assert re.search(r"is required|not suitable|must not be null|required variable", said), said
