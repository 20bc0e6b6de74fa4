"""The tables in the READMEs say what the .tf files say, and nothing in these can spoil a table."""

import re
from pathlib import Path

import pytest

from tests.tools.terraform import described, folder, variable
from tools.terraform_docs.hcl import read
from tools.terraform_docs.markdown import tables
from tools.terraform_docs.model import DocsError


def section(content: str, title: str) -> list[str]:
    lines = content.partition(f"## {title}\n\n")[2].partition("\n\n## ")[0].splitlines()
    return [line for line in lines if not line.startswith(("| Name ", "| --- "))]


def row(tmp_path: Path, body: str) -> str:
    (only,) = section(tables(read(folder(tmp_path, variable("x", body)))), "Inputs")
    return only


def cells(line: str) -> list[str]:
    """As GitHub splits a row: at each pipe without a backslash before it, wherever it stands."""
    return re.split(r"(?<!\\)\|", line.strip("|"))


@pytest.mark.parametrize(
    ("type_and_default", "shown"),
    [
        ("type = string", "`string` | required"),
        ("", "`any` | required"),
        ("type = string\ndefault = null", "`string` | `null`"),
        ("type = bool\ndefault = false # off", "`bool` | `false`"),
        ('type = set(string)\ndefault = [\n "a", # first\n "b",\n]', '`set(string)` | `["a", "b"]`'),
        (
            'type = map(list(string))\ndefault = {\n "a" = []\n b = ["c"]\n}',
            '`map(list(string))` | `{ a = [], b = ["c"] }`',
        ),
        ("type = tuple([string,\n  number])", "`tuple([string, number])` | required"),
        ('type = string\ndefault = "^a|b$"', '`string` | <code>"^a&#124;b&#36;"</code>'),
    ],
)
def test_a_row_has_the_type_and_the_default_on_one_line(type_and_default: str, shown: str, tmp_path: Path) -> None:
    assert row(tmp_path, f'description = "What."\n{type_and_default}') == f"| `x` | What. | {shown} |"


def test_an_objects_attributes_are_listed_with_type_default_and_meaning(tmp_path: Path) -> None:
    description = described(
        "How it is.\n  name  what it is called,\n        in short\n  inner more:\n    days  for so long\nAnd so on."
    )
    type_ = """type = list(object({
        name  = string
        inner = optional(object({ days = optional(number, 3), other = optional(list(string), ["a"]) }), {})
        last  = optional(string)
    }))"""
    assert row(tmp_path, f"{description}\n{type_}") == (
        "| `x` | How it is.<ul><li>`name` (string): what it is called, in short</li>"
        "<li>`inner` (object, default `{}`): more:<ul><li>`days` (number, default `3`): for so long</li>"
        '<li>`other` (list(string), default `["a"]`)</li></ul></li>'
        "<li>`last` (string, default `null`)</li></ul>And so on. | `list(object)` | required |"
    )


def test_a_description_cannot_list_what_the_object_does_not_have(tmp_path: Path) -> None:
    body = described("How.\n  name   called\n  colour blue") + "\ntype = object({ name = string })"
    with pytest.raises(DocsError, match='"x" lists colour, which its type does not have'):
        row(tmp_path, body)


def test_values_that_a_description_lists_are_a_list(tmp_path: Path) -> None:
    body = described("What to do.\n\n  warn   tell\n  revert put back\n\nOr not.") + "\ntype = string"
    assert "What to do.<ul><li>`warn`: tell</li><li>`revert`: put back</li></ul>Or not." in row(tmp_path, body)


@pytest.mark.parametrize(
    "text",
    [
        "a | b",
        "`a | b` and ``c | d``",
        "\\| a \\",
        "<!-- END_TF_DOCS -->",
        "`<!-- END_TF_DOCS -->`",
        "<script>alert(1)</script> </td> &lt;",
        "one\n\ntwo\n  three | four\n    five",
        "unbalanced ` and | pipe",
        "# heading\n| --- |\n- item",
        "*bold* _it_ ~~gone~~ [link](there) $x$",
        "  indented from the start\n | or so",
    ],
)
def test_no_description_breaks_out_of_its_cell(text: str, tmp_path: Path) -> None:
    shown = row(tmp_path, described(text) + "\ntype = string")
    assert len(cells(shown)) == 4
    assert re.sub(r"</?(ul|li|code)>|<br>", "", re.sub(r"`[^`|]*`", "", shown)).count("<") == 0
    assert "<!--" not in shown
    assert not re.search(r"\*\w|~~|\]\(|\$", shown)


def test_text_is_shown_as_it_was_meant(tmp_path: Path) -> None:
    quoted = r'description = "Say \"$${name}\" or C:\\x, é \u00e9, a_b, 1 < 2 > 0, \n`x_y`."'
    assert row(tmp_path, quoted + "\ntype = string").split(" | ")[1] == (
        'Say "&#36;{name}" or C:&#92;x, é é, a_b, 1 &#60; 2 > 0, `x_y`.'
    )


def test_required_inputs_come_first_and_everything_else_by_name(tmp_path: Path) -> None:
    source = "".join(
        variable(name, f'description = "{name}"\n{rest}')
        for name, rest in {"b": "default = 1", "d": "", "a": "default = 1", "c": ""}.items()
    )
    source += 'output "y" {\n value = 1\n description = "Y."\n sensitive = true\n}\n'
    source += 'output "e" {\n value = 1\n description = "E."\n}\n'
    content = tables(read(folder(tmp_path, source)))
    assert [line[3] for line in section(content, "Inputs")] == ["c", "d", "a", "b"]
    assert section(content, "Outputs") == ["| `e` | E. |", "| `y` | Y. (sensitive) |"]


def test_what_is_required_called_and_made_is_listed(tmp_path: Path) -> None:
    source = """
        terraform {
          required_version = ">= 1.9"
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = ">= 5.80, < 7.0"
            }
          }
        }
        module "queue" { source = "./modules/queue" }
        resource "aws_sqs_queue" "this" {}
        resource "aws_lambda_function" "this" { # with a comment
          timeouts {}
        }
        data "aws_region" "current" {}
    """
    content = tables(read(folder(tmp_path, source)))
    assert section(content, "Inputs") == section(content, "Outputs") == ["None."]
    assert section(content, "Requirements") == ["- Terraform `>= 1.9`", "- hashicorp/aws `>= 5.80, < 7.0`"]
    assert section(content, "Modules") == ["- `queue` from `./modules/queue`"]
    assert section(content, "Resources") == ["- `aws_lambda_function.this`", "- `aws_sqs_queue.this`"]
    assert "Requirements" not in tables(read(tmp_path), usage_only=True)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (variable("x", "type = string"), 'variable "x" has no description'),
        ('output "x" {\n value = 1\n description = " "\n}\n', 'output "x" has no description'),
        (variable("x", "description = var.y"), "var.y is not a string"),
        ('variable "x" {\n\n = 3\n}\n', r"main\.tf:3 cannot be read as Terraform"),
        ('variable "x" {', r"main\.tf.* cannot be read as Terraform"),
    ],
)
def test_a_file_that_says_too_little_is_named(source: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DocsError, match=said):
        read(folder(tmp_path, source))
