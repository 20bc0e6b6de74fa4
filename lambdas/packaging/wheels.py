"""The layer's wheels: which they are (lock) and getting them (download), for the functions' platform, not for ours."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .archive import PackagingError

PYTHON_VERSION = "3.13"
# The python3.13 runtime is Amazon Linux 2023 (glibc 2.34). pip does not know that a newer manylinux runs an older
# one's wheels, except below manylinux2014, so each is named.
PLATFORMS = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)] + ["manylinux2014_x86_64"]
_TARGET = [
    "--only-binary=:all:",
    "--implementation=cp",
    f"--python-version={PYTHON_VERSION}",
    *[f"--platform={platform}" for platform in PLATFORMS],
]
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+) --hash=sha256:(?P<sha256>[0-9a-f]{64})$", re.MULTILINE)


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise PackagingError(f"pip could not get the layer's wheels:\n{done.stderr.strip()}")


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, str]:
    """Version by distribution name."""
    return {normalised(pin["name"]): pin["version"] for pin in _PIN.finditer(lock.read_text())}


def wheel_digests(lock: Path) -> dict[str, str]:
    """SHA-256 of the wheel, hexadecimal, by distribution name."""
    return {normalised(pin["name"]): pin["sha256"] for pin in _PIN.finditer(lock.read_text())}


def wanted(requirements: Path) -> list[str]:
    """The lines of a file of requirements that ask for a distribution, without comments."""
    lines = (line.split("#")[0].strip() for line in requirements.read_text().splitlines())
    return [line for line in lines if line]


def resolve(wanted: Path, versions: Path) -> str:
    """The lock for `wanted`: each distribution in the version that `versions` pins, as the wheel for the functions.

    pip judges environment markers by the Python that runs it; between 3.11 and 3.13 no dependency of ours differs.
    """
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch, "report.json")
        nowhere = Path(scratch, "target")  # pip wants one with --platform; nothing is installed
        options = ["--dry-run", "--ignore-installed", f"--target={nowhere}", f"--report={report}"]
        _pip("install", *options, *_TARGET, "--requirement", str(wanted), "--constraint", str(versions))
        chosen: list[dict[str, Any]] = json.loads(report.read_text())["install"]
    lines = []
    for item in chosen:
        digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
        name, version = normalised(item["metadata"]["name"]), item["metadata"]["version"]
        lines.append(f"{name}=={version} --hash=sha256:{digest}")
    header = f"# Made by `make lock` from {wanted.name}: the wheels for python{PYTHON_VERSION} on x86_64.\n"
    return header + "\n".join(sorted(lines)) + "\n"


def download(lock: Path, folder: Path) -> list[Path]:
    """Put the locked wheels into `folder`; a file whose hash is not in the lock stops it."""
    _pip("download", "--require-hashes", "--no-deps", *_TARGET, f"--dest={folder}", "--requirement", str(lock))
    return sorted(folder.glob("*.whl"))
