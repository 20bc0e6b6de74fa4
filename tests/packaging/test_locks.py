"""The locks agree with each other and with what was asked for, and would be the same if made on another machine."""

import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from lambdas.packaging.packages import LOCK, WANTED
from lambdas.packaging.wheels import normalised, pins

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
_COMMENT = re.compile(r"\s+#.*")


def locked(name: str) -> dict[str, str]:
    return {normalised(package): version for package, version, _ in _PIN.findall((REQUIREMENTS / name).read_text())}


def wanted(path: Path) -> list[Requirement]:
    lines = [_COMMENT.sub("", line) for line in path.read_text().splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def test_the_sandbox_runs_the_functions_with_the_layers_versions() -> None:
    layer = pins(LOCK)
    assert layer == {name: version for name, version in locked("sandbox.txt").items() if name in layer}


def test_the_tests_run_on_the_sandboxs_versions() -> None:
    sandbox = locked("sandbox.txt")
    assert sandbox == {name: version for name, version in locked("dev.txt").items() if name in sandbox}


@pytest.mark.parametrize(
    ("source", "lock"),
    [
        (WANTED, pins(LOCK)),
        (REQUIREMENTS / "sandbox.in", locked("sandbox.txt")),
        (REQUIREMENTS / "dev.in", locked("dev.txt")),
        (REQUIREMENTS / "checkov.in", locked("checkov.txt")),
        (REQUIREMENTS / "mutants.in", locked("mutants.txt")),
    ],
    ids=["layer", "sandbox", "dev", "checkov", "mutants"],
)
def test_each_lock_holds_what_was_asked_for(source: Path, lock: dict[str, str]) -> None:
    for requirement in wanted(source):
        assert requirement.specifier.contains(lock[normalised(requirement.name)]), f"run `make lock`: {requirement}"


@pytest.mark.parametrize("path", [LOCK, *sorted(REQUIREMENTS.glob("*.txt"))], ids=lambda path: path.name)
def test_a_lock_names_no_host_and_no_folder_of_a_machine(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|(?<![\w.])/\w", text)
    assert text.count("==") == len(re.findall(r"==\S+ (?:\\\n    )?--hash=", text)), "a pin without a hash"


def test_nothing_is_installed_without_its_hash() -> None:
    """Neither by the Makefile nor for CI; what Debian signs comes by apt, which checks that."""
    commands = (ROOT / "Makefile").read_text().replace("\\\n", "") + (ROOT / ".ci" / "run").read_text()
    installs = re.findall(r"^.*\bpip install\b.*$", commands, re.MULTILINE)
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert re.findall(r"\bnpm (?:install|i|add|exec|ci)\b.{0,17}", commands) == ["npm ci --ignore-scripts"]
    assert not re.search(r"\b(curl|wget|npx|pipx|go install)\b", commands)


def test_each_package_from_npm_is_locked_with_its_hash() -> None:
    packages = json.loads((ROOT / "tests" / "node" / "package-lock.json").read_text())["packages"]
    locked = [one for path, one in packages.items() if path and not one.get("inBundle")]
    assert locked
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in locked)
    assert all(re.fullmatch(r"[\d.]+", version) for version in packages[""]["devDependencies"].values())
