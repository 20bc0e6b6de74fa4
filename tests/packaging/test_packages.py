"""The committed packages are those of the sources and of the lock, on any machine, and Lambda can run them."""

import base64
import csv
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lambdas.packaging import packages
from lambdas.packaging.archive import PackagingError
from lambdas.packaging.packages import DIST, FUNCTIONS, LAYER, LOCK, SOURCE, SUMS
from lambdas.packaging.sbom import SBOM
from lambdas.packaging.wheels import download, pins

HANDLERS = ("registration_notifier", "approval", "inference_notifier")
# Lambda's quotas: 50 MB a package sent directly, 250 MB a function and its layers unpacked.
DIRECT_UPLOAD, UNPACKED = 50 * 10**6, 250 * 10**6


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return download(LOCK, tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both packages as they lie in the runtime: the functions in `task`, the layer in `opt`."""
    root = tmp_path_factory.mktemp("runtime")
    zipfile.ZipFile(DIST / FUNCTIONS).extractall(root / "task")
    zipfile.ZipFile(DIST / LAYER).extractall(root / "opt")
    return root


def test_functions_are_the_sources() -> None:
    same = (DIST / FUNCTIONS).read_bytes() == packages.functions()
    assert same, "run `make package`"


def test_the_layer_is_the_locked_wheels(wheels: list[Path]) -> None:
    same = (DIST / LAYER).read_bytes() == packages.layer(wheels)
    assert same, "run `make package`"


def test_the_layer_holds_what_the_lock_names_and_no_more() -> None:
    assert packages.contained(DIST / LAYER) == pins(LOCK)


def test_the_layer_holds_each_distribution_whole_but_its_scripts(unpacked: Path) -> None:
    site = unpacked / "opt" / "python"
    recorded = set()
    for record in site.glob("*.dist-info/RECORD"):
        for name, digest, _size in csv.reader(record.read_text().splitlines()):
            if ".data/scripts/" in name:
                continue
            recorded.add(name)
            actual = hashlib.sha256((site / name).read_bytes()).digest()
            assert digest in ("", "sha256=" + base64.urlsafe_b64encode(actual).decode().rstrip("=")), name
    assert {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} == recorded


def test_the_sums_are_those_of_the_packages() -> None:
    committed = {name: (DIST / name).read_bytes() for name in (FUNCTIONS, LAYER, SBOM)}
    assert (DIST / SUMS).read_text() == packages.sums(committed)


@pytest.mark.parametrize("package", [FUNCTIONS, LAYER])
def test_nothing_of_the_machine_is_inside(package: str) -> None:
    with zipfile.ZipFile(DIST / package) as archive:
        members = archive.infolist()
        assert archive.testzip() is None
        assert archive.comment == b""
    assert [member.filename for member in members] == sorted(member.filename for member in members)
    for member in members:
        parts = Path(member.filename).parts
        assert not {"__pycache__", "..", "/"} & set(parts), member
        assert not member.filename.endswith(".pyc"), member
        assert member.date_time == (1980, 1, 1, 0, 0, 0), member
        assert oct(member.external_attr >> 16) in ("0o100644", "0o100755"), member
        assert member.extra == b"", member


def test_the_machine_the_sources_lie_on_does_not_matter(tmp_path: Path) -> None:
    elsewhere = shutil.copytree(SOURCE, tmp_path / "ärger", ignore=shutil.ignore_patterns("__pycache__"))
    for path in elsewhere.rglob("*.py"):
        path.chmod(0o600)
        os.utime(path, (0, 10**9))
    (elsewhere / "model_approval" / "__pycache__").mkdir()
    (elsewhere / "model_approval" / "__pycache__" / "errors.cpython-311.pyc").write_bytes(b"")
    assert packages.functions(elsewhere) == packages.functions()


def test_a_stray_file_is_not_packaged_but_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt.orig").touch()
    with pytest.raises(PackagingError, match=r"notes\.txt\.orig is neither code nor part of a page"):
        packages.functions(tmp_path)


def test_pages_are_packaged_with_their_style_and_their_script() -> None:
    with zipfile.ZipFile(io.BytesIO(packages.functions())) as archive:
        names = {Path(name).name for name in archive.namelist() if "/templates/" in name}
    assert {"base.html.j2", "style.css", "script.js"} <= names


def test_the_packages_fit_into_lambda() -> None:
    archives = [zipfile.ZipFile(DIST / package) for package in (FUNCTIONS, LAYER)]
    assert all((DIST / package).stat().st_size < DIRECT_UPLOAD for package in (FUNCTIONS, LAYER))
    assert sum(member.file_size for archive in archives for member in archive.infolist()) < UNPACKED


def test_the_handlers_need_only_the_packages_and_boto3(unpacked: Path) -> None:
    """Imported with an empty environment too: settings and clients wait for the first event."""
    runtime = unpacked / "runtime"
    runtime.mkdir()
    # What Lambda's Python brings, and the one compiled module that the layer has for the runtime's Python alone.
    for module in ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six", "_cffi_backend"):
        found = importlib.util.find_spec(module)
        assert found is not None
        assert found.origin is not None
        origin = Path(found.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        (runtime / source.name).symlink_to(source)
    script = io.StringIO()
    for handler in HANDLERS:
        print(f"from model_approval.handlers.{handler} import handler\nassert callable(handler)", file=script)
    path = os.pathsep.join(str(unpacked / part) for part in ("opt/python", "task", "runtime"))
    command = [sys.executable, "-S", "-s", "-c", script.getvalue()]
    done = subprocess.run(command, env={"PYTHONPATH": path}, cwd=unpacked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
