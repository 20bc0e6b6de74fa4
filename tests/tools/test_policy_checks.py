"""`make check` fails for what checkov finds, and for exceptions from it that have no reason or no use."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.policy_checks.skips import Finding, problems, skips, without_skips

ROOT = Path(__file__).parents[2]
CHECKOV = ROOT / ".venv" / "checkov" / "bin" / "checkov"

OPEN = """resource "aws_sns_topic" "open" {
  name = "open"
}
"""
EXCEPTED = """resource "aws_sns_topic" "excepted" {
  #checkov:skip=CKV_AWS_26: nothing secret is ever sent here
  name = "excepted"
}
"""
NEEDLESS = """resource "aws_sns_topic" "encrypted" {
  #checkov:skip=CKV_AWS_26: nothing secret is ever sent here
  kms_master_key_id = "alias/aws/sns"
}
"""
UNJUSTIFIED = """resource "aws_sns_topic" "unjustified" {
  #checkov:skip=CKV_AWS_26: false positive
  name = "unjustified"
}
"""
BUCKET = Finding("CKV_AWS_18", "Log access", "modules/a/main.tf", (10, 20), "aws_s3_bucket.this")


def said(findings: list[Finding], text: str, tmp_path: Path, path: str = "modules/a/main.tf") -> list[str]:
    """What is wrong if ``text`` stands from line 11 of a file, in the middle of a resource."""
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text("\n" * 10 + text)
    return list(problems(findings, skips(tmp_path, [file])))


@pytest.mark.parametrize(
    "text",
    [
        "  #checkov:skip=CKV_AWS_18: who reads it shows in CloudTrail",
        "  # checkov:skip=CKV_AWS_18:who reads it shows in CloudTrail\n",
        "  name = 1 # bridgecrew:skip=CKV_AWS_18: who reads it shows in CloudTrail\n",
    ],
)
def test_an_exception_with_a_reason_in_the_resource_counts(text: str, tmp_path: Path) -> None:
    assert said([BUCKET], text, tmp_path) == []


def test_one_comment_may_except_from_several_checks(tmp_path: Path) -> None:
    other = Finding("CKV_AWS_144", "Replicate", *(BUCKET.path, BUCKET.lines, BUCKET.resource))
    text = "  #checkov:skip=CKV_AWS_18,CKV_AWS_144: it is kept in one place"
    assert said([BUCKET, other], text, tmp_path) == []
    (unused,) = problems([other], skips(tmp_path, [tmp_path / BUCKET.path]))
    assert "finds nothing about CKV_AWS_18 here" in unused


@pytest.mark.parametrize("reason", ["", ":", ": ", ": false positive", ": not needed here"])
def test_an_exception_needs_a_reason(reason: str, tmp_path: Path) -> None:
    (problem,) = said([BUCKET], f"  #checkov:skip=CKV_AWS_18{reason}", tmp_path)
    assert problem.startswith("modules/a/main.tf:11: Say in at least 4 words why CKV_AWS_18")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("modules/b/main.tf", "  #checkov:skip=CKV_AWS_18: who reads it shows in CloudTrail"),
        ("modules/a/main.tf", "  #checkov:skip=CKV_AWS_19: who reads it shows in CloudTrail"),
        ("modules/a/main.tf", "\n" * 9 + "  #checkov:skip=CKV_AWS_18: who reads it shows in CloudTrail"),
        ("modules/a/main.tf", "  #checkov:skip=: who reads it shows in CloudTrail"),
    ],
    ids=["another file", "another check", "behind the resource", "no check"],
)
def test_an_exception_elsewhere_changes_nothing_and_is_reported(path: str, text: str, tmp_path: Path) -> None:
    finding, useless = said([BUCKET], text, tmp_path, path)
    assert finding.startswith("modules/a/main.tf:10: aws_s3_bucket.this: Log access (CKV_AWS_18). ")
    assert useless.startswith(f"{path}:")
    assert "Remove the skip" in useless


def test_a_finding_is_reported_once_however_often_the_module_is_called() -> None:
    assert len(list(problems([BUCKET, BUCKET], []))) == 1


def checkov_itself(folder: Path) -> set[str]:
    """The resources that the unwrapped command complains about, as a user may run it."""
    options = ["--framework", "terraform", "--output", "json", "--skip-download", "--directory", folder]
    done = subprocess.run([CHECKOV, *options], capture_output=True, text=True, env=os.environ | {"LOG_LEVEL": "ERROR"})
    return {failed["resource"] for failed in json.loads(done.stdout)["results"]["failed_checks"]}


@pytest.mark.skipif(not CHECKOV.exists(), reason="`make .venv/checkov/made` installs it")
def test_checkov_heeds_exceptions_as_the_command_does(tmp_path: Path) -> None:
    (tmp_path / "modules" / "topics").mkdir(parents=True)
    (tmp_path / "modules" / "topics" / "main.tf").write_text(OPEN + EXCEPTED + NEEDLESS + UNJUSTIFIED)
    (tmp_path / "main.tf").write_text('module "topics" {\n  source = "./modules/topics"\n}\n' + NEEDLESS)
    unwrapped = {resource.removeprefix("module.topics.") for resource in checkov_itself(tmp_path)}
    assert unwrapped == {"aws_sns_topic.open"}

    (tmp_path / ".checkov.yaml").write_text("skip-check:\n  - CKV_AWS_26\n")  # settings beside the files play no part
    command = [sys.executable, "-m", "tools.policy_checks", CHECKOV]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CKV_SKIP_CHECK": "CKV_AWS_26"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    beginnings = [line.removeprefix("error: ").split(" ")[:2] for line in done.stderr.splitlines()]
    assert beginnings == [
        ["modules/topics/main.tf:1:", "aws_sns_topic.open:"],
        ["main.tf:5:", "checkov"],
        ["modules/topics/main.tf:9:", "checkov"],
        ["modules/topics/main.tf:13:", "Say"],
    ], done.stderr


@pytest.mark.skipif(not CHECKOV.exists(), reason="`make .venv/checkov/made` installs it")
@pytest.mark.parametrize("source", ['resource "aws_sns_topic" {{', "# nothing\n"])
def test_what_cannot_be_checked_is_no_success(source: str, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(source)
    command = [sys.executable, "-m", "tools.policy_checks", CHECKOV]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("error: checkov ")


def test_the_copy_without_exceptions_has_the_same_lines() -> None:
    assert without_skips(OPEN) == OPEN
    assert without_skips(EXCEPTED).count("\n") == EXCEPTED.count("\n")
    assert "checkov:skip=" not in without_skips(EXCEPTED)
