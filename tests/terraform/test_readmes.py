"""What READMEs tell people to write is valid as it stands, with this repository in place of the released one."""

import re
from pathlib import Path

from tests.terraform.test_terraform import ROOT, initialise, terraform

_SOURCE = re.compile(r'"git::https://example\.com/[^"/]+\.git(?://([^"?]+))?\?ref=[^"]+"')
_CODE = re.compile(r"^```hcl\n(.*?)^```", re.DOTALL | re.MULTILINE)


def snippets(path: Path) -> list[str]:
    return _CODE.findall(path.read_text())


def test_what_is_to_be_written_is_valid(tmp_path: Path) -> None:
    """All at once, each as a module of one configuration, which is much quicker than each by itself."""
    paths = [ROOT / "README.md", *sorted(ROOT.glob("modules/*/README.md")), *sorted(ROOT.glob("docs/*.md"))]
    calls = []
    for path in paths:
        for number, snippet in enumerate(snippets(path), 1):
            name = f"{path.relative_to(ROOT).with_suffix('').as_posix().replace('/', '-')}-{number}"
            folder = tmp_path / name
            folder.mkdir()
            (folder / "repository").symlink_to(ROOT)
            (folder / "main.tf").write_text(_SOURCE.sub(lambda source: f'"./repository/{source[1] or ""}"', snippet))
            assert "git::" not in (folder / "main.tf").read_text(), f"{name}: a source that is not this repository's"
            calls.append(f'module "{name}" {{\n  source = "./{name}"\n}}\n')
    (tmp_path / "main.tf").write_text("\n".join(calls))
    initialise(tmp_path)
    terraform(tmp_path, "validate")
    assert len(calls) > 12


def test_every_module_shows_how_it_is_used() -> None:
    shown = {path.parent.name for path in ROOT.glob("modules/*/README.md") if snippets(path)}
    assert shown == {path.name for path in ROOT.glob("modules/*") if path.is_dir()}


def test_the_least_that_is_to_be_written_is_short() -> None:
    least = snippets(ROOT / "README.md")[0]
    assert len([line for line in least.splitlines() if line.strip()]) < 20
