"""What can be put right by the person at the keyboard is said in a sentence, with exit code 1 and no traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def up(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sandbox", "up", *arguments],
        capture_output=True, text=True, cwd=ROOT, env=os.environ | environment, check=False,
    )  # fmt: skip


@pytest.fixture
def only(tmp_path):
    """A PATH on which there is nothing, or a Terraform that says it is of a certain version."""

    def make(version: str | None) -> str:
        if version:
            terraform = tmp_path / "terraform"
            terraform.write_text(f'#!/bin/sh\necho \'{{"terraform_version": "{version}"}}\'\n')
            terraform.chmod(0o755)
        return str(tmp_path)

    return make


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (None, "Terraform is not on the PATH: install Terraform 1.9 or newer.\n"),
        ("1.5.7", "Terraform 1.5.7 is too old: install Terraform 1.9 or newer.\n"),
    ],
)
def test_terraform_is_missing_or_too_old(only, version, sentence):
    done = up("--port", "0", PATH=f"{only(version)}{os.pathsep}/bin" if version else only(version))
    assert (done.returncode, done.stderr) == (1, sentence)


def test_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = up(SANDBOX_PORT=port)
    assert (done.returncode, done.stderr.startswith(f"Port {port} is taken")) == (1, True)
    assert done.stderr.count("\n") == 1


def test_the_port_is_none():
    done = up("--port", "web")
    assert (done.returncode, done.stderr) == (
        1,
        "'web' is not a port: set SANDBOX_PORT or --port to a number up to 65535.\n",
    )
