"""Terraform in a copy of what it reads, which leaves the tree alone."""

import os
import shutil
import subprocess
from pathlib import Path

from sandbox.terraform import _plugin_dir as mirror

ROOT = Path(__file__).parents[2]


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


def copied(tree: Path) -> Path:
    """The tracked kinds of files that Terraform reads, without what an earlier run in the tree has left."""
    left = shutil.ignore_patterns(".terraform", ".terraform.lock.hcl", "*.tfstate*", "__pycache__")
    for path in ROOT.glob("*.tf"):
        shutil.copy(path, tree)
    for folder in ("modules", "examples", "lambdas/dist", "tests/terraform"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=left)
    return tree
