"""A small module with a README, written by a test."""

from pathlib import Path

README = "# churn\n\nWhat it is for.\n\n<!-- BEGIN_TF_DOCS -->\n<!-- END_TF_DOCS -->\n\nAfterwards.\n"


def variable(name: str, body: str) -> str:
    return f'variable "{name}" {{\n{body}\n}}\n'


def described(text: str) -> str:
    """The description as a heredoc."""
    lines = "\n".join(f"    {line}" if line else "" for line in text.splitlines())
    return f"  description = <<-EOT\n{lines}\n  EOT"


def folder(root: Path, source: str, readme: str | None = README) -> Path:
    """``root``, with Terraform and a README in it."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "main.tf").write_text(source)
    if readme is not None:
        (root / "README.md").write_text(readme)
    return root
