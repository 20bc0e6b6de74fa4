"""Command line: `python -m lambdas.packaging lock|build|check|sizes`."""

import argparse
import sys
import zipfile
from collections import Counter

from .archive import PackagingError
from .packages import DIST, FUNCTIONS, LAYER, LOCK, SUMS, VERSIONS, WANTED, build_layer, contained, functions, sums
from .sbom import SBOM, sbom
from .wheels import pins, resolve


def lock() -> None:
    """Pin the layer's wheels anew."""
    LOCK.write_text(resolve(WANTED, VERSIONS))


def build() -> None:
    """Make both packages, their bill of materials and the sums."""
    packages = {FUNCTIONS: functions(), LAYER: build_layer()}
    packages[SBOM] = sbom(packages[FUNCTIONS], packages[LAYER], LOCK, WANTED).encode()
    DIST.mkdir(exist_ok=True)
    for name, content in packages.items():
        (DIST / name).write_bytes(content)
    (DIST / SUMS).write_text(sums(packages))


def check() -> None:
    """Fail unless the committed packages are those of the sources and of the lock, and their bill of materials and
    sums are theirs; needs no network."""
    committed = {name: (DIST / name).read_bytes() for name in (FUNCTIONS, LAYER, SBOM)}
    problems = {
        f"{FUNCTIONS} is older than lambdas/src": committed[FUNCTIONS] != functions(),
        f"{LAYER} is not what {LOCK.name} names": contained(DIST / LAYER) != pins(LOCK),
        f"{SBOM} is not the packages' bill of materials": committed[SBOM] != _bill(committed),
        f"{SUMS} does not match": (DIST / SUMS).read_text() != sums(committed),
    }
    found = [problem for problem, true in problems.items() if true]
    if found:
        raise PackagingError(f"lambdas/dist: {', '.join(found)}. Run `make package` and commit lambdas/dist.")


def _bill(committed: dict[str, bytes]) -> bytes | None:
    """The bill of materials that the packages should have; None if the layer is not the lock's."""
    try:
        return sbom(committed[FUNCTIONS], committed[LAYER], LOCK, WANTED).encode()
    except PackagingError:
        return None  # `check` says what is wrong with the layer


def sizes() -> None:
    """Print what each package weighs, the layer by dependency."""
    for name in (FUNCTIONS, LAYER):
        packed, unpacked = Counter[str](), Counter[str]()
        with zipfile.ZipFile(DIST / name) as archive:
            for info in archive.infolist():
                part = info.filename.removeprefix("python/").split("/")[0]
                packed[part] += info.compress_size
                unpacked[part] += info.file_size
        print(f"{name}: {packed.total() / 1e6:.2f} MB, unpacked {unpacked.total() / 1e6:.2f} MB")
        for part, size in packed.most_common(12):
            print(f"  {size / 1e3:8.0f} kB, unpacked {unpacked[part] / 1e3:8.0f} kB  {part}")


def main() -> int:
    commands = {command.__name__: command for command in (lock, build, check, sizes)}
    parser = argparse.ArgumentParser(prog="python -m lambdas.packaging", description="The Lambda packages.")
    choice = parser.add_subparsers(dest="command", required=True)
    for name, command in commands.items():
        choice.add_parser(name, help=command.__doc__)
    try:
        commands[parser.parse_args().command]()
    except (PackagingError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
