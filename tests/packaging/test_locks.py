"""The locks agree with each other and with what was asked for, and would be the same if made on another machine."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from lambdas.packaging.packages import LOCK, WANTED
from lambdas.packaging.wheels import normalised, pins

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
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
    ],
    ids=["layer", "sandbox", "dev", "checkov"],
)
def test_each_lock_holds_what_was_asked_for(source: Path, lock: dict[str, str]) -> None:
    for requirement in wanted(source):
        assert requirement.specifier.contains(lock[normalised(requirement.name)]), f"run `make lock`: {requirement}"


@pytest.mark.parametrize("path", [LOCK, *sorted(REQUIREMENTS.glob("*.txt"))], ids=lambda path: path.name)
def test_a_lock_names_no_host_and_no_folder_of_a_machine(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|(?<![\w.])/\w", text)
    assert text.count("==") == len(re.findall(r"==\S+ (?:\\\n    )?--hash=", text)), "a pin without a hash"
