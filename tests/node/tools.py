"""What the tests take from npm (package.json): an identity provider, axe-core, and caniemail's mail linter."""

import functools
import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
"""With the Node.js and npm that pip installed beside Python."""
_SECONDS = 60


@functools.cache
def node_modules() -> Path:
    """The folder of the packages, such as `node_modules() / "axe-core/axe.min.js"`; installs what is missing."""
    folder, lock = FOLDER / "node_modules", FOLDER / "package-lock.json"
    installed = folder / ".package-lock.json"  # the Makefile goes by this file, too
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        install = ["npm", "ci", "--ignore-scripts", "--loglevel=error"]
        subprocess.run(install, cwd=FOLDER, check=True, timeout=600, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        installed.touch()
    return folder


def run_node(script: str | Path, *arguments: str, input: str | None = None) -> str:
    """What a script of this folder prints, run to its end with `input` at its stdin, in a minute at most.

    Raises CalledProcessError, with what the script wrote to stderr as a note.
    """
    node_modules()
    try:
        return subprocess.run(
            ["node", str(FOLDER / script), *arguments],
            input=input or "", check=True, timeout=_SECONDS, text=True, capture_output=True, cwd=FOLDER,
            env=ENVIRONMENT,
        ).stdout  # fmt: skip
    except subprocess.CalledProcessError as error:
        error.add_note(str(error.stderr))
        raise
