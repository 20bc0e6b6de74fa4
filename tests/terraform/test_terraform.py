"""Each folder of Terraform stands by itself, and `terraform test` passes, all in a copy that leaves the tree alone."""

import json
import re
from pathlib import Path

import pytest

from tests.terraform.tree import ROOT, copied, initialise, terraform

# The root holds most modules; how each of them is called from outside is in its README (test_readmes.py).
FOLDERS = [".", *(path.parent.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("examples/*/versions.tf")))]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("terraform"))


def test_everything_is_formatted(copy: Path) -> None:
    terraform(copy, "fmt", "-check", "-recursive", "-diff")


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_validates(folder: str, copy: Path) -> None:
    """Without a warning either: Terraform warns of what is deprecated."""
    initialise(copy / folder)
    said = terraform(copy / folder, "validate", "-json")
    assert json.loads(said[said.index("{") :])["diagnostics"] == []


def test_what_terraform_test_runs(copy: Path) -> None:
    initialise(copy, "-test-directory=tests/terraform")
    said = terraform(copy, "test", "-test-directory=tests/terraform")
    assert "Success!" in said
    assert "Success! 0 passed" not in said


@pytest.mark.parametrize("given", ["", "oidc = null"])
def test_nobody_can_apply_the_module_without_an_identity_provider(given: str, copy: Path) -> None:
    folder = copy / "caller"
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(
        f"""
        module "model_approval" {{
          source       = "./.."
          environment  = "dev"
          environments = []
          mail         = {{ from = "model-approval@example.com" }}
          {given}
        }}
        """
    )
    initialise(folder)
    said = terraform(folder, "validate", code=1)
    assert "oidc" in said
    assert re.search(r"is required|not suitable|must not be null|required variable", said), said
