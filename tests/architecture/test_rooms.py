"""The one-way rule holds, and the contracts that keep it notice each way of breaking it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "lambdas" / "src"

ONE_WAY, PURE, BOTO3 = "The rooms depend one way", "The domain is pure", "Only the adapters and the wiring know boto3"


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", ROOT / "pyproject.toml"]
    environment = os.environ | {"PYTHONPATH": str(source)}
    return subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True)


def test_the_rooms_keep_the_rule() -> None:
    done = lint_imports(SOURCE)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("domain/records.py", "import model_approval.steps", ONE_WAY),
        ("domain/records.py", "import boto3", PURE),
        ("domain/records.py", "import botocore.exceptions", PURE),
        ("domain/records.py", "import jinja2", PURE),
        ("steps/__init__.py", "import model_approval.handlers", ONE_WAY),
        ("steps/__init__.py", "import model_approval.adapters", ONE_WAY),
        ("pages/__init__.py", "import model_approval.steps", ONE_WAY),
        ("adapters/__init__.py", "import model_approval.auth", ONE_WAY),
        ("auth/__init__.py", "import boto3", BOTO3),
        ("steps/__init__.py", "from botocore.exceptions import ClientError", BOTO3),
        ("handlers/approval.py", "import boto3", BOTO3),
        ("extra_room.py", "import json", "extra_room"),
    ],
)
def test_the_contracts_notice(module: str, line: str, broken: str, tmp_path: Path) -> None:
    copy = shutil.copytree(SOURCE, tmp_path / "src")
    with (copy / "model_approval" / module).open("a") as file:
        file.write(f"\n{line}\n")
    done = lint_imports(copy)
    assert done.returncode != 0
    assert broken in done.stdout.replace(f"{broken} KEPT", ""), done.stdout
