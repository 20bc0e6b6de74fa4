"""The bill of materials names all that the packages hold, is valid, and is the same wherever it is made."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.backends.openssl import backend

from lambdas.packaging import __main__ as command_line
from lambdas.packaging.archive import Member, PackagingError, archive_bytes, read_members
from lambdas.packaging.packages import DIST, FUNCTIONS, LAYER, LOCK, SUMS, WANTED, sums
from lambdas.packaging.sbom import SBOM, sbom
from lambdas.packaging.wheels import download, pins, wheel_digests

ROOT = Path(__file__).parents[2]
VALIDATOR = ROOT / ".venv" / "checkov" / "bin" / "python"  # checkov brings the schema and what checks it
VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
sys.exit(str(JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read()) or "") or None)
"""


@pytest.fixture(scope="module")
def committed() -> Any:
    return json.loads((DIST / SBOM).read_text())


def bill(functions: bytes | None = None, layer: bytes | None = None, lock: Path = LOCK, wanted: Path = WANTED) -> str:
    return sbom(functions or (DIST / FUNCTIONS).read_bytes(), layer or (DIST / LAYER).read_bytes(), lock, wanted)


def component(bill: Any, name: str) -> Any:
    [found] = [one for one in bill["components"] if one["name"] == name]
    return found


def valid(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([VALIDATOR, "-c", VALIDATE], input=text, capture_output=True, text=True)


def test_the_bill_is_that_of_the_packages() -> None:
    assert (DIST / SBOM).read_text() == bill(), "run `make package`"


def test_it_is_valid_cyclonedx(committed: Any) -> None:
    if not VALIDATOR.exists() and not os.environ.get("CI"):
        pytest.skip("checkov is not installed: run `make check`")
    done = valid((DIST / SBOM).read_text())
    assert done.returncode == 0, done.stderr
    assert committed["specVersion"] == "1.6"
    assert valid(json.dumps(committed | {"components": [{"name": "no type"}]})).returncode, "it takes anything"


def test_it_names_each_distribution_of_the_layer_with_the_hash_of_its_wheel(committed: Any) -> None:
    libraries = [one for one in committed["components"] if one["type"] == "library"]
    assert {one["name"]: one["version"] for one in libraries} == pins(LOCK)
    hashes = {one["name"]: [(h["alg"], h["content"]) for h in one["hashes"]] for one in libraries}
    assert hashes == {name: [("SHA-256", digest)] for name, digest in wheel_digests(LOCK).items()}
    assert all(one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}" for one in libraries)
    assert all(one["licenses"] for one in libraries)


def test_no_file_of_the_layer_belongs_to_nobody(committed: Any) -> None:
    """Each is in the RECORD of a distribution that the bill names."""
    with zipfile.ZipFile(DIST / LAYER) as layer:
        records = [name for name in layer.namelist() if name.endswith(".dist-info/RECORD")]
        of = {
            name: {f"python/{row[0]}" for row in csv.reader(io.StringIO(layer.read(name).decode()))} for name in records
        }
        assert set(layer.namelist()) <= set().union(*of.values())
    owners = {re.sub(r"[-_.]+", "-", name.split("/")[1].split("-")[0]).lower() for name in of}
    assert owners == {one["name"] for one in committed["components"] if one["type"] == "library"}


def test_its_hashes_are_those_of_the_packages(committed: Any) -> None:
    listed = dict(reversed(line.split()) for line in (DIST / SUMS).read_text().splitlines())
    for package in (FUNCTIONS, LAYER):
        assert component(committed, package)["hashes"] == [{"alg": "SHA-256", "content": listed[package]}]


def test_it_names_the_openssl_that_runs(committed: Any) -> None:
    """cryptography has it linked in; its wheel tells which (PEP 770), and so does the library itself."""
    parts = {part["purl"].split("@")[0]: part for part in component(committed, "cryptography")["components"]}
    assert parts["pkg:generic/openssl"]["version"] in backend.openssl_version_text().split()
    assert "pkg:cargo/pyo3" in parts


def test_a_compiled_module_whose_wheel_tells_nothing_is_named_as_unknown(committed: Any) -> None:
    with zipfile.ZipFile(DIST / LAYER) as layer:
        compiled = [name for name in layer.namelist() if name.endswith(".so")]
    [composition] = committed["compositions"]
    unknown = {ref.split("/")[1].split("@")[0] for ref in composition["assemblies"]}
    assert composition["aggregate"] == "unknown"
    assert unknown == {"cffi", "markupsafe"}
    assert len(compiled) == len(unknown | {"cryptography"})


def test_who_needs_whom_is_told_as_in_the_functions_runtime(committed: Any) -> None:
    names = {one["bom-ref"]: one["name"] for one in committed["components"]}
    needs = {one["ref"]: {names[ref] for ref in one["dependsOn"]} for one in committed["dependencies"]}
    assert needs[FUNCTIONS] == {"aws-lambda-powertools", "jinja2", "pyjwt"}
    assert needs[component(committed, "pyjwt")["bom-ref"]] == {"cryptography"}  # its extra `crypto` alone asks for it
    reached, todo = set[str](), {FUNCTIONS}
    by_name = {names[ref]: found for ref, found in needs.items() if ref in names}
    while todo:
        reached |= todo
        todo = set().union(*(by_name[name] for name in todo)) - reached
    assert reached == {FUNCTIONS, *pins(LOCK)}, "something is in the layer that nobody needs"


def test_every_reference_leads_to_one_component(committed: Any) -> None:
    refs = [committed["metadata"]["component"]["bom-ref"]]
    for one in committed["components"]:
        refs += [one["bom-ref"], *(part["bom-ref"] for part in one.get("components", []))]
    assert len(refs) == len(set(refs))
    assert {one["ref"] for one in committed["dependencies"]} <= set(refs)


def test_it_tells_neither_when_nor_where_it_was_made(committed: Any) -> None:
    text = (DIST / SBOM).read_text()
    assert "timestamp" not in text
    assert not re.search(r"/(home|root|work|tmp|Users|__w)/|localhost", text)
    assert bill() == bill()


def test_other_packages_have_another_bill_with_another_serial_number(committed: Any) -> None:
    other = json.loads(bill(functions=archive_bytes([Member.stored("model_approval/other.py", b"")])))
    assert other["serialNumber"] != committed["serialNumber"]
    assert component(other, FUNCTIONS)["hashes"] != component(committed, FUNCTIONS)["hashes"]


def test_a_layer_without_what_the_lock_names_has_no_bill() -> None:
    rest = [member for member in read_members(DIST / LAYER) if "pyjwt-" not in member.name]
    with pytest.raises(PackagingError, match=r"layer\.zip does not hold pyjwt"):
        bill(layer=archive_bytes(rest))


def test_a_lock_without_what_somebody_needs_has_no_bill(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("".join(line for line in LOCK.read_text().splitlines(keepends=True) if "jmespath" not in line))
    with pytest.raises(PackagingError, match="Nothing in the layer's lock is jmespath"):
        bill(lock=lock)


@pytest.mark.parametrize("changed", ["version", "serialNumber", "components"])
def test_make_check_fails_for_a_bill_that_was_touched(
    changed: str, committed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist = shutil.copytree(DIST, tmp_path / "dist")
    monkeypatch.setattr(command_line, "DIST", dist)
    touched = json.dumps(committed | {changed: None}, indent=2) + "\n"
    (dist / SBOM).write_text(touched)
    (dist / SUMS).write_text(sums({name: (dist / name).read_bytes() for name in (FUNCTIONS, LAYER, SBOM)}))
    with pytest.raises(PackagingError, match=rf"{re.escape(SBOM)} is not the packages' bill of materials"):
        command_line.check()


def test_a_wheel_is_what_its_hash_says_or_not_taken(tmp_path: Path) -> None:
    """What `make package` downloads must be what the lock names: one other digit, and pip refuses it."""
    [name, *_] = sorted(pins(LOCK))
    line = next(line for line in LOCK.read_text().splitlines() if line.startswith(name))
    digit = "0" if line[-1] != "0" else "1"
    lock = tmp_path / "lock.txt"
    lock.write_text(line[:-1] + digit + "\n")
    with pytest.raises(PackagingError, match=r"(?i)hash"):
        download(lock, tmp_path)
