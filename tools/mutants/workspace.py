"""A copy of the code and its unit tests, laid out as mutmut wants it: what is mutated must lie in ``src``."""

import ast
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PACKAGE = Path("lambdas") / "src" / "model_approval"

SCOPE = (
    "auth",
    "domain",
    *(f"steps/{step}.py" for step in ("converge", "count_votes", "decide", "revoke", "verify")),
)
"""What decides who may decide what, and what comes of it (docs/security.md, promise 18)."""

PROPERTY = "_property_"
"""Before the name of a method that is a property in truth."""

# What Hypothesis draws must be the same for each mutant; what is above tests/unit needs the sandbox.
PYTEST_ARGUMENTS = (
    *("--hypothesis-profile=ci", "--confcutdir=tests/unit", "-pno:cacheprovider", "-pno:xdist", "--capture=no"),
    *(f"tests/unit/{room}" for room in ("auth", "domain", "steps", "handlers")),
    *(f"tests/security/test_{words}.py" for words in ("forged_tokens", "groups_fail_closed", "sign_in_is_bound")),
)
_THEIR_FILES = ("tests/unit", "tests/security", "tests/events", "tests/reports")

# Sentences for people are for people to judge; that each is said when it should be is what the tests are about.
_SENTENCES = [r"raise \w+\(f?\"", r"^ *f?\"[^\"]* [^\"]* [^\"]*\"\)?$"]


def make(root: Path, workspace: Path, where: Iterable[str]) -> None:
    """Copies the tree below ``root`` to ``workspace`` and configures mutmut to mutate ``where``: folders and files of
    the package."""
    for name in (PACKAGE, *_THEIR_FILES):
        _mirror(root / name, workspace / name)
    _mirror(root / PACKAGE, workspace / "src" / PACKAGE.name, plain_properties)
    # mutmut copies the tests, but leaves those behind that are gone.
    shutil.rmtree(workspace / "mutants" / "tests", ignore_errors=True)
    (workspace / "pyproject.toml").write_text("".join(f"{line}\n" for line in _configuration(where)))


def plain_properties(source: str) -> str:
    """``source`` with properties as methods that are made into properties afterwards: mutmut leaves out what is
    decorated."""
    lines = source.splitlines(keepends=True)
    kinds = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    methods = [node for kind in kinds for node in kind.body if isinstance(node, ast.FunctionDef)]
    for method in reversed(methods):
        match method.decorator_list:
            case [ast.Name(id="property" | "cached_property" as decorator)]:
                pass
            case _:
                continue
        name, end = method.name, method.end_lineno or method.lineno
        lines.insert(end, f"\n    {name} = {decorator}({PROPERTY}{name})\n")
        lines[method.lineno - 1] = lines[method.lineno - 1].replace(f"def {name}(", f"def {PROPERTY}{name}(")
        del lines[method.decorator_list[0].lineno - 1]
    return "".join(lines)


def _mirror(source: Path, target: Path, change: Callable[[str], str] = str) -> None:
    """Files that are the same keep their time, by which mutmut tells what changed."""
    wanted = {path.relative_to(source): path for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    for path in [path for path in target.rglob("*") if path.is_file()]:
        if path.relative_to(target) not in wanted:
            path.unlink()
    for name, path in wanted.items():
        copy = target / name
        wanted_bytes = change(path.read_text()).encode() if path.suffix == ".py" else path.read_bytes()
        if not copy.exists() or copy.read_bytes() != wanted_bytes:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(wanted_bytes)


def _configuration(where: Iterable[str]) -> Iterator[str]:
    prefix = f"src/{PACKAGE.name}/"
    yield "[tool.mutmut]"
    yield f"source_paths = {json.dumps(['src'])}"
    yield f"only_mutate = {json.dumps([prefix + (one if one.endswith('.py') else f'{one}/*') for one in where])}"
    yield f"do_not_mutate_patterns = {json.dumps(_SENTENCES)}"
    yield f"also_copy = {json.dumps(['lambdas'])}"
    yield "[tool.pytest.ini_options]"
    yield f"pythonpath = {json.dumps(['src', '.'])}"
    yield f"addopts = {json.dumps(['--import-mode=importlib', '--strict-markers', '--strict-config'])}"
