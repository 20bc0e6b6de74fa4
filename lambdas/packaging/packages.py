"""What goes into each package.

functions.zip: our own code and its pages, stored uncompressed; git packs that well, and a change to one file stays a
small change of the repository. layer.zip: the locked wheels, unpacked below `python/`, where the runtime looks.
"""

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from .archive import Member, PackagingError, archive_bytes, read_members
from .wheels import download, normalised

LAMBDAS = Path(__file__).resolve().parent.parent
SOURCE = LAMBDAS / "src"
DIST = LAMBDAS / "dist"
WANTED = LAMBDAS / "requirements-layer.in"
VERSIONS = LAMBDAS.parent / "requirements" / "sandbox.txt"  # what the layer's versions follow
LOCK = LAMBDAS / "requirements-layer.txt"
FUNCTIONS, LAYER, SUMS = "functions.zip", "layer.zip", "SHA256SUMS"

_CODE_AND_PAGES = {".py", ".j2", ".css", ".js"}
_SCRIPTS = re.compile(r"^[^/]+\.data/scripts/")
_METADATA = re.compile(r"^python/(?P<name>[^/]+)-(?P<version>[^/-]+)\.dist-info/METADATA$")
_ELSEWHERE = re.compile(r"^[^/]+\.data/")


def functions(source: Path = SOURCE) -> bytes:
    """functions.zip: the package below `source`."""
    members = []
    for path in source.rglob("*"):
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        if path.suffix not in _CODE_AND_PAGES:
            raise PackagingError(
                f"{path} is neither code nor part of a page. Remove it, or add its kind to the packaging."
            )
        members.append(Member.stored(path.relative_to(source).as_posix(), path.read_bytes()))
    return archive_bytes(members)


def layer(wheels: Iterable[Path]) -> bytes:
    """layer.zip: the whole content of the wheels, licences and metadata included, without their console scripts."""
    members = []
    for wheel in wheels:
        for member in read_members(wheel):
            if _SCRIPTS.match(member.name):
                continue
            if _ELSEWHERE.match(member.name):
                raise PackagingError(f"{wheel.name} puts {member.name} outside of Python's path, which a layer cannot.")
            name = f"python/{member.name}"
            members.append(Member(name, member.method, member.data, member.checksum, member.size))
    return archive_bytes(members)


def build_layer(lock: Path = LOCK) -> bytes:
    """layer.zip from freshly downloaded wheels."""
    with tempfile.TemporaryDirectory() as folder:
        return layer(download(lock, Path(folder)))


def contained(archive: Path) -> dict[str, str]:
    """Version by distribution name of what a layer holds, as its metadata says."""
    with zipfile.ZipFile(archive) as layer_zip:
        found = [match for name in layer_zip.namelist() if (match := _METADATA.match(name))]
    return {normalised(match["name"]): match["version"] for match in found}


def sums(packages: dict[str, bytes]) -> str:
    """SHA256SUMS, as `sha256sum --check` reads it."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(packages.items()))
