"""The room notices what it is there to notice: differences in another plan, and what is left behind."""

from dataclasses import dataclass, replace

import pytest

from sandbox.local_aws import root
from sandbox.terraform import terraform
from tests.examples import room
from tests.examples.read_backs import READ_BACKS
from tests.examples.room import Cloud, check_same, check_settled
from tests.journey.roots import REPOSITORY

ROOT = """
resource "aws_cloudwatch_log_group" "changed" {
  name              = "changed"
  retention_in_days = 7
}

resource "aws_ssm_parameter" "removed" {
  name  = "removed"
  type  = "String"
  value = "1"
}

resource "aws_iam_role" "same" {
  name               = "same"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
"""


def test_differences_and_what_is_left_behind_are_told(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> None:
    account_id, run_dir = cloud.new_account(), tmp_path_factory.mktemp("room")
    before = cloud.aws.holdings(account_id)
    configuration = terraform(run_dir, cloud.aws, cloud.administrator(account_id), print, "inference-pipeline")
    configuration = replace(configuration, folder=run_dir)
    (run_dir / "main.tf").write_text(ROOT)
    configuration.apply({})

    logs, ssm, iam = (cloud.aws.client(service, root(account_id)) for service in ("logs", "ssm", "iam"))
    logs.put_retention_policy(logGroupName="changed", retentionInDays=30)
    ssm.delete_parameter(Name="removed")
    types, differences = configuration.differences()
    assert types == {"aws_cloudwatch_log_group", "aws_iam_role", "aws_ssm_parameter"}
    assert differences == {("aws_cloudwatch_log_group", "retention_in_days"), ("aws_ssm_parameter", "*")}

    iam.delete_role(RoleName="same")
    with pytest.raises(AssertionError, match="left behind"):
        check_same(before, cloud.aws.holdings(account_id))
    logs.delete_log_group(logGroupName="changed")
    check_same(before, cloud.aws.holdings(account_id))


@dataclass(frozen=True)
class Planned:
    """Stands for a configuration of which this is what another plan says."""

    types: set[str]
    found: set[tuple[str, str]]

    def differences(self) -> tuple[set[str], set[tuple[str, str]]]:
        return self.types, self.found


def test_the_list_of_wrong_read_backs_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "READ_BACKS", {("aws_one", "known"): "why", ("aws_two", "elsewhere"): "why"})
    check_settled(Planned({"aws_one"}, {("aws_one", "known")}))  # type: ignore[arg-type]
    with pytest.raises(AssertionError):
        check_settled(Planned({"aws_one"}, {("aws_one", "known"), ("aws_one", "new")}))  # type: ignore[arg-type]
    with pytest.raises(AssertionError):
        check_settled(Planned({"aws_one"}, set()))  # type: ignore[arg-type]


def test_each_entry_is_about_something_that_is_applied_and_says_why_it_is_not_ours() -> None:
    files = [*REPOSITORY.glob("*.tf"), *REPOSITORY.glob("modules/*/*.tf"), *REPOSITORY.glob("examples/*/*.tf")]
    applied = "".join(path.read_text() for path in files)
    assert [kind for kind, _ in READ_BACKS if f'resource "{kind}"' not in applied] == []
    assert [entry for entry, reason in READ_BACKS.items() if len(reason.split()) < 5] == []
