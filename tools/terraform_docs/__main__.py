"""Command line: `python -m tools.terraform_docs [--check]`."""

import argparse
import sys
from pathlib import Path

from .hcl import read
from .markdown import tables
from .model import DocsError

BEGIN, END = "<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->"


def folders(root: Path) -> list[Path]:
    """The root, each module and each example, as far as they hold Terraform."""
    found = [root, *sorted(root.glob("modules/*")), *sorted(root.glob("examples/*"))]
    return [folder for folder in found if any(folder.glob("*.tf"))]


def updated(readme: str, content: str) -> str:
    """``readme`` with ``content`` between its markers. Raises DocsError unless each of the two stands there once."""
    before, *rest = readme.split(BEGIN)
    if len(rest) != 1 or rest[0].count(END) != 1 or END in before:
        raise DocsError(f"write {BEGIN} and {END} into it, once each; the inputs and outputs go between them.")
    return f"{before}{BEGIN}\n{content}\n{END}{rest[0].split(END)[1]}"


def document(root: Path, *, check: bool) -> list[str]:
    """Write the tables into all READMEs, or only ``check`` them; what is wrong, as sentences."""
    problems, stale = [], []
    for folder in folders(root):
        readme = folder / "README.md"
        name = readme.relative_to(root).as_posix()
        try:
            now = readme.read_text() if readme.exists() else ""
            new = updated(now, tables(read(folder), usage_only=folder.parent.name == "examples"))
        except DocsError as error:
            problems.append(f"{name}{'' if readme.exists() else ' is missing'}: {error}")
            continue
        if new != now and check:
            stale.append(name)
        elif new != now:
            readme.write_text(new)
    if stale:
        problems.append(f"Not up to date with the .tf files: {', '.join(stale)}. Run `make docs` and commit them.")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.terraform_docs", description="The tables in the READMEs.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a README is not up to date")
    problems = document(Path(), check=parser.parse_args().check)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    return min(len(problems), 1)


if __name__ == "__main__":
    sys.exit(main())
