"""Command line: `python -m tools.policy_checks CHECKOV`, with the path of checkov's command; needs no network."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .skips import Finding, problems, skips, without_skips

_OPTIONS = ["--framework", "terraform", "--output", "json", "--compact", "--skip-download"]
# Each resource and module once for each call, whatever its count and for_each say: quicker, and nothing is left out.
_SETTINGS = {"CHECKOV_ENABLE_FOREACH_HANDLING": "False", "CHECKOV_ENABLE_MODULES_FOREACH_HANDLING": "False"}
_CALLERS_SETTINGS = ("BC_", "CKV_", "CHECKOV_", "PRISMA_", "DOWNLOAD_EXTERNAL_MODULES", "EXTERNAL_MODULES_DIR")


class CheckovError(Exception):
    """checkov could not check everything; the message is what it said."""


def terraform_files(root: Path) -> list[Path]:
    """The files that make up the module, its submodules and its examples."""
    folders = [root.glob("*.tf"), root.glob("modules/**/*.tf"), root.glob("examples/**/*.tf")]
    return sorted(path for found in folders for path in found if ".terraform" not in path.parts)


def findings(checkov: Path, tree: Path) -> set[Finding]:
    """What checkov finds in ``tree``, with calls of modules resolved. The caller's own settings play no part."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_CALLERS_SETTINGS)}
    environment |= _SETTINGS | {"HOME": str(tree), "LOG_LEVEL": "ERROR"}  # it looks into the home folder for more
    command = [str(checkov), *_OPTIONS, "--directory", str(tree)]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    try:
        report = json.loads(done.stdout)
        results, checked = report["results"], report["summary"]["resource_count"]
    except (ValueError, TypeError, KeyError) as error:
        raise CheckovError(f"checkov ended with {done.returncode}: {done.stderr or done.stdout}") from error
    if results["parsing_errors"] or not checked:
        raise CheckovError(f"checkov checked {checked} resources, and cannot read {results['parsing_errors']}.")
    return {_finding(failed) for failed in results["failed_checks"]}


def check(checkov: Path, root: Path) -> list[str]:
    """What must be mended below ``root``, as sentences. checkov runs on a copy without exceptions, so as to tell which
    are needed; that it heeds them in the same way is for the tests."""
    files = terraform_files(root)
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder).resolve()
        for path in files:
            copy = tree / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(without_skips(path.read_text()))
        found = findings(checkov, tree)
    return list(problems(found, skips(root, files)))


def _finding(failed: dict[str, Any]) -> Finding:
    first, last = failed["file_line_range"]
    resource = ".".join(failed["resource"].rsplit(".", 2)[-2:])
    path = failed["file_path"].removeprefix("/")
    return Finding(failed["check_id"], failed["check_name"], path, (first, last), resource)


def main() -> int:
    try:
        found = check(Path(sys.argv[1]).absolute(), Path())
    except CheckovError as error:
        found = [str(error)]
    for problem in found:
        print(f"error: {problem}", file=sys.stderr)
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
