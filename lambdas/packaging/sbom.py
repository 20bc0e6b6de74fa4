"""sbom.cdx.json: what the packages hold, for scanners and auditors. CycloneDX 1.6 (ECMA-424), written as JSON.

It is made of the packages, of the lock and of nothing else, so that the same packages have the same bill: it has no
time, and its serial number is a digest of the rest. What a compiled module has linked into it, a wheel alone can tell
(PEP 770); a wheel that holds one and does not tell is named as unknown. Python and boto3 come with Lambda's runtime.
"""

import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from .archive import PackagingError
from .wheels import PYTHON_VERSION, normalised, pins, wanted, wheel_digests

SBOM = "sbom.cdx.json"
_RUNTIME = {  # environment markers, where the functions run (PEP 508)
    "python_version": PYTHON_VERSION,
    "python_full_version": f"{PYTHON_VERSION}.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
}
_COPIED = ("name", "version", "licenses", "hashes", "purl")

Json = dict[str, Any]


@dataclass(frozen=True)
class Distribution:
    """One locked wheel as it lies in the layer."""

    name: str
    version: str
    digest: str
    """SHA-256 of the wheel, hexadecimal."""
    metadata: Message
    parts: tuple[Json, ...]
    """Components of the bills that the wheel brings."""
    compiled: bool

    @property
    def ref(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"

    @property
    def component(self) -> Json:
        return {
            "type": "library",
            "bom-ref": self.ref,
            "name": self.name,
            "version": self.version,
            "licenses": list(_licences(self.metadata)),
            "hashes": [{"alg": "SHA-256", "content": self.digest}],
            "purl": self.ref,
            **({"components": list(self.parts)} if self.parts else {}),
        }


def sbom(functions: bytes, layer: bytes, lock: Path, requirements: Path) -> str:
    """The bill of both packages. Raises PackagingError if the layer lacks what the lock names."""
    distributions = {one.name: one for one in _distributions(layer, lock)}
    files = [_file("functions.zip", functions), _file("layer.zip", layer)]
    asked = [Requirement(line) for line in wanted(requirements)]
    needed = _needed(distributions, asked)
    direct = sorted(_held(distributions, one).ref for one in asked)
    unknown = [one.ref for one in distributions.values() if one.compiled and not one.parts]
    bill: Json = {
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": "lambdas.packaging"}]},
            "component": {"type": "application", "bom-ref": "model-approval", "name": "model-approval"},
        },
        "components": [*files, *(one.component for one in distributions.values())],
        "dependencies": [
            {"ref": "model-approval", "dependsOn": ["functions.zip", "layer.zip"]},
            {"ref": "functions.zip", "dependsOn": direct},
            {"ref": "layer.zip", "dependsOn": [one.ref for one in distributions.values()]},
            *({"ref": one.ref, "dependsOn": sorted(needed[one.name])} for one in distributions.values()),
        ],
        "compositions": [{"aggregate": "unknown", "assemblies": unknown}],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    return json.dumps(head | bill, indent=2) + "\n"


def _file(name: str, content: bytes) -> Json:
    digest = hashlib.sha256(content).hexdigest()
    return {"type": "file", "bom-ref": name, "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def _distributions(layer: bytes, lock: Path) -> Iterator[Distribution]:
    digests = wheel_digests(lock)
    with zipfile.ZipFile(io.BytesIO(layer)) as archive:
        names = archive.namelist()
        folders = {normalised(name.split("-")[0]): name for name in _folders(names)}
        for name, version in sorted(pins(lock).items()):
            if name not in folders:
                raise PackagingError(f"layer.zip does not hold {name}, which {lock.name} names. Run `make package`.")
            folder = f"python/{folders[name]}/"
            metadata = BytesParser().parsebytes(archive.read(f"{folder}METADATA"))
            bills = [json.loads(archive.read(path)) for path in sorted(names) if path.startswith(f"{folder}sboms/")]
            record = archive.read(f"{folder}RECORD").decode()
            compiled = any(line.split(",")[0].endswith(".so") for line in record.splitlines())
            parts = tuple(_part(part) for bill in bills for part in bill.get("components", []))
            yield Distribution(name, version, digests[name], metadata, parts, compiled)


def _folders(names: list[str]) -> set[str]:
    """The `.dist-info` folders, below `python/`."""
    found = (name.split("/")[1] for name in names)
    return {folder for folder in found if folder.endswith(".dist-info")}


def _part(component: Json) -> Json:
    """What a wheel's own bill says about a part of it, without the paths of the machine it was built on."""
    copied = {key: component[key] for key in _COPIED if key in component}
    return {"type": "library", "bom-ref": component["purl"], **copied}


def _licences(metadata: Message) -> Iterator[Json]:
    """What the distribution declares: an SPDX expression (PEP 639), a name of before, or classifiers."""
    if expression := metadata["License-Expression"]:
        yield {"expression": expression}
    elif name := metadata["License"]:
        yield {"license": {"name": name.splitlines()[0]}}
    else:
        for classifier in metadata.get_all("Classifier", []):
            if classifier.startswith("License :: "):
                yield {"license": {"name": classifier.rpartition(" :: ")[2]}}


def _held(distributions: Mapping[str, Distribution], requirement: Requirement) -> Distribution:
    try:
        return distributions[normalised(requirement.name)]
    except KeyError as error:
        raise PackagingError(f"Nothing in the layer's lock is {requirement.name}. Run `make lock package`.") from error


def _needed(distributions: Mapping[str, Distribution], asked: list[Requirement]) -> dict[str, set[str]]:
    """What each distribution needs in the functions' runtime, with the extras that somebody asks for."""
    needed = {name: set[str]() for name in distributions}
    todo, done = list(asked), set[tuple[str, str]]()
    while todo:
        requirement = todo.pop()
        name = _held(distributions, requirement).name
        for extra in {"", *requirement.extras}:
            if (name, extra) in done:
                continue
            done.add((name, extra))
            for line in distributions[name].metadata.get_all("Requires-Dist", []):
                found = Requirement(line)
                if found.marker is None or found.marker.evaluate(_RUNTIME | {"extra": extra}):
                    needed[name].add(_held(distributions, found).ref)
                    todo.append(found)
    return needed
